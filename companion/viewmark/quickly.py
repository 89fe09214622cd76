"""The protocol's keys of serials, computed quickly: for millions of them, on this side alone."""

from viewmark_protocol.serials import exact, skeleton

_ASCII = "".join(map(chr, range(128)))
_DROPPED = {ord(one): None for one in _ASCII if not exact(one)}
_FOLD = {ord(one): skeleton(one) for one in _ASCII if skeleton(one) not in ("", one)}


def quick_exact(serial: str) -> str:
    """Return `serials.exact` of a serial, ten times as fast where it is ASCII, as nearly all of them are."""
    return serial.upper().translate(_DROPPED) if serial.isascii() else exact(serial)


def quick_skeleton(key: str) -> str:
    """Return the skeleton of an exact key."""
    return key.translate(_FOLD)
