"""Retention: what a check says is destroyed after its time; tag and tombstone stay, so that the log still verifies."""

import json
import sqlite3

from viewmark.archive.checks import CheckKey, decoded, photos_of
from viewmark.archive.entries import Entries
from viewmark.archive.photos import PhotoFolder
from viewmark.archive.schema import OF_CHECK
from viewmark.archive.transaction import Transaction
from viewmark_protocol.sealing.hmac import TAG_BYTES

_ERASED = json.dumps({"erased": True})


class Retention:
    """Erases checks of an archive, each with its answers, entries, readings and photos, and records that it did."""

    def __init__(self, database: sqlite3.Connection, photos: PhotoFolder, entries: Entries) -> None:
        self._database = database
        self._photos = photos
        self._entries = entries

    def due(self, before_s: int, most: int = 100) -> list[CheckKey]:
        """Return checks that came before a UTC second and are in the register: what is nowhere else is never due."""
        return self._database.execute(
            "SELECT device_id, log_id, sequence FROM check_record WHERE received_s < ? AND in_register = 1"
            " AND erased_s IS NULL AND length(record) > 0 ORDER BY number LIMIT ?",
            (before_s, most),
        ).fetchall()

    def erase(self, check: CheckKey, now_s: int, days: int) -> None:
        """Erase one check after so many days."""
        found = self._database.execute(f"SELECT record, sealed FROM check_record WHERE {OF_CHECK}", check).fetchone()
        record, sealed = found
        # The tag of the record before, and its own: with these the next record still proves its place.
        tombstone = sealed[:TAG_BYTES] + sealed[-TAG_BYTES:] if sealed else b""
        digests = photos_of(decoded(record))
        with Transaction(self._database):
            self._database.execute(
                f"UPDATE check_record SET record = x'', sealed = ?, serial = NULL, erased_s = ? WHERE {OF_CHECK}",
                (tombstone, now_s, *check),
            )
            self._database.execute(f"UPDATE answer SET candidates = '[]', text = '' WHERE {OF_CHECK}", check)
            self._database.execute(f"UPDATE entry SET content = ? WHERE {OF_CHECK}", (_ERASED, *check))
            self._database.execute(f"DELETE FROM second_reading WHERE {OF_CHECK}", check)
            self._entries.add(check, "erasure", now_s, "retention", {"after_days": days})
            unnamed = [digest for digest in digests if not self._is_named(digest)]
            for digest in unnamed:
                self._database.execute("UPDATE photo SET state = 'lost' WHERE digest = ?", (digest,))
        for digest in unnamed:
            self._photos.path(digest).unlink(missing_ok=True)

    def forget_pages(self) -> None:
        """Have nothing of what was erased left in the database's own files."""
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _is_named(self, digest: bytes) -> bool:
        """Return whether another check here names a photo."""
        row = self._database.execute("SELECT 1 FROM check_record WHERE instr(record, ?) > 0 LIMIT 1", (digest,))
        return row.fetchone() is not None
