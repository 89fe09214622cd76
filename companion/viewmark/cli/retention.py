"""`viewmark retention`: for how long this laptop keeps what checks say."""

import asyncio
import time
from contextlib import closing
from typing import Annotated

import typer

from viewmark.archive.archive import Archive
from viewmark.casework.retaining import erase_due
from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder, print_json
from viewmark.deskbook.desk_book import DESK_BOOK_FILE, DeskBook
from viewmark.deskbook.settings import retention_days, set_retention_days


def retention(
    days: Annotated[int | None, typer.Option(min=0, help="Keep checks for so many days; 0 keeps them.")] = None,
    now: Annotated[bool, typer.Option("--now", help="Erase what is due at once; the app does so each hour.")] = False,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Show or set for how long this laptop keeps what checks say, with photos, answers and entries.

    What the register does not have is never erased. Of an erased check tag and tombstone stay: the log still verifies.
    Example: viewmark retention --days 365 --now
    """
    book = DeskBook(folder / DESK_BOOK_FILE)
    if days is not None:
        set_retention_days(book, days)
    kept_days, erased = retention_days(book), 0
    if now:
        with closing(Archive(folder)) as archive:
            erased = asyncio.run(erase_due(archive, kept_days, int(time.time())))
    if as_json:
        print_json({"days": kept_days, "erased": erased})
        return
    print(f"Checks are kept for {kept_days} days." if kept_days else "Checks are kept: no retention is set.")
    if now:
        print(f"{erased} checks were erased.")
