"""`viewmark attach` and `viewmark attachments`: X3P surfaces that belong to a firearm of a check."""

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from viewmark.archive.archive import Archive
from viewmark.archive.checks import FiledCheck
from viewmark.casework.attachments import Attachment, Attachments
from viewmark.cli.casework import CheckId, found, opened
from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder, print_json, print_table, utc
from viewmark.cli.places import PLACE
from viewmark.cli.signing_in import Operator, signed_in
from viewmark.errors import ArchiveError
from viewmark.exchange.errors import ExchangeError
from viewmark.exchange.files import put
from viewmark.exchange.x3p_container import MOST_FILE_BYTES


def attach(
    check_id: CheckId,
    file: Annotated[Path, typer.Argument(help="An X3P file (ISO 25178-72).")],
    operator: Operator,
    firearm: Annotated[int, typer.Option(min=1, help="Which firearm of the check.")] = 1,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Attach an X3P surface to a firearm, once its sums were verified; a damaged file is refused.

    Example: viewmark attach 0123456789abcdef-12 bullet.x3p --operator K7
    """
    content = _content(file)
    with ExitStack() as stack:
        archive, _ = opened(stack, folder)
        filed = found(archive, check_id)
        one = Attachments(archive).add(filed, signed_in(folder, operator), firearm, file.name, content)
    if as_json:
        print_json(one._asdict())
    else:
        _print(check_id, [(one, "whole")])


def attachments(
    check_id: CheckId,
    out: Annotated[
        Path | None, typer.Option(help="A folder to write the files to, as they were attached.", **PLACE)
    ] = None,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """List what is attached to a check, each verified, with axes and sizes.

    Example: viewmark attachments 0123456789abcdef-12
    """
    with ExitStack() as stack:
        archive, _ = opened(stack, folder)
        filed = found(archive, check_id)
        rows = [(one, _state(archive, filed, one, out)) for one in Attachments(archive).of(filed)]
    if as_json:
        print_json([one._asdict() | {"state": state} for one, state in rows])
    else:
        _print(check_id, rows)


def _state(archive: Archive, filed: FiledCheck, one: Attachment, out: Path | None) -> str:
    """Return whether a file is whole, else what is wrong with it; written to `out`, named by its digest, if it is."""
    try:
        content = Attachments(archive).opened(filed, one)
    except ArchiveError as error:
        return str(error)
    if out is not None:
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ExchangeError(f"{out} can't be written: {error.strerror}. Give another place.") from error
        put(out / f"{one.sha256}.{one.kind}", content)
    return "whole"


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as source:
            return source.read(MOST_FILE_BYTES + 1)  # the reader refuses what has more
    except OSError as error:
        raise ExchangeError(f"{file} can't be read: {error.strerror}. Give another file.") from error


def _print(check_id: str, rows: list[tuple[Attachment, str]]) -> None:
    cells = [
        (
            *(one.firearm, one.name, one.holds["feature"], one.points, one.axes, one.size_bytes, one.who),
            *(utc(one.at_s), state),
        )
        for one, state in rows
    ]
    columns = ("firearm", "file", "feature", "points", "axes", "bytes", "by", "when", "state")
    print_table(f"Attachments of check {check_id}", columns, cells)
