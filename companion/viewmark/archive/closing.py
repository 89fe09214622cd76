"""An archive from before there were boxes: what it says is closed where it lies, all of it or nothing."""

import sqlite3

from viewmark.archive.boxes import Boxes
from viewmark.archive.checks import CheckKey, decoded, photos_of
from viewmark.archive.entries import ERASURE
from viewmark.archive.schema import SCHEMA
from viewmark.archive.transaction import Transaction

_VERSION = 1
_CLOSED = (("answer", ("candidates", "text")), ("entry", ("content",)), ("second_reading", ("content",)))


def close_older(database: sqlite3.Connection, boxes: Boxes) -> None:
    """Bring an archive to boxes, once; a kill leaves it as it was."""
    if _is_closed(database):
        return
    with Transaction(database):
        if _is_closed(database):
            return  # another program was faster
        database.execute("DROP TRIGGER IF EXISTS entry_is_never_changed")
        for (number,) in database.execute("SELECT number FROM check_record").fetchall():
            _close_record(database, boxes, number)
        for table, columns in _CLOSED:
            _close_table(database, boxes, table, columns)
        database.execute(f"PRAGMA user_version = {_VERSION}")
    database.executescript(SCHEMA)  # the trigger, as it is now
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _is_closed(database: sqlite3.Connection) -> bool:
    return database.execute("PRAGMA user_version").fetchone()[0] >= _VERSION


def _close_record(database: sqlite3.Connection, boxes: Boxes, number: int) -> None:
    columns = "device_id, log_id, sequence, record, serial, erased_s"
    *key, record, serial, erased_s = database.execute(
        f"SELECT {columns} FROM check_record WHERE number = ?", (number,)
    ).fetchone()
    check: CheckKey = (key[0], key[1], key[2])
    if erased_s is not None:
        boxes.destroy(check)
        return
    closed = (boxes.close(check, record), None if serial is None else boxes.close(check, serial), number)
    database.execute("UPDATE check_record SET record = ?, serial = ? WHERE number = ?", closed)
    for digest in photos_of(decoded(record)):
        database.execute("INSERT OR IGNORE INTO photo_of_check VALUES (?, ?, ?, ?)", (digest, *check))


def _close_table(database: sqlite3.Connection, boxes: Boxes, table: str, columns: tuple[str, ...]) -> None:
    kind = "kind" if table == "entry" else "''"
    for (rowid,) in database.execute(f"SELECT rowid FROM {table} WHERE {kind} <> '{ERASURE}'").fetchall():
        *key, first, last = database.execute(
            f"SELECT device_id, log_id, sequence, {columns[0]}, {columns[-1]} FROM {table} WHERE rowid = ?", (rowid,)
        ).fetchone()
        check: CheckKey = (key[0], key[1], key[2])
        if boxes.is_erased(check):
            continue  # it was emptied when it was erased
        said = (first, last)[: len(columns)]
        database.execute(
            f"UPDATE {table} SET {', '.join(f'{one} = ?' for one in columns)} WHERE rowid = ?",
            (*(boxes.close(check, one) for one in said), rowid),
        )
