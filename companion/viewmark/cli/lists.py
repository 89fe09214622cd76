"""`viewmark list`: building, checking and asking offline lists, away from any register too."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from viewmark.cli.output import AsJson, out, print_json, print_reasons, print_table, progress_bar, utc
from viewmark.cli.places import PLACE
from viewmark.lists import files, sources
from viewmark.lists.builder import BuildReport, Edition, Fingerprints, Row, whole_list
from viewmark.lists.delta import Present, make_delta
from viewmark.lists.keys import Keys
from viewmark_protocol.errors import ListError
from viewmark_protocol.judging import judge
from viewmark_protocol.lists.header import HEADER_BYTES, ListHeader, decode_header, key_id

app = typer.Typer(help="Offline lists of lost, stolen and trafficked weapons.", no_args_is_help=True)

KeysFolder = Annotated[Path, typer.Option("--keys", help="The folder that `viewmark list keys` made.")]
Rows = Annotated[
    Path,
    typer.Argument(
        help="CSV with the columns serial, maker, category; or a NIEM 6.0 document; or a register's folder.",
        exists=True,
    ),
]
ListFile = Annotated[Path, typer.Argument(help="A list, or a day's changes.", exists=True, dir_okay=False)]
Out = Annotated[Path, typer.Option("--out", help="The file to write.", **PLACE)]
Version = Annotated[int, typer.Option("--version", help="Counts up from list to list.")]
Days = Annotated[int, typer.Option("--days", help="After so many days nothing is `clear` any more.", min=1)]
Issuer = Annotated[str, typer.Option("--issuer", help="Who issues the list.")]
Changes = Annotated[list[Path] | None, typer.Option("--changes", help="Changes on the list, the oldest first.")]
_DAY_S = 86_400


@app.command()
def keys(
    folder: Annotated[Path, typer.Argument(help="A folder for the keys; only you may read it.", **PLACE)],
    height: Annotated[int, typer.Option(help="5 or 10: the key signs 2^height lists.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Make an issuer's signing key and a list key.

    Example: viewmark list keys keys
    """
    root = Keys.make(folder, height).signer().public_key.hex()
    if as_json:
        print_json({"root": root})
        return
    out.print(
        f"The issuer's root, which handhelds verify by: {root}",
        soft_wrap=True,
        highlight=False,
    )


@app.command()
def build(
    rows: Rows,
    keys: KeysFolder,
    out_file: Out,
    version: Version = 1,
    days: Days = 7,
    issuer: Issuer = "focal point",
    as_json: AsJson = False,
) -> None:
    """Build and sign a whole list; every row that cannot be listed is reported.

    Example: viewmark list build listed.csv --keys keys --out list.vml
    """
    files.refuse_to_replace(out_file)
    held = Keys.load(keys)
    prints = _fingerprints(rows, held, as_json)
    content = whole_list(prints, _edition(version, days, issuer), held.signer())
    files.write(out_file, content)
    _tell(prints.report, content, as_json)


@app.command()
def delta(
    base: ListFile,
    rows: Rows,
    keys: KeysFolder,
    out_file: Out,
    version: Version,
    changes: Changes = None,
    days: Days = 7,
    issuer: Issuer = "focal point",
    as_json: AsJson = False,
) -> None:
    """Build and sign the changes from a list (and the changes on it so far) to what is listed now.

    Example: viewmark list delta list.vml today.csv --keys keys --version 2 --out day-2.vmd
    """
    files.refuse_to_replace(out_file)
    held = Keys.load(keys)
    present = Present.of(files.read(base))
    for one in changes or []:
        present.apply(files.read(one))
    if key_id(held.list_key) != present.base.key_id:
        raise ListError(f"{base} was made with another list key than the one in {keys}. Name its keys with --keys.")
    prints = _fingerprints(rows, held, as_json)
    content = make_delta(
        present, set(prints.pairs(present.base.buckets)), _edition(version, days, issuer), held.signer()
    )
    files.write(out_file, content)
    _tell(prints.report, content, as_json)


