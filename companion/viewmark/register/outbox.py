"""What is still to be sent to the register, in a SQLite file: in order, durable, and never dropped silently.

Its bytes lie there in boxes under the laptop's master key, and so do the digests by which they are told apart.
"""

import hashlib
import hmac
import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..archive.transaction import Transaction
from ..encryption.box import close_box, open_box
from ..encryption.unlocking import master_key
from .backoff import backoff_s
from .errors import OutboxError

KINDS = ("check", "photo", "query", "escrow", "trace")
FIRST_WAIT_S = 2.0
MOST_WAIT_S = 900.0

_TABLES = """
CREATE TABLE IF NOT EXISTS items (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    payload BLOB NOT NULL,          -- a box, emptied when done
    payload_sha256 TEXT NOT NULL,   -- HMAC-SHA256; of what was done before there were boxes, bare SHA-256
    state TEXT NOT NULL,            -- waiting, parked or done
    added_s INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_s REAL NOT NULL DEFAULT 0,
    error TEXT,
    UNIQUE (kind, key)
);
CREATE INDEX IF NOT EXISTS items_by_state ON items (state, id);
CREATE TABLE IF NOT EXISTS hold (one INTEGER PRIMARY KEY CHECK (one = 1), attempts INTEGER, until_s REAL, error TEXT);
INSERT OR IGNORE INTO hold VALUES (1, 0, 0, NULL);
"""
_VERSION = 1
_COLUMNS = "id, kind, key, payload, added_s, attempts, error"


@dataclass(frozen=True)
class Item:
    """One thing to send: what kind, under which key, its bytes, when it came, how often it failed and why."""

    id: int
    kind: str
    key: str
    payload: bytes
    added_s: int
    attempts: int
    error: str | None

    def age_s(self, now_s: int) -> int:
        """Return how long it has been waiting."""
        return max(0, now_s - self.added_s)


@dataclass(frozen=True)
class OutboxState:
    """What to show: how many wait, are parked and done; the oldest waiting one's age; why the register is held off."""

    waiting: int
    parked: int
    done: int
    oldest_age_s: int
    held_until_s: float
    held_error: str | None


