"""`viewmark report`: the focal point's figures of several posts, as tables and as one page to print."""

import time
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Annotated

import typer

from viewmark.cli.casework import opened
from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder, print_json, progress_bar, utc
from viewmark.cli.places import PLACE
from viewmark.exchange.errors import ExchangeError
from viewmark.focal_report.coding import Coding
from viewmark.focal_report.folder import FILES, PAGE_FILE, write
from viewmark.focal_report.report import Report
from viewmark.focal_report.sources import EXPECTED, Items, of_demo, of_folder, of_laptop
from viewmark.reference.tables import Tables

_DEMO_CHECKS = 500


def report(
    out: Annotated[Path, typer.Option(help="The folder to write the report to.", **PLACE)],
    documents: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="Documents of several posts, as `viewmark export niem` writes them.",
            exists=True,
        ),
    ] = None,
    demo: Annotated[bool, typer.Option(help="Report on 500 generated checks, to see what it says.")] = False,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Write counts of SDG 16.4.2, and how complete and comparable each post's records are, as CSV and a page to print.

    Without --from and --demo the checks of this laptop are counted, as they stand after corrections.
    Example: viewmark report --from posts --out report
    """
    if demo and documents:
        raise typer.BadParameter("Give --from or --demo, not both.")
    tables = Tables(folder)
    with ExitStack() as stack:
        items: Items
        if documents is not None:
            source, items = f"the documents in {documents.name or documents.resolve().name}", of_folder(documents)
        elif demo:
            source, items = "generated checks", of_demo(_DEMO_CHECKS)
        else:
            source, items = "the checks of this laptop", of_laptop(*opened(stack, folder))
        made = stack.enter_context(closing(Report(Coding(tables))))
        say = stack.enter_context(progress_bar("checks", as_json))
        made.add(items, lambda done: say("checks", done, done))
        if documents is not None and not made.posts.total().checks:
            _, why = next(iter(made.left_out()))
            raise ExchangeError(f"No .xml file in {documents} holds a check. The first: {why} {EXPECTED}")
        write(made, out, source, _coded_by(tables), int(time.time()))
        total, left_out = made.posts.total(), made.left_out_count
        posts = len(made.posts.rows())
        traced, arms = made.counts.indicator()
    if as_json:
        files = [str(out / name) for name in FILES]
        counted = {"checks": total.checks, "records": total.records, "posts": posts, "not_counted": left_out}
        indicator = {"traced_or_established": traced, "arms": arms}
        print_json(counted | {"indicator": indicator, "given": total.given, "coded": total.coded, "files": files})
        return
    print(f"{total.checks} checks with {total.records} firearms of {posts} posts are counted in {out / PAGE_FILE}.")
    print(f"SDG 16.4.2: {traced} of {arms} seized, found and surrendered arms were traced or established otherwise.")
    if left_out:
        print(f"{left_out} were not counted: not-counted.csv there says why.")


def _coded_by(tables: Tables) -> str:
    """Return by which tables a text counts as coded."""
    imported = ", ".join(f"{one.file} of {utc(one.imported_s)}" for one in tables.sources if one.table == "code")
    starter = "a maker, calibre or country of the starter tables"
    return f"{starter}, or of {imported}" if imported else f"{starter}; no others were imported"
