"""What the store key is used for while the handheld is unlocked: boxes for small secrets, and keys for the log."""

from ports import LockedError
from viewmark_protocol.sealing.box import close_box, open_box
from viewmark_protocol.sealing.hmac import derive

_IV_BYTES = 16

_store_key: "bytes | None" = None
_random = bytes  # until it is unlocked, which brings the board's own


def unlock(store_key: bytes, random) -> None:
    """Take the store key; `random(count)` gives random bytes."""
    global _store_key, _random
    _store_key, _random = store_key, random


def lock() -> None:
    """Forget the store key."""
    global _store_key
    _store_key = None


def are_open() -> bool:
    """Return whether the store key is at hand."""
    return _store_key is not None


def store_key() -> bytes:
    """Return the store key; LockedError without it."""
    if _store_key is None:
        raise LockedError("The handheld is locked. Enter its PIN, then go on.")
    return _store_key


def key_for(purpose: bytes) -> bytes:
    """Return the key for one purpose; LockedError without the store key."""
    return derive(store_key(), b"viewmark store " + purpose + b"\0")


def close(purpose: bytes, content: bytes, context: bytes = b"") -> bytes:
    """Return the box of a small secret, which opens only in its context; LockedError without the store key."""
    key = key_for(purpose)
    return close_box(key, _random(_IV_BYTES), content, context)


def open(purpose: bytes, box: bytes, context: bytes = b"") -> bytes:
    """Return what a box holds; SealError where it or its context was changed, LockedError without the store key."""
    return open_box(key_for(purpose), box, context)