class Outbox:
    """The outbox in the file at `path`, in a laptop's folder.

    An item leaves `waiting` only by `done` or `park`; its key is kept for ever.
    """

    def __init__(self, path: Path, random: Callable[[], float] = random.random) -> None:
        self._random = random
        self._key = master_key(path.parent).derived("outbox")
        try:
            self._db = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA secure_delete = ON")
            self._db.executescript(_TABLES)
            self._close_older()
        except sqlite3.Error as error:
            text = (
                f"The outbox {path} cannot be opened ({error}). Put it aside: what is unsent is sent from the archive."
            )
            raise OutboxError(text) from error

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def together(self) -> Transaction:
        """Return a context in which everything is put durably at its end, or none of it: one write for many items."""
        return Transaction(self._db)

    def put(self, kind: str, key: str, payload: bytes, now_s: int) -> bool:
        """Add an item durably; False where it is here already, sent or not. OutboxError where its bytes differ."""
        if kind not in KINDS:
            raise OutboxError(f"The outbox sends {', '.join(KINDS)}, not {kind}.")
        closed, digest = self._closed(kind, key, payload)
        added = self._db.execute(
            "INSERT INTO items (kind, key, payload, payload_sha256, state, added_s) VALUES (?, ?, ?, ?, 'waiting', ?) "
            "ON CONFLICT (kind, key) DO NOTHING",
            (kind, key, closed, digest, now_s),
        ).rowcount
        if added:
            return True
        known = self._db.execute("SELECT payload_sha256 FROM items WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        if known[0] not in (digest, hashlib.sha256(payload).hexdigest()):
            raise OutboxError(f"Other bytes are in the outbox as {kind} {key}. Keep both and tell the focal point.")
        return False

    def due(self, now_s: float, most: int = 16) -> list[Item]:
        """Return at most `most` items to send now, in the order in which they came; none while all is held."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM items WHERE state = 'waiting' AND next_s <= ? "
            "AND (SELECT until_s FROM hold) <= ? ORDER BY id LIMIT ?",
            (now_s, now_s, most),
        )
        return [self._item(row) for row in rows]

    def done(self, item_id: int) -> None:
        """Say that the register has acknowledged an item; its bytes go, its key stays."""
        self._db.execute("UPDATE items SET state = 'done', payload = x'', error = NULL WHERE id = ?", (item_id,))

    def is_done(self, kind: str, key: str) -> bool:
        """Return whether the register has acknowledged the item with this key."""
        return self._state_of(kind, key) == "done"

    def holds(self, kind: str, key: str) -> bool:
        """Return whether an item with this key was ever put, sent or not."""
        return self._state_of(kind, key) is not None

    def _state_of(self, kind: str, key: str) -> str | None:
        row = self._db.execute("SELECT state FROM items WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        return row[0] if row else None

    def send_again(self, kind: str, key: str, payload: bytes, now_s: int, state: str = "done") -> bool:
        """Put an item to waiting once more, with the caller's bytes of now; False where it is not in `state`."""
        closed, digest = self._closed(kind, key, payload)
        changed = self._db.execute(
            "UPDATE items SET state = 'waiting', payload = ?, payload_sha256 = ?, added_s = ?, attempts = 0, next_s = 0"
            " WHERE kind = ? AND key = ? AND state = ?",
            (closed, digest, now_s, kind, key, state),
        ).rowcount
        return changed == 1

    def failed(self, item_id: int, now_s: float, error: str) -> float:
        """Count a failure that may pass and return when the item is due again (seconds, doubling to 15 minutes)."""
        attempts = self._db.execute("SELECT attempts FROM items WHERE id = ?", (item_id,)).fetchone()[0] + 1
        next_s = now_s + backoff_s(attempts, FIRST_WAIT_S, MOST_WAIT_S, self._random)
        self._db.execute(
            "UPDATE items SET attempts = ?, next_s = ?, error = ? WHERE id = ? AND state = 'waiting'",
            (attempts, next_s, error, item_id),
        )
        return next_s

    def park(self, item_id: int, error: str) -> None:
        """Keep an item that the register will never take as it is, with the reason, until a person decides."""
        self._db.execute(
            "UPDATE items SET state = 'parked', attempts = attempts + 1, error = ? WHERE id = ?", (error, item_id)
        )

    def parked(self) -> list[Item]:
        """Return every parked item, oldest first."""
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM items WHERE state = 'parked' ORDER BY id")
        return [self._item(row) for row in rows]

    def listed(self, state: str, most: int) -> list[Item]:
        """Return items that are `waiting` or `parked`, in the order in which they go out, without their bytes."""
        columns = _COLUMNS.replace("payload", "x''")
        rows = self._db.execute(f"SELECT {columns} FROM items WHERE state = ? ORDER BY id LIMIT ?", (state, most))
        return [Item(*row) for row in rows]

    def try_now(self) -> None:
        """Let everything that waits go out at once, because a person asks for it."""
        self._db.execute("UPDATE items SET next_s = 0 WHERE state = 'waiting'")
        self.release()

    def unpark(self, item_id: int) -> None:
        """Let a parked item be sent again, because a person removed the reason."""
        self._db.execute("UPDATE items SET state = 'waiting', next_s = 0 WHERE id = ? AND state = 'parked'", (item_id,))

    def hold(self, now_s: float, error: str) -> float:
        """Hold everything back, because the register itself is away; return until when."""
        attempts = self._db.execute("SELECT attempts FROM hold").fetchone()[0] + 1
        until_s = now_s + backoff_s(attempts, FIRST_WAIT_S, MOST_WAIT_S, self._random)
        self._db.execute("UPDATE hold SET attempts = ?, until_s = ?, error = ?", (attempts, until_s, error))
        return until_s

    def release(self) -> None:
        """Hold nothing back any longer: the register answers, or a person asks to try at once."""
        self._db.execute("UPDATE hold SET attempts = 0, until_s = 0, error = NULL WHERE attempts > 0")

    def state(self, now_s: int) -> OutboxState:
        """Return what to show of the outbox."""
        counts = dict(self._db.execute("SELECT state, count(*) FROM items GROUP BY state").fetchall())
        oldest = self._db.execute("SELECT min(added_s) FROM items WHERE state = 'waiting'").fetchone()[0]
        until_s, error = self._db.execute("SELECT until_s, error FROM hold").fetchone()
        age_s = 0 if oldest is None else max(0, now_s - oldest)
        return OutboxState(
            counts.get("waiting", 0), counts.get("parked", 0), counts.get("done", 0), age_s, until_s, error
        )

    def _item(self, row: tuple[Any, ...]) -> Item:
        """Return the item in a row, its box opened."""
        number, kind, key, box, *rest = row
        payload = open_box(self._key, box, _about(kind, key))
        if payload is None:
            raise OutboxError(
                f"{kind} {key} lies in the outbox damaged, or under another key than master.json holds. Put the outbox"
                " aside: what is unsent is sent from the archive."
            )
        return Item(number, kind, key, payload, *rest)

    def _closed(self, kind: str, key: str, payload: bytes) -> tuple[bytes, str]:
        """Return the box and the digest of some bytes."""
        digest = hmac.new(self._key, payload, hashlib.sha256).hexdigest()
        return close_box(self._key, payload, _about(kind, key)), digest

    def _close_older(self) -> None:
        """Close what lies here from before there were boxes, all of it or nothing."""
        if self._is_closed():
            return
        with Transaction(self._db):
            if self._is_closed():
                return  # another program was faster
            for (number,) in self._db.execute("SELECT id FROM items WHERE state <> 'done'").fetchall():
                columns = "kind, key, payload"
                given = self._db.execute(f"SELECT {columns} FROM items WHERE id = ?", (number,)).fetchone()
                update = "UPDATE items SET payload = ?, payload_sha256 = ? WHERE id = ?"
                self._db.execute(update, (*self._closed(*given), number))
            self._db.execute(f"PRAGMA user_version = {_VERSION}")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _is_closed(self) -> bool:
        return self._db.execute("PRAGMA user_version").fetchone()[0] >= _VERSION


def _about(kind: str, key: str) -> bytes:
    return f"{kind} {key}".encode()
