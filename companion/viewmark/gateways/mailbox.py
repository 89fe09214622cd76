"""The mailbox: every message that was put, in a SQLite file, until it was sent; the dead letters, and all receipts.

A message leaves `waiting` only with a receipt or, with a reason, to the dead letters. Where it was begun to be sent it
is sent on: another gateway would have it twice. Contents lie there in boxes under the laptop's master key, ids and
digests in the open: by them a guess at a whole message can be compared.
"""

import json
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from viewmark.archive.transaction import Transaction
from viewmark.encryption.box import close_box, open_box
from viewmark.encryption.unlocking import master_key
from viewmark.gateways.entry import COLUMNS, DEAD, SENT, WAITING, Entry, about, entry_of, has_times_of_tries
from viewmark.gateways.errors import MailboxError
from viewmark.gateways.message import Message
from viewmark.gateways.port import Receipt
from viewmark.locks import try_lock
from viewmark.register.backoff import backoff_s

MAILBOX_FILE = "gateway.sqlite"  # within the laptop's folder
FIRST_WAIT_S = 2.0
MOST_WAIT_S = 900.0
MOST_TRIES = 40  # about nine hours at the longest wait: a night's maintenance kills no letter

_TABLES = """
CREATE TABLE IF NOT EXISTS messages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    profile TEXT NOT NULL,          -- its key
    addressee TEXT NOT NULL,
    codes TEXT NOT NULL,            -- handling and evaluation, to be listed when the content is gone
    check_id TEXT NOT NULL,
    content BLOB NOT NULL,          -- a box, emptied when sent
    digest TEXT NOT NULL,
    state TEXT NOT NULL,            -- waiting, sent or dead
    put_s INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    next_s REAL NOT NULL DEFAULT 0,
    gateway TEXT,                   -- where it was begun to be sent
    error TEXT,
    receipt TEXT,
    sent_s INTEGER,
    tried_s INTEGER                 -- when it was last begun to be sent
);
CREATE INDEX IF NOT EXISTS messages_by_state ON messages (state, number);
CREATE TABLE IF NOT EXISTS holds (gateway TEXT PRIMARY KEY, tries INTEGER NOT NULL, until_s REAL NOT NULL, error TEXT);
"""


