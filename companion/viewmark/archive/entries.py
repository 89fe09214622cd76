"""What operators add to a check: corrections, decisions, links, trace requests. Only ever added."""

import json
import sqlite3
from typing import Any, NamedTuple

from viewmark.archive.checks import CheckKey
from viewmark.archive.schema import OF_CHECK

KINDS = ("correction", "decision", "confirmation", "link", "assessment", "trace", "erasure")


class Entry(NamedTuple):
    """One entry: its number, of which kind, when (UTC second), by whom, and what it says."""

    number: int
    kind: str
    at_s: int
    who: str
    content: dict[str, Any]


class Entries:
    """The entries to the archive's checks, oldest first."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def add(self, check: CheckKey, kind: str, at_s: int, who: str, content: dict[str, Any]) -> int:
        """Add an entry durably; return its number."""
        if kind not in KINDS or not who:
            raise ValueError(f"{kind} by {who or 'nobody'} is no entry")
        values = (*check, kind, at_s, who, json.dumps(content, sort_keys=True))
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
        return [Entry(number, kind, at_s, who, json.loads(text)) for number, kind, at_s, who, text in rows]
