"""An entry of the mailbox: one message as it is listed, and the columns that it is read from."""

import json
import sqlite3
from dataclasses import dataclass, fields
from typing import Any

WAITING, SENT, DEAD = STATES = ("waiting", "sent", "dead")


@dataclass(frozen=True)
class Entry:
    """One message as the mailbox lists it, without its content; `codes` as people write them: H1 B2."""

    number: int
    id: str
    profile: str
    addressee: str
    codes: str
    check_id: str
    digest: str
    state: str
    put_s: int
    tries: int
    next_s: float
    gateway: str | None
    error: str | None
    receipt: dict[str, Any] | None
    sent_s: int | None
    tried_s: int | None


COLUMNS = ", ".join(one.name for one in fields(Entry))


def has_times_of_tries(database: sqlite3.Connection) -> bool:
    """Return whether a mailbox knows when its messages were tried: one of an earlier version does not."""
    return any(row[1] == "tried_s" for row in database.execute("PRAGMA table_info(messages)"))


def entry_of(row: Any) -> Entry:
    """Return the entry in a row of COLUMNS; ValueError where its receipt is no JSON."""
    values: dict[str, Any] = dict(zip((one.name for one in fields(Entry)), row, strict=True))
    receipt = values.pop("receipt")
    return Entry(receipt=None if receipt is None else json.loads(receipt), **values)


def about(message_id: str, digest: str) -> bytes:
    """Return what a message's box is closed about."""
    return f"{message_id} {digest}".encode()
