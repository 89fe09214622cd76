"""What the list says of one weapon: where its keyed fingerprint lies, and 22 bits that tell a hit from a near.

The bits: 4 category, 8 maker code, 10 tag of the exact serial (under a shared code 7, and 3 of the maker's name);
masked, so that only who can ask for the serial can read them.
"""

import hashlib

from ..compat import TYPE_CHECKING
from ..makers import is_shared, maker_code
from ..serials import exact, skeleton

if TYPE_CHECKING:
    Place = tuple[int, int, int]  # bucket, remainder in it, mask of the payload

PAYLOAD_BITS = 22
TAG_BITS = 10
NAME_BITS = 3  # of the tag, under a shared code
REMAINDER_BITS = 20
BUCKET_ENTRIES = 60  # on the average: with its directory 290 bytes are read for a lookup
MOST_IN_BUCKET = 255

# Never renumbered: entries carry the place. At most 16.
CATEGORIES = ("stolen", "lost", "trafficked", "wanted-evidence", "exercise")


class Entry:
    """What the list says of one fingerprint: category word, maker code, a 10-bit tag, and the key it was made with."""

    def __init__(self, category: str, maker: int, tag: int, key: bytes = b"") -> None:
        self.category = category
        self.maker = maker
        self.tag = tag
        self.key = key


def buckets_for(entries: int) -> int:
    """Return how many buckets a base list of so many entries has."""
    return max(1, (entries + BUCKET_ENTRIES - 1) // BUCKET_ENTRIES)


def place_of(key: bytes, serial: str, buckets: int) -> "Place":
    """Return where the fingerprint of a serial's skeleton lies in a list of so many buckets, and its mask."""
    return place_from(fingerprint(key, skeleton(serial)), buckets)


def fingerprint(key: bytes, skeleton_key: str) -> bytes:
    """Return the keyed SHA-256 of a skeleton serial."""
    return hashlib.sha256(key + b"\x01" + skeleton_key.encode()).digest()


def place_from(digest: bytes, buckets: int) -> "Place":
    """Return bucket, remainder and mask that a fingerprint's SHA-256 stands for."""
    bucket = int.from_bytes(digest[:4], "big") * buckets >> 32
    remainder = digest[4] << 12 | digest[5] << 4 | digest[6] >> 4
    return bucket, remainder, digest[8] << 14 | digest[9] << 6 | digest[10] >> 2


def exact_tag(key: bytes, serial: str, maker: "str | None", code: int) -> int:
    """Return the 10-bit tag of the exact serial; under a shared code its last 3 bits are of the maker's name."""
    return exact_tag_of_key(key, exact(serial), maker, code)


def exact_tag_of_key(key: bytes, serial_key: str, maker: "str | None", code: int) -> int:
    """As `exact_tag`, of a serial's exact key."""
    tag = _ten_bits(key + b"\x02" + serial_key.encode())
    if is_shared(code):
        name = _ten_bits(key + b"\x03" + exact(maker or "").encode())
        tag = tag >> NAME_BITS << NAME_BITS | name & (1 << NAME_BITS) - 1
    return tag


def agreement(entry: "Entry", tag: int) -> "tuple[bool, bool]":
    """Return whether serial and, under a shared code, name agree with the tag that was asked for."""
    different = entry.tag ^ tag
    if is_shared(entry.maker):
        return not different >> NAME_BITS, not different & (1 << NAME_BITS) - 1
    return not different, True


def payload_of(key: bytes, serial: str, maker: "str | None", category: str) -> int:
    """Return the 22 bits of one listed weapon, not yet masked."""
    return payload_of_key(key, exact(serial), maker, maker_code(maker), category)


def payload_of_key(key: bytes, serial_key: str, maker: "str | None", code: int, category: str) -> int:
    """As `payload_of`, of a serial's exact key and the maker's code."""
    return CATEGORIES.index(category) << 18 | code << TAG_BITS | exact_tag_of_key(key, serial_key, maker, code)


def entry_of(payload: int, key: bytes = b"") -> Entry:
    """Return the entry in 22 unmasked bits."""
    place = payload >> 18
    category = CATEGORIES[place] if place < len(CATEGORIES) else "listed"
    return Entry(category, payload >> TAG_BITS & 0xFF, payload & (1 << TAG_BITS) - 1, key)


def _ten_bits(text: bytes) -> int:
    digest = hashlib.sha256(text).digest()
    return digest[0] << 2 | digest[1] >> 6
