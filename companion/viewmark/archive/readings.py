"""Second readings of the archive's photos: what this laptop read there, once for each photo."""

import json
import sqlite3
from typing import Any, NamedTuple

from viewmark.archive.boxes import Boxes
from viewmark.archive.checks import CheckKey
from viewmark.archive.schema import OF_CHECK


class Reading(NamedTuple):
    """One photo's second reading: when (UTC second), what was read, what disagreed with the serial then, or None."""

    digest: bytes
    at_s: int
    content: dict[str, Any]
    disagrees: str | None


class Readings:
    """The second readings, by photo."""

    def __init__(self, database: sqlite3.Connection, boxes: Boxes) -> None:
        self._database = database
        self._boxes = boxes

    def unread(self, most: int = 20) -> list[tuple[bytes, str]]:
        """Return digest and handheld of photos that are here and were not read yet, the newest first."""
        return self._database.execute(
            "SELECT digest, device_id FROM photo p WHERE state IN ('here', 'acknowledged') AND NOT EXISTS"
            " (SELECT 1 FROM second_reading r WHERE r.digest = p.digest) ORDER BY rowid DESC LIMIT ?",
            (most,),
        ).fetchall()

    def check_with(self, digest: bytes, device_id: str) -> str | None:
        """Return the id of the check that names a photo, None where there is none any more."""
        row = self._database.execute(
            "SELECT lower(hex(c.log_id)) || '-' || c.sequence FROM photo_of_check p JOIN check_record c ON"
            " c.device_id = p.device_id AND c.log_id = p.log_id AND c.sequence = p.sequence"
            " WHERE p.digest = ? AND p.device_id = ? ORDER BY c.number DESC LIMIT 1",
            (digest, device_id),
        ).fetchone()
        return row[0] if row else None

    def add(self, digest: bytes, check: CheckKey, at_s: int, content: dict[str, Any], disagrees: str | None) -> None:
        """Keep what was read on a photo; ArchiveError where the check was erased meanwhile."""
        values = (digest, *check, at_s, self._boxes.close(check, json.dumps(content)), disagrees)
        self._database.execute("INSERT OR REPLACE INTO second_reading VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    def of(self, check: CheckKey) -> list[Reading]:
        """Return the second readings of a check's photos."""
        rows = self._database.execute(
            "SELECT digest, at_s, opened_text(device_id, log_id, sequence, content), disagrees FROM second_reading"
            f" WHERE {OF_CHECK} ORDER BY rowid",
            check,
        )
        return [Reading(digest, at_s, json.loads(content), disagrees) for digest, at_s, content, disagrees in rows]
