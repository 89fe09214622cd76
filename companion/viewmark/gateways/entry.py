"""An entry of the mailbox: one message as it is listed, and the columns that it is read from."""

import json
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


COLUMNS = ", ".join(one.name for one in fields(Entry))


def entry_of(row: Any) -> Entry:
    """Return the entry in a row of COLUMNS; ValueError where its receipt is no JSON."""
    values: dict[str, Any] = dict(zip((one.name for one in fields(Entry)), row, strict=True))
    receipt = values.pop("receipt")
    return Entry(receipt=None if receipt is None else json.loads(receipt), **values)


def about(message_id: str, digest: str) -> bytes:
    """Return what a message's box is closed about."""
    return f"{message_id} {digest}".encode()
