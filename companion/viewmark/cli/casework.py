"""`viewmark trace` and `viewmark export`: what a check's trace request says, and all checks in one file."""

import csv
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Annotated, Any

import typer

from viewmark.archive.archive import Archive
from viewmark.archive.checks import FiledCheck, confirmed, confirmed_serial, summarised
from viewmark.casework.casework import Casework
from viewmark.casework.trace_request import LABELS
from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder, print_json, print_table, progress_bar, utc
from viewmark.csvtable import harmless
from viewmark.deskbook.desk_book import DESK_BOOK_FILE, DeskBook
from viewmark.deskbook.settings import place
from viewmark.errors import ArchiveError
from viewmark.register.outbox import Outbox

_PAGE = 500
_COLUMNS = (
    *("check", "handheld", "opened", "verdict", "reason", "serial", "corrected_serial", "maker", "post", "threat"),
    *("register", "in_register"),
)


def trace(
    check_id: Annotated[str, typer.Argument(help="The id, as `viewmark checks` prints it.")],
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Show what a check's trace request says, what is still missing, and which referral rules fired.

    It is filled in and sent on the check's page, by who is signed in.
    Example: viewmark trace 0123456789abcdef-12
    """
    with ExitStack() as stack:
        archive, casework = _opened(stack, folder)
        filed = archive.find(check_id)
        if filed is None:
            raise ArchiveError(f"There is no check {check_id} here. `viewmark checks` lists them.")
        made = casework.trace(filed)
        fired = casework.referrals(filed, place(DeskBook(folder / DESK_BOOK_FILE)))
        sent = casework.sent_traces(filed)
    if as_json:
        referrals = [one._asdict() for one in fired]
        print_json({"content": made.content, "missing": made.missing, "referrals": referrals, "sent": sent})
        return
    rows = [(label, made.content[name], "missing" if label in made.missing else "") for name, label in LABELS.items()]
    print_table(f"Trace request of check {check_id}", ("field", "says", ""), rows)
    for one in fired:
        print(f"Refer for ballistics: {one.why}")
    for one in sent:
        print(f"Sent as {one}.")


def export(
    out: Annotated[Path, typer.Option(help="The CSV file to write.")],
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Write all checks of this laptop into a CSV file, a line each, the newest first.

    Example: viewmark export --out checks.csv
    """
    with ExitStack() as stack:
        archive, casework = _opened(stack, folder)
        total, written = archive.count(), 0
        try:
            file = stack.enter_context(out.open("w", encoding="utf-8", errors="replace", newline=""))
            say = stack.enter_context(progress_bar("exporting", as_json))
            lines = csv.writer(file)
            lines.writerow(_COLUMNS)
            for row in _rows(archive, casework):
                lines.writerow([harmless(one) for one in row])
                written += 1
                say("exporting", written, total)
        except OSError as error:
            raise ArchiveError(f"{out} can't be written: {error.strerror}. Give another place.") from error
    if as_json:
        print_json({"file": str(out), "checks": written})
    else:
        print(f"{written} checks were written to {out}.")


def _opened(stack: ExitStack, folder: Path) -> tuple[Archive, Casework]:
    archive = stack.enter_context(closing(Archive(folder)))
    outbox = stack.enter_context(closing(Outbox(folder / "outbox.sqlite")))
    return archive, Casework(archive, outbox, lambda filed, entry: None, lambda: None)


def _rows(archive: Archive, casework: Casework) -> Iterator[list[Any]]:
    before: int | None = None
    while page := archive.checks(_PAGE, before):
        for filed in page:
            yield _row(archive, casework, filed)
        before = page[-1].number


def _row(archive: Archive, casework: Casework, filed: FiledCheck) -> list[Any]:
    summary = summarised(filed.check)
    answer = archive.answer(*filed.key)
    firearms = casework.firearms(filed)
    now = confirmed_serial(firearms[0]) if firearms else None
    return [
        *(filed.id, filed.device_id, utc(summary.opened_s), summary.verdict, summary.reason, summary.serial),
        now if now != summary.serial else None,
        confirmed(firearms[0].marks, "maker") if firearms else None,
        *(summary.post, summary.threat, answer.word if answer else None, int(filed.in_register)),
    ]
