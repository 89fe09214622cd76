"""Retention: a check's key is destroyed after its time; tag and tombstone stay, so that the log still verifies."""

import sqlite3

from viewmark.archive.boxes import Boxes
from viewmark.archive.checks import CheckKey
from viewmark.archive.entries import ERASURE, Entries
from viewmark.archive.photos import PhotoFolder
from viewmark.archive.schema import OF_CHECK
from viewmark.archive.transaction import Transaction
from viewmark_protocol.sealing.hmac import TAG_BYTES


class Retention:
    """Erases checks of an archive, each with its answers, entries, readings and photos, and records that it did.

    What stays of them in the file are boxes that nothing opens any more; a copy from before has their keys too.
    """

    def __init__(self, database: sqlite3.Connection, photos: PhotoFolder, entries: Entries, boxes: Boxes) -> None:
        self._database = database
        self._photos = photos
        self._entries = entries
        self._boxes = boxes

    def due(self, before_s: int, after: int = 0, most: int = 100) -> list[tuple[int, CheckKey]]:
        """Return number and key of checks that came before a UTC second and are in the register, `after` a number.

        What is nowhere else is never due.
        """
        rows = self._database.execute(
            "SELECT number, device_id, log_id, sequence FROM check_record WHERE received_s < ? AND in_register = 1"
            " AND erased_s IS NULL AND length(record) > 0 AND number > ? ORDER BY number LIMIT ?",
            (before_s, after, most),
        )
        return [(number, (device_id, log_id, sequence)) for number, device_id, log_id, sequence in rows]

    def erase(self, check: CheckKey, now_s: int, days: int) -> None:
        """Erase one check after so many days."""
        sealed = self._database.execute(f"SELECT sealed FROM check_record WHERE {OF_CHECK}", check).fetchone()[0]
        # The tag of the record before, and its own: with these the next record still proves its place.
        tombstone = sealed[:TAG_BYTES] + sealed[-TAG_BYTES:] if sealed else b""
        with Transaction(self._database):
            self._boxes.destroy(check)
            self._database.execute(
                f"UPDATE check_record SET record = x'', sealed = ?, serial = NULL, erased_s = ? WHERE {OF_CHECK}",
                (tombstone, now_s, *check),
            )
            self._database.execute(f"DELETE FROM second_reading WHERE {OF_CHECK}", check)
            self._entries.add(check, ERASURE, now_s, "retention", {"after_days": days})
            named = f"DELETE FROM photo_of_check WHERE {OF_CHECK} RETURNING digest"
            digests = [row[0] for row in self._database.execute(named, check).fetchall()]
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
        row = self._database.execute("SELECT 1 FROM photo_of_check WHERE digest = ? LIMIT 1", (digest,))
        return row.fetchone() is not None
