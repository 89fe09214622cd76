"""`viewmark trace` and `viewmark trace-state`: a check's trace request, as a document too, and how far it came."""

import time
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Annotated, Any

import typer

from viewmark.archive.archive import Archive
from viewmark.archive.checks import FiledCheck
from viewmark.casework.casework import Casework
from viewmark.casework.trace_request import LABELS
from viewmark.casework.trace_states import LEVELS, STATES
from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder, print_json, print_table, utc
from viewmark.cli.places import PLACE
from viewmark.cli.signing_in import Operator, signed_in
from viewmark.deskbook.desk_book import DESK_BOOK_FILE, DeskBook
from viewmark.deskbook.settings import place
from viewmark.errors import ArchiveError
from viewmark.register.outbox import Outbox

CheckId = Annotated[str, typer.Argument(help="The id, as `viewmark checks` prints it.")]


def trace(
    check_id: CheckId,
    pdf: Annotated[
        Path | None, typer.Option(help="Write it as a PDF; refused while it lacks something.", **PLACE)
    ] = None,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Show what a check's trace request says, what is still missing and how to get it, and which referral rules fired.

    It is filled in and sent on the check's page, by who is signed in. `--json` gives the document, once whole.
    Example: viewmark trace 0123456789abcdef-12 --pdf request.pdf
    """
    from viewmark.exchange.trace_document import document_of

    with ExitStack() as stack:
        archive, casework = opened(stack, folder)
        filed = found(archive, check_id)
        request_id, made, states = casework.newest_trace(filed)
        where = place(DeskBook(folder / DESK_BOOK_FILE))
        fired = casework.referrals(filed, where)
        sent = casework.sent_traces(filed)
    document = document_of(request_id, made, states, int(time.time())) if pdf is not None or not made.lacking else None
    if pdf is not None and document is not None:
        from viewmark.exchange.files import put
        from viewmark.exchange.trace_pdf import pdf as printed

        put(pdf, printed(document))
    if as_json:
        told: dict[str, Any] = {"content": made.content, "missing": made.missing, "sent": sent}
        told["lacking"] = [one._asdict() for one in made.lacking]
        told["referrals"] = [one._asdict() for one in fired]
        told["border_known"] = where.is_border_known
        told["states"] = [one._asdict() for one in states]
        told["document"] = document.model_dump() if document is not None else None
        print_json(told)
        return
    hows = {one.label: one.how for one in made.lacking}
    rows = [(label, made.content[name], hows.get(label, "")) for name, label in LABELS.items()]
    print_table(f"Trace request {request_id}", ("field", "says", "missing: how to get it"), rows)
    print(f"Addressed to: {made.content['addressee'] or '-'}. {made.content['addressee_why']}")
    for one in fired:
        print(f"Refer for ballistics: {one.why}")
    if not where.is_border_known:
        print("Whether this post is near a border is not known: set the kilometres to it on the settings page.")
    if states:
        rows = [(utc(one.at_s), one.state, one.level, one.who, one.note) for one in states]
        print_table("States", ("since", "state", "level of tracing", "by", "note"), rows)
    for one in sent:
        print(f"Sent as {one}.")
    if pdf is not None:
        print(f"The request was written to {pdf}.")


def trace_state(
    check_id: CheckId,
    state: Annotated[str, typer.Argument(help=f"Its next state: {', '.join(STATES[1:])}.")],
    operator: Operator,
    level: Annotated[str, typer.Option(help=f"The level of tracing: {', '.join(LEVELS)}.")] = "",
    note: Annotated[str, typer.Option(help="Who answered and what, or why it is closed.")] = "",
    number: Annotated[int, typer.Option(min=0, help="Which request of the check; 0 is the newest.")] = 0,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Bring a trace request into its next state, with the level of tracing that SDG 16.4.2 counts.

    Example: viewmark trace-state 0123456789abcdef-12 answered --operator K7 --level traced --note "sold in 1998"
    """
    with ExitStack() as stack:
        archive, casework = opened(stack, folder)
        filed = found(archive, check_id)
        number = number or max(casework.trace_states(filed), default=1)
        casework.bring_trace(filed, signed_in(folder, operator), number, state, level, note)
        states = casework.trace_states(filed)[number]
    if as_json:
        print_json({"number": number, "states": [one._asdict() for one in states]})
    else:
        print(f"Request {number} of check {check_id} is {states[-1].state}: {states[-1].level}.")


def found(archive: Archive, check_id: str) -> FiledCheck:
    """Return a check of the archive; ArchiveError where there is none of that id."""
    filed = archive.find(check_id)
    if filed is None:
        raise ArchiveError(f"There is no check {check_id} here. `viewmark checks` lists them.")
    return filed


def opened(stack: ExitStack, folder: Path) -> tuple[Archive, Casework]:
    """Return the archive and the casework of a laptop's folder; the stack closes them."""
    archive = stack.enter_context(closing(Archive(folder)))
    outbox = stack.enter_context(closing(Outbox(folder / "outbox.sqlite")))
    return archive, Casework(archive, outbox, lambda filed, entry: None, lambda: None)
