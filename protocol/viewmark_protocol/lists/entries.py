"""One entry of the offline list: a keyed fingerprint of the skeleton serial, and 22 bits that tell a hit from a near.

8 bytes: 40 bits fingerprint, 4 category, 8 assigned maker code, 10 exact-serial tag, 2 spare (zero).
"""

import hashlib

from ..makers import UNKNOWN_MAKER, is_shared, maker_code
from ..serials import exact, skeleton

ENTRY_BYTES = 8
FINGERPRINT_BYTES = 5

# Never renumbered: entries carry the place. At most 16.
CATEGORIES = ("stolen", "lost", "trafficked", "wanted-evidence", "exercise")


class Entry:
    """What the list says of one fingerprint: category word, maker code, and a 10-bit tag of the exact serial."""

    def __init__(self, category: str, maker: int, tag: int) -> None:
        self.category = category
        self.maker = maker
        self.tag = tag


def fingerprint(key: bytes, serial: str) -> bytes:
    """Return the 5-byte keyed fingerprint of a serial's skeleton."""
    return _digest(key, b"\x01", skeleton(serial))[:FINGERPRINT_BYTES]


def exact_tag(key: bytes, serial: str, maker: "str | None", code: int) -> int:
    """Return the 10-bit tag of the exact serial; under a shared code the maker's name is part of it."""
    text = exact(serial)
    if is_shared(code):
        text += "\0" + exact(maker or "")
    digest = _digest(key, b"\x02", text)
    return digest[0] << 2 | digest[1] >> 6


def pack(key: bytes, serial: str, maker: "str | None", category: str) -> "list[bytes]":
    """Return the packed entries of one listed weapon.

    A maker with a shared code gets a second entry without maker: so its own maker is told apart by the tag,
    and the serial is still found under every other maker.
    """
    code = maker_code(maker)
    codes = (code, UNKNOWN_MAKER) if is_shared(code) else (code,)
    return [fingerprint(key, serial) + _payload(category, one, exact_tag(key, serial, maker, one)) for one in codes]


def unpack(data: bytes) -> Entry:
    """Return the entry in 8 packed bytes."""
    bits = data[5] << 16 | data[6] << 8 | data[7]
    place = bits >> 20
    category = CATEGORIES[place] if place < len(CATEGORIES) else "listed"
    return Entry(category, bits >> 12 & 0xFF, bits >> 2 & 0x3FF)


def _payload(category: str, code: int, tag: int) -> bytes:
    bits = CATEGORIES.index(category) << 20 | code << 12 | tag << 2
    return bytes((bits >> 16, bits >> 8 & 0xFF, bits & 0xFF))


def _digest(key: bytes, purpose: bytes, text: str) -> bytes:
    return hashlib.sha256(key + purpose + text.encode()).digest()
