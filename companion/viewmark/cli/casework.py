"""`viewmark trace`: what a check's trace request says, what is missing, and which referral rules fired."""

from contextlib import ExitStack, closing
from pathlib import Path
from typing import Annotated

import typer

from viewmark.archive.archive import Archive
from viewmark.casework.casework import Casework
from viewmark.casework.trace_request import LABELS
from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder, print_json, print_table
from viewmark.deskbook.desk_book import DESK_BOOK_FILE, DeskBook
from viewmark.deskbook.settings import place
from viewmark.errors import ArchiveError
from viewmark.register.outbox import Outbox


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
        archive, casework = opened(stack, folder)
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
    print(f"Addressed to: {made.content['addressee'] or '-'}. {made.content['addressee_why']}")
    for one in fired:
        print(f"Refer for ballistics: {one.why}")
    for one in sent:
        print(f"Sent as {one}.")


def opened(stack: ExitStack, folder: Path) -> tuple[Archive, Casework]:
    """Return the archive and the casework of a laptop's folder; the stack closes them."""
    archive = stack.enter_context(closing(Archive(folder)))
    outbox = stack.enter_context(closing(Outbox(folder / "outbox.sqlite")))
    return archive, Casework(archive, outbox, lambda filed, entry: None, lambda: None)
