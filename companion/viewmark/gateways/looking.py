"""Looking into the mailbox without changing it: what waits, was sent and failed of each profile, the newest first.

Each look opens the file for itself, so that any thread may have one while another sends.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from viewmark.encryption.box import open_box
from viewmark.encryption.unlocking import master_key
from viewmark.gateways.entry import COLUMNS, DEAD, SENT, WAITING, Entry, about, entry_of, has_times_of_tries
from viewmark.gateways.errors import MailboxError, MessageError
from viewmark.gateways.mailbox import MAILBOX_FILE
from viewmark.gateways.message import Message, read_message

_TIMEOUT_S = 5.0
_FAILED = f"(state = '{DEAD}' OR (state = '{WAITING}' AND error IS NOT NULL))"


class Tally(NamedTuple):
    """How a profile's messages stand: counts by state, what was sent last, and the newest that failed."""

    waiting: int = 0
    sent: int = 0
    dead: int = 0
    last_sent: Entry | None = None
    last_failed: Entry | None = None


class Hold(NamedTuple):
    """A gateway that was away: until when it is left alone (UTC second), and why."""

    gateway: str
    until_s: float
    error: str


class MailboxLook:
    """The mailbox of the laptop in `folder`, empty where nothing was ever put; MailboxError where it is damaged."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / MAILBOX_FILE

    def tallies(self) -> dict[str, Tally]:
        """Return how the messages of each profile stand, of those that have any."""
        found: dict[str, dict[str, Any]] = {}
        with self._opened() as database:
            for key, state, count in database.execute("SELECT profile, state, count(*) FROM messages GROUP BY 1, 2"):
                found.setdefault(key, {})[state] = count
            for name, newest, which in (
                ("last_sent", "sent_s", f"state = '{SENT}'"),
                ("last_failed", "number", _FAILED),
            ):
                # SQLite fills the other columns of an aggregate by max() from the row that has it.
                rows = database.execute(f"SELECT max({newest}), {COLUMNS} FROM messages WHERE {which} GROUP BY profile")
                for row in rows:
                    entry = entry_of(row[1:])
                    found[entry.profile][name] = entry
        return {key: Tally(**values) for key, values in found.items()}

    def holds(self) -> dict[str, Hold]:
        """Return the gateways that were away when they were last tried."""
        with self._opened() as database:
            rows = database.execute("SELECT gateway, until_s, coalesce(error, '') FROM holds").fetchall()
        return {row[0]: Hold(*row) for row in rows}

    def page(self, most: int, state: str = "", profile: str = "", before: int | None = None) -> list[Entry]:
        """Return messages, the one put last first: in one state and of one profile, where these are given."""
        with self._opened() as database:
            rows = database.execute(
                f"SELECT {COLUMNS} FROM messages WHERE (:state = '' OR state = :state)"
                " AND (:profile = '' OR profile = :profile) AND (:before IS NULL OR number < :before)"
                " ORDER BY number DESC LIMIT :most",
                {"state": state, "profile": profile, "before": before, "most": most},
            )
            return [entry_of(row) for row in rows]

    def entry(self, message_id: str) -> Entry | None:
        """Return a message, None where there is none."""
        with self._opened() as database:
            row = database.execute(f"SELECT {COLUMNS} FROM messages WHERE id = ?", (message_id,)).fetchone()
            return None if row is None else entry_of(row)

    def message(self, entry: Entry) -> Message | None:
        """Return what a message says, None once it was sent; MessageError where its box was changed."""
        with self._opened() as database:
            row = database.execute("SELECT content FROM messages WHERE number = ?", (entry.number,)).fetchone()
        if row is None or not row[0]:
            return None
        key = master_key(self._folder).derived("gateway")
        content = open_box(key, row[0], about(entry.id, entry.digest))
        if content is None:
            raise MessageError("It was changed in the mailbox or lies under another key. Put it anew.")
        return read_message(content)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """Give the file to be read, an empty one where there is none."""
        try:
            if not self._path.exists():
                with closing(sqlite3.connect(":memory:")) as nothing:
                    columns = f"CREATE TABLE messages ({COLUMNS}, content);"
                    nothing.executescript(columns + "CREATE TABLE holds (gateway, until_s, error)")
                    yield nothing
                return
            address = f"{self._path.resolve().as_uri()}?mode=ro"
            with closing(sqlite3.connect(address, uri=True, timeout=_TIMEOUT_S)) as database:
                if not has_times_of_tries(database):
                    database.execute("CREATE TEMP VIEW messages AS SELECT *, NULL AS tried_s FROM main.messages")
                yield database
        except (sqlite3.Error, ValueError) as error:
            raise MailboxError(
                f"The mailbox {self._path} cannot be read ({error}). Restore it from a copy, or move it away and put"
                " the checks again: what waited is in it alone."
            ) from error