@app.command()
def verify(
    file: ListFile,
    root: Annotated[str | None, typer.Option(help="The issuer's root in hexadecimal.")] = None,
    as_json: AsJson = False,
) -> None:
    """Check that a list is whole and, with a root, who signed it.

    Example: viewmark list verify list.vml --root 0000000100000006...
    """
    header = files.verified(file, root)
    if as_json:
        print_json(_facts(header) | {"signed_by_root": root is not None})
        return
    signed = "signed by this root" if root else "its signature was not checked: give --root"
    out.print(f"Version {header.version} of {header.issuer} is whole; {signed}.", highlight=False)


@app.command()
def info(file: ListFile, as_json: AsJson = False) -> None:
    """Show what a list says of itself.

    Example: viewmark list info list.vml
    """
    facts = _facts(decode_header(files.read(file)[:HEADER_BYTES]))
    if as_json:
        print_json(facts)
    else:
        print_table(file.name, ("", ""), facts.items())


@app.command()
def lookup(
    file: ListFile,
    serial: Annotated[str, typer.Argument(help="The serial as it was read; `?` for an unread character.")],
    keys: KeysFolder,
    maker: Annotated[str | None, typer.Option(help="Without a maker nothing is a hit.")] = None,
    changes: Changes = None,
    as_json: AsJson = False,
) -> None:
    """Ask a list as a handheld does.

    Example: viewmark list lookup list.vml AB1230 --maker Glock --keys keys
    """
    asked = files.opened(file, changes or [], Keys.load(keys).list_key)
    verdict = judge(serial, maker, asked, int(time.time()), "laptop")
    facts = {
        "verdict": verdict.word,
        "reason": verdict.reason,
        "matched": verdict.matched,
        "category": verdict.category,
    }
    if as_json:
        print_json(facts | {"version": asked.header.version})
    else:
        print_table(f"List {asked.header.version}", ("", ""), facts.items())


def _edition(version: int, days: int, issuer: str) -> Edition:
    now_s = int(time.time())
    return Edition(version, now_s, now_s + days * _DAY_S, issuer)


def _fingerprints(rows: Path, held: Keys, as_json: bool) -> Fingerprints:
    prints = Fingerprints(held.list_key)
    with progress_bar("rows", as_json) as say, _listed(rows) as (count, listed):
        prints.add(listed, lambda done: say("rows", done, count))
    return prints


@contextmanager
def _listed(rows: Path) -> Iterator[tuple[int, Iterator[Row]]]:
    """How many weapons there are about, and each of them."""
    if rows.is_dir():
        from viewmark.register.server.listing import listed_rows  # only here is the register's server needed
        from viewmark.register.server.opening import open_existing

        with closing(open_existing(rows)) as store, store.database.reading() as session:
            yield store.counts()["open_reports"], listed_rows(session)
    else:
        yield sources.count(rows), sources.read(rows)


def _tell(report: BuildReport, content: bytes, as_json: bool) -> None:
    facts: dict[str, Any] = {
        "listed": report.listed,
        "entries": report.entries,
        "said twice": report.doubled,
        "without maker": report.makerless,
        "left out": len(report.left_out),
        "bytes": len(content),
    }
    left_out = [(one.row + 2, one.reason) for one in report.left_out]
    if as_json:
        print_json(facts | {"left_out": [{"line": line, "reason": reason} for line, reason in left_out]})
        return
    print_table("Built", ("", ""), facts.items())
    print_reasons("Left out", report.reasons(), left_out)


def _facts(header: ListHeader) -> dict[str, Any]:
    return {
        "version": header.version,
        "kind": f"changes from {header.before} on list {header.base}" if header.is_delta else "whole list",
        "issuer": header.issuer,
        "issued": utc(header.issued_s),
        "expires": utc(header.expires_s),
        "entries": header.entries,
        "bytes": header.total_bytes,
        "key": header.key_id.hex(),
        "signature bytes": header.signature_bytes,
    }
