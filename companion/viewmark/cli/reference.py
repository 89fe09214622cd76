"""`viewmark reference`: codes of makes, calibres and types, and makers' models, from the public files."""

import time
from pathlib import Path
from typing import Annotated

import typer

from viewmark.cli.output import (
    DEFAULT_FOLDER,
    AsJson,
    Folder,
    print_json,
    print_reasons,
    print_table,
    progress_bar,
    utc,
)
from viewmark.csvtable import count_rows
from viewmark.reference.errors import TableError
from viewmark.reference.importing import import_file
from viewmark.reference.tables import MAY_BE, NONE, Code, Tables

app = typer.Typer(help="Reference tables of makes, calibres, types and models.", no_args_is_help=True)

_NOT_HERE = "The reference tables that were imported name none."


@app.command("import")
def import_table(
    file: Annotated[
        Path,
        typer.Argument(help="CSV with type, code, definition, or with make, model.", exists=True, dir_okay=False),
    ],
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Take a public file in, in place of the table of its kind; every line that is refused is told.

    Example: viewmark reference import ncic_gun_codes.csv
    """
    total = count_rows(file)
    with progress_bar("rows", as_json) as say:
        told = import_file(folder, file, int(time.time()), lambda rows: say("rows", rows, total))
    if as_json:
        print_json(told._asdict() | {"refused": [one._asdict() for one in told.refused]})
        return
    print(f"{told.taken} rows of {file.name} were taken, in place of {told.before}. Refused: {len(told.refused)}.")
    rows = [(one.line, one.why) for one in told.refused]
    print_reasons("Refused", dict.fromkeys(why for _, why in rows), rows)


@app.command()
def show(
    code: Annotated[str | None, typer.Argument(help="A code, to see what it means.")] = None,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Show what was imported, or what a code means in each list that has it.

    Example: viewmark reference show GLC
    """
    tables = Tables(folder)
    if code is not None:
        found = tables.code(code)
        if as_json:
            print_json([{"list": name} | one._asdict() for name, one in found])
        else:
            print_table(f"Code {code}", ("list", "code", "means"), [(name, *one) for name, one in found])
        return
    if as_json:
        refused = [{"table": table, "line": line, "why": why} for table, line, why in tables.refused]
        sources = [one._asdict() for one in tables.sources]
        print_json({"entries": tables.counts(), "sources": sources, "refused": refused})
        return
    print_table("Reference tables", ("list", "entries"), tables.counts().items())
    rows = [(one.table, one.file, one.taken, one.refused, utc(one.imported_s)) for one in tables.sources]
    print_table("Imported from", ("table", "file", "taken", "refused", "when"), rows)
    if tables.refused:
        print_table("Lines that were refused", ("table", "line", "why"), tables.refused)


@app.command()
def maker(
    name: Annotated[str, typer.Argument(help="The maker, as the mark says it.")],
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Show a maker's code; where it may be several, all of them, and none is chosen.

    Example: viewmark reference maker "Smith & Wesson"
    """
    found = _imported(folder).maker(name)
    if as_json:
        print_json({"found": found.word, "name": found.name, "codes": [one._asdict() for one in found.codes]})
    elif found.word == NONE:
        print(_NOT_HERE)
    else:
        _print_codes(found.name or name, found.codes)
        if found.word == MAY_BE:
            print("Ambiguous: it may be each of these. Which one, the other marks say.")


@app.command()
def calibre(
    text: Annotated[str, typer.Argument(help="The calibre, as the mark says it.")],
    other: Annotated[str | None, typer.Argument(help="Another one, to compare.")] = None,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Show the codes under which a calibre stands, and whether another one may be the same.

    Example: viewmark reference calibre "9 mm Kurz" ".380 ACP"
    """
    tables = _imported(folder)
    found = tables.calibre(text)
    beside = found.beside(tables.calibre(other)) if other is not None else None
    if as_json:
        told = {"name": found.name, "codes": [one._asdict() for one in found.codes]}
        print_json(told | ({"beside": beside} if beside else {}))
        return
    if found.codes:
        _print_codes(found.name or text, found.codes)
    else:
        print(_NOT_HERE)
    if beside:
        print(f"Beside {other}: {beside.replace('-', ' ')}.")


@app.command()
def model(
    name: Annotated[str, typer.Argument(help="The model, as the mark says it.")],
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Show which makers made a model of this name.

    Example: viewmark reference model "PT 92"
    """
    found = _imported(folder).makers_of(name)
    if as_json:
        print_json([{"make": make, "model": own} for make, own in found])
    elif not found:
        print(_NOT_HERE)
    else:
        print_table(f"Makers of {name}", ("make", "model"), found)


def _imported(folder: Path) -> Tables:
    tables = Tables(folder)
    if not tables.sources:
        raise TableError("No reference table was imported here. `viewmark reference import FILE` takes one in.")
    return tables


def _print_codes(title: str, codes: list[Code]) -> None:
    print_table(title, ("code", "means"), codes)
