"""The operations, as the pages ask for them: plans, the checks of each, its report; and who joins checks to one.

A report goes through every check of the archive, so pages call it in a thread; one at a time, kept for a moment.
"""

import csv
import io
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from viewmark.archive.archive import Archive
from viewmark.archive.checks import FiledCheck, confirmed_serial
from viewmark.casework.casework import Casework
from viewmark.csvtable import harmless
from viewmark.deskbook.desk_book import DESK_BOOK_FILE, DeskBook
from viewmark.deskbook.operations import keep_plan, plan_of, plans
from viewmark.errors import CaseworkError
from viewmark.operations.membership import Membership
from viewmark.operations.plan import Plan, planned
from viewmark.operations.report import COLUMNS, Report, report
from viewmark.register.outbox import Outbox
from viewmark.ui.people import People

_FRESH_S = 10.0
_MOST_LINES = 2000


class CheckLine(NamedTuple):
    """One check in an operation's list: id, UTC second, post, serial, verdict; as recorded, None where it is not."""

    id: str
    opened_s: int | None
    post: str | None
    serial: str | None
    verdict: str | None


class Looked(NamedTuple):
    """An operation's report of a UTC second, the newest checks that are part of it, and those that it proposes."""

    at_s: int
    report: Report
    parts: list[CheckLine]
    proposed: list[CheckLine]


class OperationDesk:
    """The operations of the laptop in `folder`; CaseworkError says what stands in the way."""

    def __init__(self, folder: Path, people: People) -> None:
        self._folder = folder
        self._book = DeskBook(folder / DESK_BOOK_FILE)
        self._people = people
        self._looking = Lock()
        self._looked: dict[Plan, tuple[float, Looked]] = {}

    def plans(self) -> list[Plan]:
        """Return every plan, the one that begins last first."""
        return plans(self._book)[::-1]

    def plan(self, operation: str) -> Plan:
        """Return one plan."""
        return plan_of(self._book, operation)

    def counts(self) -> dict[str, int]:
        """Return how many checks are part of each operation. In a thread."""
        with closing(Archive(self._folder)) as archive:
            return Membership(archive).counts()

    def look(self, plan: Plan) -> Looked:
        """Return an operation's report and checks, not older than a moment. In a thread."""
        with self._looking:
            read_s, looked = self._looked.get(plan, (0.0, None))
            if looked is None or time.monotonic() - read_s > _FRESH_S:
                looked = self._look(plan)
                self._looked = {plan: (time.monotonic(), looked)}
            return looked

    def table(self, operation: str) -> bytes:
        """Return an operation's indicators as CSV. In a thread."""
        written = io.StringIO()
        rows = csv.writer(written)
        rows.writerow(COLUMNS)
        rows.writerows([harmless(one) for one in row] for row in self.look(self.plan(operation)).report.rows())
        return written.getvalue().encode("utf-8", "replace")

    def keep(self, token: str, operation: str, name: str, days: tuple[str, str], posts: str, actions: str) -> Plan:
        """Keep the plan of an operation as a person wrote it: posts and actions with semicolons between."""
        self._who(token)
        split = (posts.split(";"), days[0].strip(), (days[1] or days[0]).strip(), actions.split(";"))
        made = planned(operation.strip(), name, *split)
        keep_plan(self._book, made)
        return made

    def join(self, token: str, plan: Plan, check_id: str = "") -> int:
        """Make one check part of an operation, or all that it proposes; return how many. In a thread."""
        who, now_s = self._who(token), int(time.time())
        with closing(Archive(self._folder)) as archive:
            membership = Membership(archive)
            wanted = [_found(archive, check_id)] if check_id else membership.proposed(plan)
            with archive.together():
                count = sum(membership.join(plan.operation, one, who, now_s) for one in wanted)
        self._looked = {}
        return count

    def leave(self, token: str, plan: Plan, check_id: str, reason: str) -> None:
        """Take a check out of an operation, with the reason. In a thread."""
        who = self._who(token)
        with closing(Archive(self._folder)) as archive:
            filed = _found(archive, check_id.strip())
            Membership(archive).leave(plan.operation, filed, who, int(time.time()), reason)
        self._looked = {}

    def _look(self, plan: Plan) -> Looked:
        lines: dict[bool, list[CheckLine]] = {True: [], False: []}

        def on_check(filed: FiledCheck, is_part: bool) -> None:
            if len(lines[is_part]) < _MOST_LINES:
                lines[is_part].append(_line(filed))

        with self._opened() as (archive, casework):
            made = report(archive, casework, plan, on_check)
        return Looked(int(time.time()), made, lines[True], lines[False])

    @contextmanager
    def _opened(self) -> Iterator[tuple[Archive, Casework]]:
        with ExitStack() as stack:
            archive = stack.enter_context(closing(Archive(self._folder)))
            outbox = stack.enter_context(closing(Outbox(self._folder / "outbox.sqlite")))
            yield archive, Casework(archive, outbox, lambda filed, entry: None, lambda: None)

    def _who(self, token: str) -> str:
        return self._people.name_of(token, "every entry has its author")


def _found(archive: Archive, check_id: str) -> FiledCheck:
    filed = archive.find(check_id)
    if filed is None:
        raise CaseworkError(f"There is no check {check_id[:60]} here. Look at the lane.")
    return filed


def _line(filed: FiledCheck) -> CheckLine:
    check = filed.check
    if check is None:
        return CheckLine(filed.id, None, None, None, None)
    first = check.firearms[0] if check.firearms else None
    serial, verdict = (confirmed_serial(first), first.verdict.word) if first else (None, None)
    return CheckLine(filed.id, check.opened.utc_s, check.post, serial, verdict)
