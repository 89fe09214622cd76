"""Files what handhelds recorded: idempotent by {device, log id, sequence}, durable before it says so."""

import contextlib
import json
import sqlite3
from pathlib import Path
from typing import Any

from viewmark.archive.checks import MOST_NUMBER, FiledCheck, LaneRow, RegisterAnswer, decoded, photos_of, summarised
from viewmark.archive.photos import PhotoFolder
from viewmark.archive.schema import SCHEMA
from viewmark.errors import ArchiveError
from viewmark_protocol.checks import check_id
from viewmark_protocol.messages.downward import Candidate
from viewmark_protocol.messages.hello import Hello

_LANE = (
    "SELECT c.number, c.device_id, c.log_id, c.sequence, c.verdict, c.reason, c.serial, c.maker, c.opened_s,"
    " c.in_register, a.word, coalesce(json_array_length(a.candidates), 0),"
    " coalesce(a.delivered, 0) FROM check_record c LEFT JOIN answer a"
    " ON a.number = (SELECT max(number) FROM answer n WHERE n.device_id = c.device_id AND n.log_id = c.log_id"
    " AND n.sequence = c.sequence)"
)
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
_COLUMNS = "number, device_id, log_id, sequence, record, received_s, in_register"


class Archive:
    """The archive in a folder: `archive.sqlite` and `photos/`. ArchiveError when it cannot be opened."""

    def __init__(self, folder: Path) -> None:
        try:
            self.photos = PhotoFolder(folder / "photos")
            self._database = sqlite3.connect(folder / "archive.sqlite", isolation_level=None, timeout=10)
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=FULL")
            self._database.executescript(SCHEMA)
        except (sqlite3.Error, OSError) as error:
            raise ArchiveError(
                f"The archive in {folder} cannot be opened ({error}). Put it aside or restore it."
            ) from error

    def close(self) -> None:
        """Close the archive."""
        self._database.close()

    # Devices

    def see_device(self, device: Hello, now_s: int) -> None:
        """Note what a handheld said of itself."""
        self._database.execute(
            "INSERT OR REPLACE INTO device VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
            ),
        )

    def see_acknowledged(self, device_id: str, sequence: int) -> None:
        """Note that everything below `sequence` is here and the handheld knows it."""
        self._database.execute("UPDATE device SET acknowledged = ? WHERE device_id = ?", (sequence, device_id))

    def devices(self) -> list[dict[str, Any]]:
        """Return every handheld that was ever seen, with both counts: what it recorded, and what of it is here."""
        rows = self._database.execute(
            "SELECT device_id, log_id, first_sequence, next_sequence, acknowledged, clock_trust, clock_off_s,"
            " software_version, list_version, boot_count, seen_s,"
            " (SELECT count(*) FROM check_record c WHERE c.device_id = d.device_id)"
            " - (SELECT count(*) FROM check_record c WHERE c.device_id = d.device_id AND length(c.record) = 0)"
            " FROM device d ORDER BY device_id"
        )
        names = (
            "device_id log_id first_sequence next_sequence acknowledged clock_trust clock_off_s software_version"
            " list_version boot_count seen_s on_laptop"
        ).split()
        return [dict(zip(names, row, strict=True)) | {"log_id": row[1].hex()} for row in rows]

    # Records

    def cursor(self, device_id: str, log_id: bytes) -> int:
        """Return the next sequence wanted of a log; 0 when nothing of it is here."""
        row = self._database.execute(
            "SELECT max(sequence) + 1 FROM check_record WHERE device_id = ? AND log_id = ?", (device_id, log_id)
        ).fetchone()
        return row[0] or 0

    def file_records(self, device_id: str, log_id: bytes, records: list[tuple[int, bytes]], now_s: int) -> list[str]:
        """File records in one transaction and return the ids of those that were new.

        An empty one is filed as missing and counts as new once its content comes. ArchiveError when another record lies
        under the same id: nothing is overwritten, nothing of this is filed.
        """
        filed = []
        with _Transaction(self._database):
            for sequence, record in records:
                if sequence > MOST_NUMBER:
                    raise ArchiveError("The handheld counts its checks beyond every bound. Have it examined.")
                known = self._database.execute(
                    "SELECT record FROM check_record WHERE device_id = ? AND log_id = ? AND sequence = ?",
                    (device_id, log_id, sequence),
                ).fetchone()
                if known is None or (record and not known[0]):
                    self._file(device_id, log_id, sequence, record, now_s)
                    if record:
                        filed.append(check_id(log_id, sequence))
                elif record and known[0] != record:
                    raise ArchiveError(
                        f"Check {check_id(log_id, sequence)} is here with another content. Both are kept where they "
                        "are: have the handheld examined."
                    )
        return filed

    def _file(self, device_id: str, log_id: bytes, sequence: int, record: bytes, now_s: int) -> None:
        check = decoded(record)
        # Numbered before a missing one gives way: what has just come is the newest, also for who counted up to now.
        number = self._database.execute("SELECT coalesce(max(number), 0) + 1 FROM check_record").fetchone()[0]
        self._database.execute(
            "DELETE FROM check_record WHERE device_id = ? AND log_id = ? AND sequence = ? AND length(record) = 0",
            (device_id, log_id, sequence),
        )
        self._database.execute(
            "INSERT INTO check_record (number, device_id, log_id, sequence, record, received_s, verdict, reason,"
            " serial, maker, opened_s) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (number, device_id, log_id, sequence, record, now_s, *summarised(check)),
        )
        for digest in photos_of(check):
            self._database.execute(_WANT_PHOTO, (digest, device_id))

    def missing_records(self, device_id: str, log_id: bytes) -> list[int]:
        """Return the sequences of a log whose records the handheld could not read when they were asked for."""
        rows = self._database.execute(
            "SELECT sequence FROM check_record WHERE device_id = ? AND log_id = ? AND length(record) = 0"
            " ORDER BY sequence",
            (device_id, log_id),
        )
        return [row[0] for row in rows]

    def count(self) -> int:
        """Return how many checks are here, without those that are missing."""
        return self._database.execute("SELECT count(*) FROM check_record WHERE length(record) > 0").fetchone()[0]

    def checks(self, limit: int = 100, before: int | None = None) -> list[FiledCheck]:
        """Return checks, newest first; `before` is the number of the last one of the page before."""
        rows = self._database.execute(
            f"SELECT {_COLUMNS} FROM check_record WHERE number < ? ORDER BY number DESC LIMIT ?",
            (before if before is not None else 1 << 62, limit),
        )
        return [_filed(row) for row in rows]

    def lane(self, limit: int, before: int | None = None, after: int | None = None) -> list[LaneRow]:
        """Return checks as lines, newest first: those before a number, or the ones next after it."""
        condition, order = ("c.number > ?", "ASC") if after is not None else ("c.number < ?", "DESC")
        bound = after if after is not None else before if before is not None else 1 << 62
        rows = self._database.execute(f"{_LANE} WHERE {condition} ORDER BY c.number {order} LIMIT ?", (bound, limit))
        lines = [LaneRow(*row) for row in rows]
        return lines if after is None else lines[::-1]

    def verdicts_after(self, number: int) -> tuple[int, dict[str | None, int]]:
        """Return the newest check's number, and how many checks after `number` there are of every verdict."""
        rows = self._database.execute(
            "SELECT verdict, count(*), max(number) FROM check_record WHERE number > ? AND length(record) > 0"
            " GROUP BY verdict",
            (number,),
        ).fetchall()
        return max([number] + [row[2] for row in rows]), {row[0]: row[1] for row in rows}

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
        return _filed(row) if row else None

    def not_in_register(self) -> list[FiledCheck]:
        """Return the checks that the register has not acknowledged, oldest first, without those that are missing."""
        rows = self._database.execute(f"SELECT {_COLUMNS} FROM check_record WHERE {_UNSENT} ORDER BY number")
        return [_filed(row) for row in rows]

    def is_in_register(self, device_id: str, log_id: bytes, sequence: int) -> None:
        """Note that the register holds a check."""
        self._database.execute(
            "UPDATE check_record SET in_register = 1 WHERE device_id = ? AND log_id = ? AND sequence = ?",
            (device_id, log_id, sequence),
        )

    # Photos

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
        with _Transaction(self._database):
            self._database.execute("UPDATE photo SET state = 'here' WHERE digest = ?", (digest,))
            self._database.execute("DELETE FROM damaged_photo WHERE digest = ?", (digest,))

    def photo_is_lost(self, device_id: str, digest: bytes) -> None:
        """Note that a handheld does not have a photo that its record names."""
        self._database.execute(
            "UPDATE photo SET state = 'lost' WHERE digest = ? AND device_id = ?", (digest, device_id)
        )

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

    # The register's answers

    def file_answer(self, answer: RegisterAnswer) -> None:
        """File an answer; the newest one counts and is brought down to the handheld."""
        self._database.execute(
            "INSERT INTO answer (device_id, log_id, sequence, word, answered_s, candidates, text)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                answer.device_id,
                answer.log_id,
                answer.sequence,
                answer.word,
                answer.answered_s,
                json.dumps([candidate.pack() for candidate in answer.candidates]),
                answer.text,
            ),
        )

    def answer(self, device_id: str, log_id: bytes, sequence: int) -> RegisterAnswer | None:
        """Return the newest answer to a check."""
        return next(
            iter(self._answers("device_id = ? AND log_id = ? AND sequence = ?", (device_id, log_id, sequence))), None
        )

    def undelivered_answers(self, device_id: str, log_id: bytes) -> list[RegisterAnswer]:
        """Return the newest answers of one log that the handheld does not have yet."""
        return self._answers("device_id = ? AND log_id = ? AND delivered = 0", (device_id, log_id))

    def delivered(self, answer: RegisterAnswer) -> None:
        """Note that the handheld has stored this answer (and so every older one to the same check)."""
        self._database.execute(
            "UPDATE answer SET delivered = 1 WHERE device_id = ? AND log_id = ? AND sequence = ? AND number <= ?",
            (answer.device_id, answer.log_id, answer.sequence, answer.number),
        )

    def _answers(self, condition: str, values: tuple[Any, ...]) -> list[RegisterAnswer]:
        rows = self._database.execute(
            "SELECT device_id, log_id, sequence, word, answered_s, candidates, text, max(number) FROM answer"
            f" WHERE {condition} GROUP BY device_id, log_id, sequence ORDER BY sequence",
            values,
        )
        return [_answer(row) for row in rows]


class _Transaction:
    """Everything inside is durable, or none of it."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def __enter__(self) -> None:
        self._database.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._database.execute("COMMIT")
        finally:
            # SQLite rolls back by itself when the disk is full: asking it again would hide that cause.
            if self._database.in_transaction:
                with contextlib.suppress(sqlite3.Error):
                    self._database.execute("ROLLBACK")


def _filed(row: tuple[Any, ...]) -> FiledCheck:
    number, device_id, log_id, sequence, record, received_s, in_register = row
    return FiledCheck(number, device_id, log_id, sequence, record, received_s, bool(in_register), decoded(record))


def _answer(row: tuple[Any, ...]) -> RegisterAnswer:
    device_id, log_id, sequence, word, answered_s, candidates, text, number = row
    unpacked = [Candidate.unpack(one) for one in json.loads(candidates)]
    return RegisterAnswer(device_id, log_id, sequence, word, answered_s, unpacked, text, number)
