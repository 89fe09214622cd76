"""What operators add to a check: corrections, decisions, links, trace requests. Only ever added."""

import json
import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from viewmark.archive.boxes import Boxes
from viewmark.archive.checks import CheckKey
from viewmark.archive.schema import OF_CHECK

ERASURE = "erasure"  # alone lies open: it says only after how many days
KINDS = (
    *(
        "correction",
        "decision",
        "confirmation",
        "link",
        "assessment",
        "trace",
        "trace-state",
        "attachment",
        "operation",
        "message",
    ),
    ERASURE,
)


class Entry(NamedTuple):
    """One entry: its number, of which kind, when (UTC second), by whom, and what it says."""

    number: int
    kind: str
    at_s: int
    who: str
    content: dict[str, Any]


class Entries:
    """The entries to the archive's checks, oldest first."""

    def __init__(self, database: sqlite3.Connection, boxes: Boxes) -> None:
        self._database = database
        self._boxes = boxes

    def add(self, check: CheckKey, kind: str, at_s: int, who: str, content: dict[str, Any]) -> int:
        """Add an entry durably; return its number. ArchiveError where the check was erased."""
        if kind not in KINDS or not who:
            raise ValueError(f"{kind} by {who or 'nobody'} is no entry")
        text = json.dumps(content, sort_keys=True)
        values = (*check, kind, at_s, who, text if kind == ERASURE else self._boxes.close(check, text))
        added = self._database.execute(
            "INSERT INTO entry (device_id, log_id, sequence, kind, at_s, who, content) VALUES (?, ?, ?, ?, ?, ?, ?)",
            values,
        )
        return added.lastrowid or 0

    def of(self, check: CheckKey, kind: str | None = None) -> list[Entry]:
        """Return a check's entries, those of one kind alone where it is given."""
        rows = self._database.execute(
            "SELECT number, kind, at_s, who, content FROM entry"
            f" WHERE {OF_CHECK} AND (? IS NULL OR kind = ?) ORDER BY number",
            (*check, kind, kind),
        )
        return [
            Entry(number, kind, at_s, who, self._content(check, kind, content))
            for number, kind, at_s, who, content in rows
        ]

    def of_kind(self, kind: str) -> Iterator[tuple[CheckKey, Entry]]:
        """Yield the entries of one kind to all checks, oldest first."""
        rows = self._database.execute(
            "SELECT device_id, log_id, sequence, number, at_s, who, content FROM entry WHERE kind = ? ORDER BY number",
            (kind,),
        )
        for device_id, log_id, sequence, number, at_s, who, content in rows:
            check = (device_id, log_id, sequence)
            yield check, Entry(number, kind, at_s, who, self._content(check, kind, content))

    def _content(self, check: CheckKey, kind: str, content: Any) -> dict[str, Any]:
        text = content if kind == ERASURE else self._boxes.open_text(check, content)
        return {"erased": True} if text is None else json.loads(text)
