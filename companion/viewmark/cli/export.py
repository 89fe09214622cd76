"""`viewmark export`: the checks of this laptop in the forms that authorities use."""

import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from viewmark.archive.archive import Archive
from viewmark.archive.checks import FiledCheck, confirmed, confirmed_serial, summarised
from viewmark.casework.casework import Casework, trace_id
from viewmark.casework.trace_request import TraceDraft, draft
from viewmark.casework.trace_states import TraceState
from viewmark.cli.casework import opened
from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder, print_json, progress_bar, utc
from viewmark.cli.places import PLACE
from viewmark.exchange.errors import ExchangeError
from viewmark.exchange.files import put, put_table
from viewmark.links.relation import Relation, relations_of
from viewmark.links.visibility import ROLES
from viewmark_protocol.checks import Check

_PAGE = 500
_COLUMNS = (
    *("check", "handheld", "opened", "verdict", "reason", "serial", "corrected_serial", "maker", "post", "threat"),
    *("register", "in_register"),
)


class Format(StrEnum):
    """What can be written."""

    csv = "csv"
    niem = "niem"
    sdg = "sdg"
    eu_register = "eu-register"
    trace = "trace"
    links = "links"


def export(
    out: Annotated[
        Path, typer.Option(help="The file to write; for `niem` and `trace` a folder of documents.", **PLACE)
    ],
    form: Annotated[
        Format,
        typer.Argument(
            metavar="FORMAT",
            help="csv: a line each; niem: NIEM 6.0; sdg: counts of SDG 16.4.2; eu-register: 2021/555 Art. 4(5);"
            " trace: ATF 3312.1 as PDF and JSON, and what the others lack; links: what a role may see, as JSON.",
        ),
    ] = Format.csv,
    role: Annotated[str, typer.Option(help=f"Who it is for, for `links`: {', '.join(ROLES)}.")] = "",
    demo: Annotated[bool, typer.Option(help="Write 500 generated checks, to see what leaves.")] = False,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Write all checks of this laptop, the newest first. Keys of photos never leave.

    Example: viewmark export --out checks.csv
    """
    with ExitStack() as stack:
        source = _Demo() if demo else _Laptop(stack, folder)
        source.role = role
        say = stack.enter_context(progress_bar("exporting", as_json))
        try:
            wrote = _WRITERS[form](source, out, lambda done: say("exporting", done, source.total))
        except OSError as error:
            raise ExchangeError(f"{out} can't be written: {error.strerror}. Give another place.") from error
    if as_json:
        print_json({"file": str(out), "format": form.value, "checks": wrote.checks, **(wrote.more or {})})
    else:
        print(f"{wrote.checks} checks were written to {out}." if not wrote.said else wrote.said)


class _Wrote(NamedTuple):
    """How many checks were written, what else `--json` tells of it, and what a person is told instead."""

    checks: int
    more: dict[str, Any] | None = None
    said: str = ""


class _Demo:
    """Generated checks, of which nothing was decided."""

    def __init__(self) -> None:
        from viewmark.exchange.demo import CHECKS

        self.total = CHECKS
        self.role = ""

    def checks(self) -> Iterator[tuple[str, Check]]:
        """Yield id and check."""
        from viewmark.exchange.demo import demo_checks

        return demo_checks(self.total)

    def levels(self) -> Iterator[tuple[Check, list[str | None]]]:
        """Yield each check with the levels of tracing of its firearms, here of the first alone."""
        from viewmark.exchange.demo import demo_level

        return ((check, [demo_level(number, check)]) for number, (_, check) in enumerate(self.checks(), 1))

    def rows(self) -> Iterator[list[Any]]:
        """Yield a line of CSV each."""
        for check_id, check in self.checks():
            summary = summarised(check)
            said = (utc(summary.opened_s), summary.verdict, summary.reason, summary.serial, None)
            yield [check_id, "demo", *said, confirmed(check.firearms[0].marks, "maker"), summary.post, None, None, 0]

    def requests(self) -> Iterator[tuple[str, TraceDraft, list[TraceState]]]:
        """Yield the trace request of each firearm, with what a person would add to three of four checks."""
        from viewmark.exchange.demo import LOG_ID, demo_given

        for number, (_, check) in enumerate(self.checks(), 1):
            filed = FiledCheck(number, "demo", bytes.fromhex(LOG_ID), number, b"", 0, True, check)
            for place, firearm in enumerate(check.firearms, 1):
                yield trace_id(filed, place), draft(filed, firearm, check.links, demo_given(number)), []

    def relations(self) -> Iterator[list[Relation]]:
        """Yield the relations of each check."""
        for check_id, check in self.checks():
            yield relations_of(check_id, check.links, [])


class _Laptop:
    """The checks of a laptop, as they stand after corrections."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self._archive, self._casework = opened(stack, folder)
        self.total = self._archive.count()
        self.role = ""

    def checks(self) -> Iterator[tuple[str, Check]]:
        """Yield id and check as it stands; what cannot be read is left out."""
        for filed in self._filed():
            if (check := self._casework.standing(filed)) is not None:
                yield filed.id, check

    def levels(self) -> Iterator[tuple[Check, list[str | None]]]:
        """Yield each check as it stands, with the level of tracing of each of its firearms."""
        for filed in self._filed():
            if (check := self._casework.standing(filed)) is not None:
                yield check, self._casework.levels_reached(filed)

    def requests(self) -> Iterator[tuple[str, TraceDraft, list[TraceState]]]:
        """Yield the newest trace request of each firearm."""
        for filed in self._filed():
            for place in range(len(filed.check.firearms) if filed.check else 0):
                yield self._casework.newest_trace(filed, place)

    def relations(self) -> Iterator[list[Relation]]:
        """Yield the relations of each check."""
        for filed in self._filed():
            yield self._casework.relations(filed)

    def rows(self) -> Iterator[list[Any]]:
        """Yield a line of CSV each."""
        for filed in self._filed():
            yield _row(self._archive, self._casework, filed)

    def _filed(self) -> Iterator[FiledCheck]:
        before: int | None = None
        while page := self._archive.checks(_PAGE, before):
            yield from page
            before = page[-1].number


_Source = _Demo | _Laptop


def _write_csv(source: _Source, out: Path, say: Any) -> _Wrote:
    return _Wrote(_table(out, _COLUMNS, source.rows(), say))


def _write_niem(source: _Source, out: Path, say: Any) -> _Wrote:
    from viewmark.exchange.niem import document

    out.mkdir(parents=True, exist_ok=True)
    written = 0
    for check_id, check in source.checks():
        put(out / f"{check_id}.xml", document(check_id, check))
        written += 1
        say(written)
    return _Wrote(written)


def _write_sdg(source: _Source, out: Path, say: Any) -> _Wrote:
    from viewmark.exchange.sdg import COLUMNS, Counts

    counts = Counts()
    for check, levels in source.levels():
        counts.add(check, levels)
        say(counts.checks)
    _table(out, COLUMNS, counts.rows(), lambda done: None)
    return _Wrote(counts.checks)


def _write_eu_register(source: _Source, out: Path, say: Any) -> _Wrote:
    from viewmark.exchange.eu_register import EuRecord, records_of, written

    records: list[EuRecord] = []
    done = 0
    for check_id, check in source.checks():
        records += records_of(check_id, check)
        done += 1
        say(done)
    put(out, written(records))
    return _Wrote(done)


def _write_trace(source: _Source, out: Path, say: Any) -> _Wrote:
    from viewmark.exchange.trace_folder import LACKING_FILE, write_traces

    done = write_traces(source.requests(), out, int(time.time()), say)
    lacking = [{"request": request_id, **one._asdict()} for request_id, one in done.lacking]
    said = f"{done.requests} of {done.firearms} firearms, in {done.checks} checks, give a whole trace request."
    said += f" They were written to {out}."
    if lacking:
        said += f" What the others lack, and how to get it, is in {LACKING_FILE} there."
    return _Wrote(done.checks, {"firearms": done.firearms, "requests": done.requests, "lacking": lacking}, said)


def _write_links(source: _Source, out: Path, say: Any) -> _Wrote:
    from viewmark.exchange.links import links_document, written

    relations: list[Relation] = []
    done = 0
    for found in source.relations():
        relations += found
        done += 1
        say(done)
    document = links_document(source.role, relations)
    put(out, written(document))
    entities, told = len(document.entities), len(document.relations)
    withheld = f" Not shown to a {source.role}: {', '.join(document.withheld)}." if document.withheld else ""
    said = f"{told} relations of {done} checks with {entities} entities were written to {out}.{withheld}"
    return _Wrote(done, {"entities": entities, "relations": told, "withheld": document.withheld}, said)


def _table(out: Path, columns: Iterable[str], rows: Iterable[Iterable[Any]], say: Any) -> int:
    written = 0

    def told() -> Iterator[Iterable[Any]]:
        nonlocal written
        for row in rows:
            yield row
            written += 1
            say(written)

    put_table(out, columns, told())
    return written


_WRITERS = {
    Format.csv: _write_csv,
    Format.niem: _write_niem,
    Format.sdg: _write_sdg,
    Format.eu_register: _write_eu_register,
    Format.trace: _write_trace,
    Format.links: _write_links,
}


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