class Mailbox:
    """The mailbox in the file at `path`, in a laptop's folder; MailboxError where it cannot be used.

    ArchiveError where the folder's master key cannot be had.
    """

    def __init__(self, path: Path, random: Callable[[], float] = random.random) -> None:
        self._path = path
        self._random = random
        self._key = master_key(path.parent).derived("gateway")
        try:
            self._db = sqlite3.connect(path, timeout=10, isolation_level=None)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA secure_delete = ON")
            self._db.executescript(_TABLES)
            if not has_times_of_tries(self._db):  # of an earlier version
                self._db.execute("ALTER TABLE messages ADD COLUMN tried_s INTEGER")
        except sqlite3.Error as error:
            text = (
                f"The mailbox {path} cannot be opened ({error}). Restore it, or make room: what waits is in it alone."
            )
            raise MailboxError(text) from error

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def only_sender(self) -> Iterator[None]:
        """Be the only one who sends from this mailbox; MailboxError where another process does."""
        try:
            file = self._path.with_name(self._path.name + ".lock").open("ab")
        except OSError as error:
            text = f"The mailbox {self._path} cannot be locked ({error.strerror}). Make room, then send again."
            raise MailboxError(text) from error
        with file:
            if not try_lock(file.fileno()):
                raise MailboxError("Another process is sending from this mailbox. Wait until it has ended.")
            yield

    def put(self, messages: list[Message], now_s: int) -> list[bool]:
        """Add messages durably, all or none; False for each that is here already, sent or not."""
        with self._writing():
            return [self._put(one, now_s) for one in messages]

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Everything inside is durable, or none of it and MailboxError."""
        try:
            with Transaction(self._db):
                yield
        except sqlite3.Error as error:
            text = (
                f"The mailbox {self._path} cannot be written ({error}). Make room, then do it again: nothing is lost."
            )
            raise MailboxError(text) from error

    def _put(self, message: Message, now_s: int) -> bool:
        codes = f"{message.handling.code} {message.evaluation.source}{message.evaluation.information}"
        box = close_box(self._key, message.content, about(message.id, message.digest))
        values = (message.id, message.key, message.addressee, codes, message.check_id, box, message.digest)
        added = self._db.execute(
            "INSERT INTO messages (id, profile, addressee, codes, check_id, content, digest, state, put_s)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', ?) ON CONFLICT (id) DO NOTHING",
            (*values, now_s),
        ).rowcount
        if not added and self.entry(message.id).digest != message.digest:
            raise MailboxError(f"Other bytes are in the mailbox as {message.id}. Keep both and tell the focal point.")
        return bool(added)

    def due(self, gateway: str, now_s: float, profile: str | None = None) -> tuple[Entry, bytes | None] | None:
        """Return the next message to send to a gateway now; None for none, or while it is held off.

        Its content comes with it, None where its box was changed or lies under another key.
        """
        row = self._db.execute(
            f"SELECT {COLUMNS}, content FROM messages WHERE state = 'waiting' AND next_s <= :now"
            " AND coalesce(gateway, :gateway) = :gateway AND coalesce(:profile, profile) = profile"
            " AND NOT EXISTS (SELECT 1 FROM holds WHERE gateway = :gateway AND until_s > :now) ORDER BY number LIMIT 1",
            {"now": now_s, "gateway": gateway, "profile": profile},
        ).fetchone()
        if row is None:
            return None
        entry = entry_of(row[:-1])
        return entry, open_box(self._key, row[-1], about(entry.id, entry.digest))

    def begin(self, number: int, gateway: str, now_s: float) -> None:
        """Note durably, before anything leaves, to which gateway a message goes, and when it is tried."""
        with self._writing():
            self._db.execute(
                "UPDATE messages SET gateway = coalesce(gateway, ?), tried_s = ? WHERE number = ?",
                (gateway, int(now_s), number),
            )

    def sent(self, number: int, receipt: Receipt, now_s: float) -> None:
        """Note the receipt of a message, whose content goes; what holds its gateway off ends."""
        with self._writing():
            self._db.execute(
                "UPDATE messages SET state = 'sent', content = x'', error = NULL, receipt = ?, sent_s = ?"
                " WHERE number = ? AND state = 'waiting'",
                (json.dumps(receipt.table()), int(now_s), number),
            )
            self._db.execute(
                "DELETE FROM holds WHERE gateway = (SELECT gateway FROM messages WHERE number = ?)", (number,)
            )

    def failed(self, number: int, now_s: float, error: str) -> bool:
        """Count a try that failed and have it wait; after MOST_TRIES it is a dead letter. Return whether it waits."""
        tries = self._db.execute("SELECT tries FROM messages WHERE number = ?", (number,)).fetchone()[0] + 1
        if tries >= MOST_TRIES:
            self.bury(number, f"It was tried {tries} times. The last time: {error}")
            return False
        next_s = now_s + backoff_s(tries, FIRST_WAIT_S, MOST_WAIT_S, self._random)
        with self._writing():
            self._db.execute(
                "UPDATE messages SET tries = ?, next_s = ?, error = ? WHERE number = ? AND state = 'waiting'",
                (tries, next_s, error, number),
            )
        return True

    def bury(self, number: int, reason: str) -> None:
        """Put a message to the dead letters with the reason, until a person releases it."""
        with self._writing():
            self._db.execute(
                "UPDATE messages SET state = 'dead', tries = tries + 1, error = ?"
                " WHERE number = ? AND state = 'waiting'",
                (reason, number),
            )

    def hold(self, gateway: str, now_s: float, error: str) -> float:
        """Hold all messages to a gateway back, because it is away; return until when."""
        row = self._db.execute("SELECT tries FROM holds WHERE gateway = ?", (gateway,)).fetchone()
        tries = (row[0] if row else 0) + 1
        until_s = now_s + backoff_s(tries, FIRST_WAIT_S, MOST_WAIT_S, self._random)
        with self._writing():
            self._db.execute("INSERT OR REPLACE INTO holds VALUES (?, ?, ?, ?)", (gateway, tries, until_s, error))
        return until_s

    def try_now(self, gateway: str) -> None:
        """Let everything that waits for a gateway go at once, because a person asks for it."""
        with self._writing():
            self._db.execute("DELETE FROM holds WHERE gateway = ?", (gateway,))
            self._db.execute(
                "UPDATE messages SET next_s = 0 WHERE state = 'waiting' AND coalesce(gateway, ?1) = ?1", (gateway,)
            )

    def release(self, message_id: str, is_elsewhere: bool = False) -> None:
        """Let a dead letter be sent again, because a person removed the reason; MailboxError where it is none.

        With `is_elsewhere` to any gateway: only for who knows that the former does not have it.
        """
        with self._writing():
            changed = self._db.execute(
                "UPDATE messages SET state = 'waiting', tries = 0, next_s = 0,"
                " gateway = CASE WHEN ? THEN NULL ELSE gateway END WHERE id = ? AND state = 'dead'",
                (is_elsewhere, message_id),
            ).rowcount
        if not changed:
            text = f"{message_id} is no dead letter. `viewmark gateway list --state dead` lists them."
            raise MailboxError(text)

    def entry(self, message_id: str) -> Entry:
        """Return a message; MailboxError where there is none."""
        row = self._db.execute(f"SELECT {COLUMNS} FROM messages WHERE id = ?", (message_id,)).fetchone()
        if row is None:
            raise MailboxError(f"There is no message {message_id} here. `viewmark gateway list` lists them.")
        return entry_of(row)

    def entries(self, state: str | None = None, most: int = 1000) -> list[Entry]:
        """Return messages in one state, or in all, the first put first."""
        rows = self._db.execute(
            f"SELECT {COLUMNS} FROM messages WHERE coalesce(?, state) = state ORDER BY number LIMIT ?",
            (state, most),
        )
        return [entry_of(row) for row in rows]

    def unsent_checks(self) -> set[str]:
        """Return the ids of the checks of which a message waits or is a dead letter."""
        rows = self._db.execute("SELECT DISTINCT check_id FROM messages WHERE state <> 'sent'")
        return {one for (one,) in rows}

    def waiting_profiles(self, gateway: str) -> list[str]:
        """Return the profiles of which messages wait for a gateway, or for whichever comes."""
        rows = self._db.execute(
            "SELECT DISTINCT profile FROM messages WHERE state = 'waiting' AND coalesce(gateway, ?1) = ?1 ORDER BY 1",
            (gateway,),
        )
        return [one for (one,) in rows]

    def counts(self) -> dict[str, int]:
        """Return how many messages wait, were sent and are dead."""
        found = dict(self._db.execute("SELECT state, count(*) FROM messages GROUP BY state").fetchall())
        return {state: found.get(state, 0) for state in (WAITING, SENT, DEAD)}


def unsent_checks(folder: Path) -> set[str]:
    """Return the ids of the checks of which a message lies unsent in the mailbox of a laptop's folder."""
    if not (folder / MAILBOX_FILE).exists():
        return set()
    with closing(Mailbox(folder / MAILBOX_FILE)) as mailbox:
        return mailbox.unsent_checks()
