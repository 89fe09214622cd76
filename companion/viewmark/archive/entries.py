"""What operators add to a check: corrections, decisions, links, trace requests. Only ever added."""

import json
import sqlite3
from typing import Any, NamedTuple

from viewmark.archive.checks import FiledCheck

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

    def add(self, filed: FiledCheck, kind: str, at_s: int, who: str, content: dict[str, Any]) -> int:
        """Add an entry durably; return its number."""
        if kind not in KINDS or not who:
            raise ValueError(f"{kind} by {who or 'nobody'} is no entry")
        values = (filed.device_id, filed.log_id, filed.sequence, kind, at_s, who, json.dumps(content, sort_keys=True))
        added = self._database.execute(
            "INSERT INTO entry (device_id, log_id, sequence, kind, at_s, who, content) VALUES (?, ?, ?, ?, ?, ?, ?)",
            values,
        )
        return added.lastrowid or 0

    def of(self, filed: FiledCheck, kind: str | None = None) -> list[Entry]:
        """Return a check's entries, those of one kind alone where it is given."""
        rows = self._database.execute(
            "SELECT number, kind, at_s, who, content FROM entry"
            " WHERE device_id = ? AND log_id = ? AND sequence = ? AND (? IS NULL OR kind = ?) ORDER BY number",
            (filed.device_id, filed.log_id, filed.sequence, kind, kind),
        )
        return [Entry(number, kind, at_s, who, json.loads(text)) for number, kind, at_s, who, text in rows]

    def newest(self) -> int:
        """Return the number of the newest entry, 0 where there is none."""
        return self._database.execute("SELECT coalesce(max(number), 0) FROM entry").fetchone()[0]
