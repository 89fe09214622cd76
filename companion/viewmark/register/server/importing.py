"""Taking in weapons from a CSV file: every row is taken, or reported with its line and the reason.

Columns: register_id and serial; maker, model, calibre, country, year; reported (a category) and authority. What a cell
leaves empty is unknown; `-` says that the weapon has none.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from viewmark_protocol.lists.entries import CATEGORIES
from viewmark_protocol.plausibility import is_placeholder

from ...csvtable import csv_table
from ...lists.builder import why_not_listable
from ..errors import SetupError
from ..wire import SERIAL_LIMIT_CHARACTERS, TEXT_LIMIT_CHARACTERS
from .indexing import add_firearms
from .records import FIELDS, FIRST_YEAR, LAST_YEAR, REGISTER_ID_CHARACTERS, FirearmRecord
from .store import RegisterStore
from .tables.firearms import Firearm, Report

NONE = "-"
_NEEDED = ("register_id", "serial")
COLUMNS = (*_NEEDED, *FIELDS, "reported", "authority")
_ROWS_AT_ONCE = 5000


@dataclass(frozen=True)
class Refused:
    """One row that was not taken: its line in the file, and why."""

    line: int
    reason: str


@dataclass
class ImportReport:
    """What an import did: weapons and reports taken, rows that were here already, and every row that was refused.

    `unknown` are the columns that the import has no place for.
    """

    taken: int = 0
    reported: int = 0
    known: int = 0
    refused: list[Refused] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def reasons(self) -> dict[str, int]:
        """Return how many rows were refused for each reason."""
        return dict(Counter(one.reason for one in self.refused).most_common())


@dataclass(frozen=True)
class _Row:
    line: int
    record: FirearmRecord
    kind: str | None
    authority: str


def import_csv(store: RegisterStore, path: Path, progress: Callable[[int], None] = lambda rows: None) -> ImportReport:
    """Take in a file, some thousand rows in one transaction; an import that was cut goes on when it is run again.

    SetupError where the file cannot be read, or lacks a column. `progress` gets the rows that were looked at.
    """
    report = ImportReport()
    waiting: list[_Row] = []
    looked_at = 0
    for row in _rows(path, report):
        looked_at += 1
        if isinstance(row, _Row):
            waiting.append(row)
        if len(waiting) >= _ROWS_AT_ONCE:
            _take(store, waiting, report)
            waiting = []
        if looked_at % _ROWS_AT_ONCE == 0:
            progress(looked_at)
    _take(store, waiting, report)
    progress(looked_at)
    report.refused.sort(key=lambda one: one.line)
    return report


def _take(store: RegisterStore, rows: list[_Row], report: ImportReport) -> None:
    fresh: dict[str, _Row] = {}
    refused: list[Refused] = []
    later: dict[str, _Row] = {}  # here already, and reported by this file
    known = 0
    with store.database.writing() as session:
        asked = [row.record.register_id for row in rows]
        found = session.execute(select(Firearm.register_id, Firearm.serial).where(Firearm.register_id.in_(asked)))
        here = {row.register_id: row.serial for row in found}
        for row in rows:
            register_id = row.record.register_id
            before = fresh[register_id].record.serial if register_id in fresh else here.get(register_id)
            if before is None:
                fresh[register_id] = row
            elif before == row.record.serial:
                known += 1
                if row.kind and register_id not in fresh:
                    later[register_id] = row
            else:
                refused.append(Refused(row.line, "register id is another weapon's"))
        ids = add_firearms(session, [row.record for row in fresh.values()])
        now_s = store.now_s()
        reported = [*zip(ids, fresh.values(), strict=True), *_never_reported(session, later)]
        reports = [
            {"firearm_id": firearm_id, "kind": row.kind, "reported_s": now_s, "authority": row.authority}
            for firearm_id, row in reported
            if row.kind
        ]
        if reports:
            session.execute(insert(Report), reports)
    report.taken += len(fresh)
    report.known += known
    report.reported += len(reports)
    report.refused += refused


def _never_reported(session: Session, rows: dict[str, _Row]) -> list[tuple[int, _Row]]:
    """Return the weapons that were never reported so, by their ids: a report that was closed stays closed."""
    firearms = select(Firearm.id, Firearm.register_id).where(Firearm.register_id.in_(rows))
    found = [(one.id, rows[one.register_id]) for one in session.execute(firearms)] if rows else []
    kinds = select(Report.firearm_id, Report.kind).where(Report.firearm_id.in_([one for one, _ in found]))
    before = {(one.firearm_id, one.kind) for one in session.execute(kinds)} if found else set()
    return [(firearm_id, row) for firearm_id, row in found if (firearm_id, row.kind) not in before]


def _rows(path: Path, report: ImportReport) -> Iterator[_Row | None]:
    """Yield every row of a file, None for one that is refused."""
    with csv_table(path, _NEEDED, SetupError, "Correct it and run it again: it goes on.") as (names, rows):
        report.unknown = [name for name in names if name not in COLUMNS]
        for line, cells in rows:
            if cells:
                row = _row(line, dict(zip(names, [cell.strip() for cell in cells], strict=False)))
                if isinstance(row, Refused):
                    report.refused.append(row)
                    yield None
                else:
                    yield row


def _row(line: int, given: dict[str, str]) -> _Row | Refused:
    register_id, serial, year, kind = (given.get(name, "") for name in ("register_id", "serial", "year", "reported"))
    reason = (
        _trouble(given)
        or ("no register id" if not register_id or len(register_id) > REGISTER_ID_CHARACTERS else "")
        or ("no serial" if not serial or is_placeholder(serial) else "")
        or ("year is no year" if year not in ("", NONE) and not _is_year(year) else "")
        or ("unknown category" if kind and kind not in CATEGORIES else "")
        or ((why_not_listable(serial, kind) or "") if kind else "")
    )
    if reason:
        return Refused(line, reason)
    known = {name: given[name] for name in FIELDS if given.get(name) not in (None, "", NONE)}
    record = FirearmRecord(
        register_id,
        serial,
        known.get("maker"),
        known.get("model"),
        known.get("calibre"),
        known.get("country"),
        int(known["year"]) if "year" in known else None,
        tuple(name for name in FIELDS if given.get(name) == NONE),
    )
    return _Row(line, record, kind or None, given.get("authority") or "imported")


def _trouble(given: dict[str, str]) -> str:
    """Return what no database should hold."""
    for name, text in given.items():
        limit = SERIAL_LIMIT_CHARACTERS if name == "serial" else TEXT_LIMIT_CHARACTERS
        if len(text) > limit:
            return f"{name} is longer than {limit} characters" if name in (*_NEEDED, *FIELDS) else "a cell is too long"
        if any(ord(one) < 0x20 for one in text):
            return "control characters"
    return ""


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR
