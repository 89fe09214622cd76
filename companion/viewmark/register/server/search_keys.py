"""The keys by which a serial is found however it was misread: hashes that lie in one index, on every database.

A serial has the hash of its skeleton, and one for each place, of that place and the skeleton without its character
(symmetric deletion, Garbe 2012, with the place: otherwise most of what is found differs by more). Two more kinds of
keys lie apart from these: of the serial without the letters between its digits, and of its end.
"""

from collections.abc import Iterable
from itertools import product
from zlib import crc32

from viewmark_protocol.serials import UNREAD, without_embedded_letters

from ...quickly import quick_exact, quick_skeleton

SHORTEST = 4  # characters: below this, one more or less reaches too much
END_CHARACTERS = 5
MOST_UNREAD = 3  # more would take too many keys
ALPHABET = sorted(set(quick_skeleton("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
SKELETONS, LETTERLESS, ENDS, WITHOUT = 0, 1, 2, 3  # the fourth and all further ones: without the character at a place
# What the hashes of each kind begin with: far apart, so that no two kinds meet in one text.
STARTS = [crc32(b"viewmark %d" % kind) for kind in range(WITHOUT + 80)]


def record_keys(serial: str) -> set[int]:
    """Return every key under which a recorded serial is found."""
    key = _skeleton(serial)
    found = {_hash(key, SKELETONS)}
    if len(key) >= SHORTEST:
        found.update(_hash(one, WITHOUT + place) for place, one in enumerate(_without_one(key)))
        found.add(_hash(key[-END_CHARACTERS:], ENDS))
    if shorter := without_embedded_letters(serial):
        found.add(letterless_key(shorter))
    return found


def same_keys(serials: Iterable[str]) -> list[int]:
    """Return the keys of records with one of these serials, or with characters in them that are often confused."""
    return sorted({_hash(_skeleton(one), SKELETONS) for one in serials})


def query_keys(serial: str) -> list[int]:
    """Return the keys of records that are at most one slip and any confusions away, or differ by embedded letters."""
    key = _skeleton(serial)
    found = {_hash(key, SKELETONS), letterless_key(serial)}
    if len(key) >= SHORTEST:
        shorter = _without_one(key)
        found.update(_hash(one, SKELETONS) for one in shorter)  # one too many was asked for
        found.update(_hash(one, SKELETONS) for one in _swapped(key))
        found.update(_hash(one, WITHOUT + place) for place, one in enumerate(shorter))  # another character
    if len(key) >= SHORTEST - 1:
        found.update(_hash(key, WITHOUT + place) for place in range(len(key) + 1))  # one is missing
    if letterless := without_embedded_letters(serial):
        found.update((_hash(_skeleton(letterless), SKELETONS), letterless_key(letterless)))
    return sorted(found)


def unread_keys(serial: str) -> list[int]:
    """Return the keys of records that a serial with one to three `?` can be: all of them but one are filled in."""
    before, _, after = _skeleton(serial).rpartition(UNREAD)
    parts = before.split(UNREAD)
    found: set[int] = set()
    for filled in product(ALPHABET, repeat=len(parts) - 1):
        text = "".join(part + one for part, one in zip(parts, (*filled, ""), strict=True)) + after
        found.add(_hash(text, WITHOUT + len(before)))
    return sorted(found)


def letterless_key(serial: str) -> int:
    """Return the key of records that are this serial once the letters between their digits are left out."""
    return _hash(_skeleton(serial), LETTERLESS)


def end_key(serial: str) -> int:
    """Return the key of records that end as a serial of five or more characters does."""
    return _hash(_skeleton(serial)[-END_CHARACTERS:], ENDS)


def _skeleton(serial: str) -> str:
    return quick_skeleton(quick_exact(serial))


def _without_one(key: str) -> list[str]:
    return [key[:place] + key[place + 1 :] for place in range(len(key))]


def _swapped(key: str) -> list[str]:
    return [key[:place] + key[place + 1] + key[place] + key[place + 2 :] for place in range(len(key) - 1)]


def _hash(text: str, kind: int) -> int:
    """Return a signed number of 32 bits, as every database has; a rare collision costs one more row, no more."""
    number = crc32(text.encode(), STARTS[min(kind, len(STARTS) - 1)])
    return number - (number >> 31 << 32)
