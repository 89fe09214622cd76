"""Files what handhelds recorded: idempotent by {device, log id, sequence}, durable before it says so."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from viewmark.archive.answers import Answers
from viewmark.archive.boxes import Boxes
from viewmark.archive.checks import MOST_NUMBER, CheckKey, FiledCheck, RegisterAnswer, decoded, photos_of, summarised
from viewmark.archive.closing import close_older
from viewmark.archive.entries import Entries
from viewmark.archive.figures import Figures
from viewmark.archive.lane import Lane
from viewmark.archive.photos import PhotoFolder
from viewmark.archive.readings import Readings
from viewmark.archive.retention import Retention
from viewmark.archive.schema import OF_CHECK, prepare
from viewmark.archive.seals import BROKEN, Arrived
from viewmark.archive.transaction import Transaction
from viewmark.encryption.unlocking import master_key
from viewmark.errors import ArchiveError
from viewmark_protocol.checks import check_id
from viewmark_protocol.messages.hello import Hello

# A picture that a handheld takes twice lies there again after it was acknowledged: then it is told once more.
_WANT_PHOTO = (
    "INSERT INTO photo VALUES (?, ?, 'wanted', 0) ON CONFLICT DO UPDATE SET state = CASE state"
    " WHEN 'acknowledged' THEN 'here' WHEN 'lost' THEN 'wanted' ELSE state END"
)
_PHOTO_STATES = (
    "SELECT CASE WHEN p.state = 'wanted' AND d.digest IS NOT NULL THEN 'damaged' ELSE p.state END FROM photo p"
    " LEFT JOIN damaged_photo d ON d.digest = p.digest AND d.device_id = p.device_id WHERE p.digest = ?"
)
_UNSENT = "in_register = 0 AND length(record) > 0"
_RECORD = "coalesce(opened(device_id, log_id, sequence, record), x'')"
_COLUMNS = f"number, device_id, log_id, sequence, {_RECORD}, received_s, in_register, sealed, seal, erased_s"
# Here for good, also where nobody can open it yet, or where it was erased after its time.
_HELD = "(length(c.record) > 0 OR c.seal IS 'no-key' OR c.erased_s IS NOT NULL)"
_OF_LOG = "device_id = ? AND log_id = ?"


class Archive:
    """The archive in a folder: `archive.sqlite` and `photos/`, under the folder's master key.

    ArchiveError when it cannot be opened, LockedError without the passphrase that guards its key.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.photos = PhotoFolder(folder / "photos")
            master = master_key(folder)
            self._database = sqlite3.connect(folder / "archive.sqlite", isolation_level=None, timeout=10)
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=FULL")
            self._database.execute("PRAGMA secure_delete=ON")  # what is erased is overwritten
            prepare(self._database)
            self.boxes = Boxes(self._database, master)
            close_older(self._database, self.boxes)
            self.lane = Lane(self._database)
            self.answers = Answers(self._database, self.boxes)
            self.entries = Entries(self._database, self.boxes)
            self.readings = Readings(self._database, self.boxes)
            self.retention = Retention(self._database, self.photos, self.entries, self.boxes)
            self.figures = Figures(self._database)
            for row in self._database.execute("SELECT DISTINCT digest FROM photo WHERE state = 'lost'").fetchall():
                if self.photos.path(row[0]).exists():
                    self.photo_is_here(row[0])
        except (sqlite3.Error, OSError) as error:
            raise ArchiveError(
                f"The archive in {folder} cannot be opened ({error}). Put it aside or restore it."
            ) from error

    def close(self) -> None:
        """Close the archive."""
        self._database.close()

    def together(self) -> Transaction:
        """Return a context in which everything is durable at its end, or none of it: one write for many answers."""
        return Transaction(self._database)

    def see_device(self, device: Hello, now_s: int) -> None:
        """Note what a handheld said of itself."""
        self._database.execute(
            "INSERT OR REPLACE INTO device VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                device.device_id,
                device.log_id,
                min(device.first_sequence, MOST_NUMBER),
                min(device.next_sequence, MOST_NUMBER),
                min(device.acknowledged, MOST_NUMBER),
                device.clock_trust,
                min(device.clock_s - now_s, MOST_NUMBER),
                device.software_version,
                None if device.list_version is None else min(device.list_version, MOST_NUMBER),
                min(device.boot_count, MOST_NUMBER),
                now_s,
                device.store_state,
                device.first_key_waits,
                device.key_in_chip,
                None if device.battery_percent is None else min(device.battery_percent, 100),
                device.board,
            ),
        )

    def see_acknowledged(self, device_id: str, sequence: int) -> None:
        """Note that everything below `sequence` is here and the handheld knows it."""
        acknowledged = min(sequence, MOST_NUMBER)
        self._database.execute("UPDATE device SET acknowledged = ? WHERE device_id = ?", (acknowledged, device_id))

    def devices(self) -> list[dict[str, Any]]:
        """Return every handheld that was ever seen, with both counts: what it recorded, and what of it is here."""
        rows = self._database.execute(
            "SELECT device_id, log_id, first_sequence, next_sequence, acknowledged, clock_trust, clock_off_s,"
            " software_version, list_version, boot_count, seen_s, store_state, first_key_waits, key_in_chip,"
            " battery_percent, board,"
            " (SELECT count(*) FROM check_record c WHERE c.device_id = d.device_id)"
            f" - (SELECT count(*) FROM check_record c WHERE c.device_id = d.device_id AND NOT {_HELD})"
            " FROM device d ORDER BY device_id"
        )
        names = (
            "device_id log_id first_sequence next_sequence acknowledged clock_trust clock_off_s software_version"
            " list_version boot_count seen_s store_state first_key_waits key_in_chip battery_percent board on_laptop"
        ).split()
        return [dict(zip(names, row, strict=True)) | {"log_id": row[1].hex()} for row in rows]

    def cursor(self, device_id: str, log_id: bytes) -> int:
        """Return the next sequence wanted of a log; 0 when nothing of it is here.

        What could not be read, or broke its seal, does not count: whoever sent it may not be the handheld.
        """
        row = self._database.execute(
            f"SELECT max(sequence) FROM check_record c WHERE {_OF_LOG} AND {_HELD}", (device_id, log_id)
        ).fetchone()
        return 0 if row[0] is None else row[0] + 1

    def file_records(
        self, device_id: str, log_id: bytes, records: Iterable[tuple[int, bytes] | Arrived], now_s: int
    ) -> list[str]:
        """File records in one transaction and return the ids of those that were new.

        An empty one is filed as missing, or as sealed, and counts as new once its content comes. ArchiveError when
        another record lies under the same id: nothing is overwritten, nothing of this is filed.
        """
        filed = []
        with Transaction(self._database):
            for one in records:
                arrived = one if isinstance(one, Arrived) else Arrived(*one)
                if arrived.sequence > MOST_NUMBER:
                    raise ArchiveError("The handheld counts its checks beyond every bound. Have it examined.")
                if self._file_one(device_id, log_id, arrived, now_s):
                    filed.append(check_id(log_id, arrived.sequence))
        return filed

    def _file_one(self, device_id: str, log_id: bytes, arrived: Arrived, now_s: int) -> bool:
        """File what arrived; return whether it is a record that was not here."""
        key = (device_id, log_id, arrived.sequence)
        self.keep_broken(device_id, log_id, [arrived], now_s)
        known = self._database.execute(
            f"SELECT {_RECORD}, seal, erased_s, length(record) FROM check_record WHERE {OF_CHECK}", key
        ).fetchone()
        if known is not None and known[2] is not None:
            return False  # it was erased here, and does not come back
        # An empty one gives way to the record, and to whatever can tell more of it.
        if known is None or (not known[3] and (arrived.record or (arrived.sealed and arrived.seal != known[1]))):
            self._file(device_id, log_id, arrived, now_s)
            return bool(arrived.record)
        if arrived.record and known[0] != arrived.record:
            raise ArchiveError(
                f"Check {check_id(log_id, arrived.sequence)} is here with another content. Both are kept where they "
                "are: have the handheld examined."
            )
        return False

    def keep_broken(self, device_id: str, log_id: bytes, arrived: list[Arrived], now_s: int) -> None:
        """Keep those that do not fit their seal, for whoever examines the handheld."""
        rows = [(one.sequence, one.sealed, one.trouble) for one in arrived if one.seal == BROKEN]
        self._database.executemany(
            "INSERT OR IGNORE INTO broken_seal (device_id, log_id, sequence, sealed, trouble, received_s)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [(device_id, log_id, min(sequence, MOST_NUMBER), *rest, now_s) for sequence, *rest in rows],
        )

    def _file(self, device_id: str, log_id: bytes, arrived: Arrived, now_s: int) -> None:
        check = decoded(arrived.record)
        # Numbered before a missing one gives way: what has just come is the newest, also for who counted up to now.
        number = self._database.execute("SELECT coalesce(max(number), 0) + 1 FROM check_record").fetchone()[0]
        self._database.execute(
            f"DELETE FROM check_record WHERE {OF_CHECK} AND length(record) = 0",
            (device_id, log_id, arrived.sequence),
        )
        key = (device_id, log_id, arrived.sequence)
        record = self.boxes.close(key, arrived.record)
        summary = summarised(check)
        summary = summary._replace(serial=self.boxes.close(key, summary.serial) if summary.serial else None)
        self._database.execute(
            "INSERT INTO check_record (number, device_id, log_id, sequence, record, received_s, sealed, seal, verdict,"
            " reason, serial, maker, opened_s, post, threat) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (number, *key, record, now_s, arrived.sealed, arrived.seal, *summary),
        )
        for digest in photos_of(check):
            self._database.execute(_WANT_PHOTO, (digest, device_id))
            self._database.execute("INSERT OR IGNORE INTO photo_of_check VALUES (?, ?, ?, ?)", (digest, *key))

    def missing_records(self, device_id: str, log_id: bytes, with_broken: bool = True) -> list[int]:
        """Return the sequences of a log whose records could not be read, or broke their seal, when they came."""
        rows = self._database.execute(
            f"SELECT sequence FROM check_record c WHERE {_OF_LOG} AND length(record) = 0 AND NOT {_HELD}"
            " AND (? OR seal IS NULL) ORDER BY sequence",
            (device_id, log_id, with_broken),
        )
        return [row[0] for row in rows]

    def sealed(self, device_id: str, log_id: bytes, sequence: int) -> bytes | None:
        """Return a record as it was sealed, None where it is not here or broke its seal."""
        if sequence > MOST_NUMBER:
            return None
        row = self._database.execute(
            f"SELECT sealed FROM check_record WHERE {OF_CHECK} AND seal = 'verified'",
            (device_id, log_id, sequence),
        ).fetchone()
        return row[0] if row else None

    def without_key(self, device_id: str, log_id: bytes, with_broken: bool = False) -> list[tuple[int, bytes]]:
        """Return sequence and bytes of the sealed records of a log that nobody here could open yet."""
        rows = self._database.execute(
            f"SELECT sequence, sealed FROM check_record WHERE {_OF_LOG}"
            " AND (seal = 'no-key' OR (? AND seal = 'broken')) ORDER BY sequence",
            (device_id, log_id, with_broken),
        )
        return list(rows)

    def file_opened(self, device_id: str, log_id: bytes, opened: list[Arrived]) -> list[str]:
        """File records that lay here sealed and can be opened now, as of when they came; return their ids."""
        filed: list[str] = []
        for one in opened:
            received_s = self._database.execute(
                f"SELECT received_s FROM check_record WHERE {OF_CHECK}",
                (device_id, log_id, one.sequence),
            ).fetchone()[0]
            filed += self.file_records(device_id, log_id, [one], received_s)
        return filed

    def has_sealed(self, device_id: str) -> bool:
        """Return whether a handheld has ever sent a sealed record."""
        row = self._database.execute(
            "SELECT 1 FROM check_record WHERE device_id = ? AND seal IS NOT NULL LIMIT 1", (device_id,)
        ).fetchone()
        return row is not None

    def first_broken(self, device_id: str, log_id: bytes) -> tuple[int, str] | None:
        """Return sequence and sentence of the first record of a log that does not fit its seal."""
        return self._database.execute(
            "SELECT b.sequence, b.trouble FROM broken_seal b LEFT JOIN check_record c"
            " ON c.device_id = b.device_id AND c.log_id = b.log_id AND c.sequence = b.sequence AND length(c.record) > 0"
            " WHERE b.device_id = ? AND b.log_id = ? AND c.number IS NULL ORDER BY b.sequence LIMIT 1",
            (device_id, log_id),
        ).fetchone()

    def count(self) -> int:
        """Return how many checks are here, without those that are missing."""
        return self._database.execute("SELECT count(*) FROM check_record WHERE length(record) > 0").fetchone()[0]

    def checks(self, limit: int = 100, before: int | None = None) -> list[FiledCheck]:
        """Return checks, newest first; `before` is the number of the last one of the page before."""
        rows = self._database.execute(
            f"SELECT {_COLUMNS} FROM check_record WHERE number < ? ORDER BY number DESC LIMIT ?",
            (before if before is not None else 1 << 62, limit),
        )
        return [FiledCheck.of_row(row) for row in rows]

    def waiting_for_register(self) -> int:
        """Return how many checks the register has not acknowledged."""
        return self._database.execute(f"SELECT count(*) FROM check_record WHERE {_UNSENT}").fetchone()[0]

    def find(self, wanted_id: str) -> FiledCheck | None:
        """Return the check with an id, None where there is none."""
        log_id, _, sequence = wanted_id.rpartition("-")
        try:
            key = (bytes.fromhex(log_id), int(sequence))
        except ValueError:
            return None
        if key[1] > MOST_NUMBER:
            return None
        row = self._database.execute(
            f"SELECT {_COLUMNS} FROM check_record WHERE log_id = ? AND sequence = ?", key
        ).fetchone()
        return FiledCheck.of_row(row) if row else None

    def not_in_register(self, after: int = 0, most: int = 100) -> list[FiledCheck]:
        """Return checks that the register has not acknowledged, without those that are missing.

        At most so many of those that came `after` a number, oldest first.
        """
        rows = self._database.execute(
            f"SELECT {_COLUMNS} FROM check_record WHERE {_UNSENT} AND number > ? ORDER BY number LIMIT ?", (after, most)
        )
        return [FiledCheck.of_row(row) for row in rows]

    def keys_not_in_register(self) -> list[CheckKey]:
        """Return device id, log id and sequence of every check that the register has not acknowledged."""
        return self._database.execute(
            f"SELECT device_id, log_id, sequence FROM check_record WHERE {_UNSENT} ORDER BY number"
        ).fetchall()

    def is_in_register(self, device_id: str, log_id: bytes, sequence: int) -> None:
        """Note that the register holds a check."""
        self._database.execute(
            f"UPDATE check_record SET in_register = 1 WHERE {OF_CHECK}",
            (device_id, log_id, sequence),
        )

    def missing_photos(self, device_id: str) -> list[bytes]:
        """Return the digests of the photos that are still on a handheld alone."""
        return self._photos(device_id, "wanted")

    def unacknowledged_photos(self, device_id: str) -> list[bytes]:
        """Return the digests of the photos that are here, but the handheld has not been told."""
        return self._photos(device_id, "here")

    def photo_state(self, digest: bytes) -> str | None:
        """Return wanted, damaged, here, acknowledged or lost; None for a photo that no check names."""
        rows = self._database.execute(_PHOTO_STATES, (digest,)).fetchall()
        states = {row[0] for row in rows}
        return next((one for one in ("here", "acknowledged", "wanted", "damaged", "lost") if one in states), None)

    def photo_is_here(self, digest: bytes) -> None:
        """Note that a photo lies in the folder, durable."""
        with Transaction(self._database):
            self._database.execute("UPDATE photo SET state = 'here' WHERE digest = ?", (digest,))
            self._database.execute("DELETE FROM damaged_photo WHERE digest = ?", (digest,))

    def photo_is_lost(self, device_id: str, digest: bytes) -> None:
        """Note that a handheld does not have a photo that its record names; one that is here is not lost by that."""
        wanted = "digest = ? AND device_id = ? AND state = 'wanted'"
        self._database.execute(f"UPDATE photo SET state = 'lost' WHERE {wanted}", (digest, device_id))

    def photo_is_damaged(self, device_id: str, digest: bytes) -> None:
        """Note that a handheld gives other bytes for a photo than its record names; it stays wanted of it."""
        self._database.execute("INSERT OR IGNORE INTO damaged_photo VALUES (?, ?)", (digest, device_id))

    def is_damaged(self, device_id: str, digest: bytes) -> bool:
        """Return whether an earlier sync found a handheld's photo to be damaged."""
        condition = "digest = ? AND device_id = ?"
        return (
            self._database.execute(f"SELECT 1 FROM damaged_photo WHERE {condition}", (digest, device_id)).fetchone()
            is not None
        )

    def acknowledged_photo(self, device_id: str, digest: bytes) -> None:
        """Note that the handheld knows that a photo is here."""
        self._database.execute(
            "UPDATE photo SET state = 'acknowledged' WHERE digest = ? AND device_id = ?", (digest, device_id)
        )

    def photos_not_in_register(self) -> list[bytes]:
        """Return the digests of the photos that are here and not yet in the register."""
        rows = self._database.execute(
            "SELECT DISTINCT digest FROM photo WHERE in_register = 0 AND state IN ('here', 'acknowledged')"
        )
        return [row[0] for row in rows]

    def photo_is_in_register(self, digest: bytes) -> None:
        """Note that the register holds a photo."""
        self._database.execute("UPDATE photo SET in_register = 1 WHERE digest = ?", (digest,))

    def _photos(self, device_id: str, state: str) -> list[bytes]:
        rows = self._database.execute("SELECT digest FROM photo WHERE device_id = ? AND state = ?", (device_id, state))
        return [row[0] for row in rows]

    def answer(self, device_id: str, log_id: bytes, sequence: int) -> RegisterAnswer | None:
        """Return the register's newest answer to a check."""
        return self.answers.newest((device_id, log_id, sequence))
