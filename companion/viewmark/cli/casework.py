"""`viewmark trace` and `viewmark trace-state`: a check's trace request, as a document too, and how far it came."""

import time
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from viewmark.archive.archive import Archive
from viewmark.archive.checks import FiledCheck
from viewmark.casework.casework import Casework
from viewmark.casework.trace_request import LABELS, TraceDraft
from viewmark.casework.trace_states import LEVELS, STATES, TraceState
from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder, print_json, print_table, utc
from viewmark.cli.places import PLACE
from viewmark.cli.signing_in import Operator, signed_in
from viewmark.deskbook.desk_book import DESK_BOOK_FILE, DeskBook
from viewmark.deskbook.settings import place as place_of
from viewmark.errors import ArchiveError, CaseworkError
from viewmark.exchange.errors import ExchangeError
from viewmark.register.outbox import Outbox

if TYPE_CHECKING:
    from viewmark.exchange.trace_document import TraceDocument

CheckId = Annotated[str, typer.Argument(help="The id, as `viewmark checks` prints it.")]


class _Request(NamedTuple):
    """One firearm's newest request: which firearm, counted from 1, and what there is to show of it."""

    firearm: int
    id: str
    made: TraceDraft
    states: list[TraceState]
    sent: list[str]
    document: "TraceDocument | None"


def trace(
    check_id: CheckId,
    firearm: Annotated[
        int | None, typer.Option(min=1, help="Which firearm of the check, from 1; without it, each of them.")
    ] = None,
    pdf: Annotated[
        Path | None, typer.Option(help="Write it as a PDF; refused while it lacks something.", **PLACE)
    ] = None,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Show what the trace requests of a check's firearms say, what is missing and how to get it, and referral rules.

    One firearm a request; `--pdf` writes a file for each, numbered. It is filled in and sent on the check's page, by
    who is signed in. `--json` gives the document, once whole.
    Example: viewmark trace 0123456789abcdef-12 --pdf request.pdf
    """
    with ExitStack() as stack:
        archive, casework = opened(stack, folder)
        filed = found(archive, check_id)
        places = range(max(1, len(casework.firearms(filed)))) if firearm is None else [firearm - 1]
        requests = [_request(casework, filed, place, is_whole=pdf is not None) for place in places]
        where = place_of(DeskBook(folder / DESK_BOOK_FILE))
        fired = casework.referrals(filed, where)
    written = _write(pdf, requests) if pdf is not None else []
    if as_json:
        told = [_told(one) for one in requests]
        referrals: dict[str, Any] = {"referrals": [one._asdict() for one in fired]}
        print_json(told[0] | referrals | {"border_known": where.is_border_known, "requests": told})
        return
    for one in requests:
        _show(one)
    for one in fired:
        print(f"Refer for ballistics: {one.why}")
    if not where.is_border_known:
        print("How far the border is, and whether customs work here, is not known: say both on the settings page.")
    for file in written:
        print(f"The request was written to {file}.")


def _request(casework: Casework, filed: FiledCheck, place: int, is_whole: bool) -> _Request:
    """Return a firearm's newest request; ExchangeError where it is to be whole and lacks something."""
    from viewmark.exchange.trace_document import document_of

    request_id, made, states = casework.newest_trace(filed, place)
    try:
        document = None if made.lacking and not is_whole else document_of(request_id, made, states, int(time.time()))
    except ExchangeError as error:
        if len(casework.firearms(filed)) == 1:
            raise
        raise ExchangeError(f"Firearm {place + 1}: {error} `--firearm` chooses another one.") from error
    return _Request(place + 1, request_id, made, states, casework.sent_traces(filed, place), document)


def _write(pdf: Path, requests: list[_Request]) -> list[Path]:
    """Write a PDF of each request and return the files; several are told apart by the firearm's number."""
    from viewmark.exchange.files import put
    from viewmark.exchange.trace_pdf import pdf as printed

    files = (
        [pdf] if len(requests) == 1 else [pdf.with_name(f"{pdf.stem}-{one.firearm}{pdf.suffix}") for one in requests]
    )
    for file, one in zip(files, requests, strict=True):
        if one.document is not None:
            put(file, printed(one.document))
    return files


def _told(one: _Request) -> dict[str, Any]:
    """Return a request as JSON tells it."""
    return {
        "firearm": one.firearm,
        "request": one.id,
        "content": one.made.content,
        "missing": one.made.missing,
        "sent": one.sent,
        "lacking": [lacking._asdict() for lacking in one.made.lacking],
        "states": [state._asdict() for state in one.states],
        "document": one.document.model_dump() if one.document is not None else None,
    }


def _show(one: _Request) -> None:
    """Print a request as a table, whom it is for, and how it stands."""
    hows = {lacking.label: lacking.how for lacking in one.made.lacking}
    rows = [(label, one.made.content[name], hows.get(label, "")) for name, label in LABELS.items()]
    title = f"Trace request {one.id}, firearm {one.firearm}"
    print_table(title, ("field", "says", "missing: how to get it"), rows)
    print(f"Addressed to: {one.made.content['addressee'] or '-'}. {one.made.content['addressee_why']}")
    if one.states:
        rows = [(utc(state.at_s), state.state, state.level, state.who, state.note) for state in one.states]
        print_table("States", ("since", "state", "level of tracing", "by", "note"), rows)
    for sent in one.sent:
        print(f"Sent as {sent}.")


def trace_state(
    check_id: CheckId,
    state: Annotated[str, typer.Argument(help=f"Its next state: {', '.join(STATES[1:])}.")],
    operator: Operator,
    level: Annotated[str, typer.Option(help=f"The level of tracing: {', '.join(LEVELS)}.")] = "",
    note: Annotated[str, typer.Option(help="Who answered and what, or why it is closed.")] = "",
    number: Annotated[int, typer.Option(min=0, help="Which request of the check; 0 is its one firearm's newest.")] = 0,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Bring a trace request into its next state, with the level of tracing that SDG 16.4.2 counts.

    Example: viewmark trace-state 0123456789abcdef-12 answered --operator K7 --level traced --note "sold in 1998"
    """
    with ExitStack() as stack:
        archive, casework = opened(stack, folder)
        filed = found(archive, check_id)
        if not number and len(set(casework.firearms_asked(filed).values())) > 1:
            raise CaseworkError("Requests of several firearms are kept. Say by --number which; `trace` shows them.")
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
