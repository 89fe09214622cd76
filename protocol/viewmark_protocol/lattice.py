"""A reading is a lattice: per position up to three `[character, percent]`, likeliest first."""

from .compat import TYPE_CHECKING
from .serials import UNREAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    Alternative = tuple[str, int]
    Lattice = list[list[Alternative]]


def raw_text(lattice: "Lattice") -> str:
    """Return the likeliest reading, with `?` where no character was good enough."""
    return "".join([position[0][0] for position in lattice])


def likeliest(lattice: "Lattice", most: int) -> "Iterator[str]":
    """Yield at most `most` other readings than the first, likeliest first, one changed position before two.

    Positions whose first choice is `?` keep it: enumerating an unread character is the list's business.
    """
    base = [position[0][0] for position in lattice]
    changes = _changes(lattice)
    count = 0
    for _, place, character in changes:
        if count >= most:
            return
        count += 1
        yield _replaced(base, ((place, character),))
    pairs = [
        (first[0] + second[0], (first[1:], second[1:]))
        for index, first in enumerate(changes)
        for second in changes[index + 1 :]
        if first[1] != second[1]
    ]
    pairs.sort()  # by everything: MicroPython's sort does not keep the order of equals
    for _, both in pairs:
        if count >= most:
            return
        count += 1
        yield _replaced(base, both)


def _changes(lattice: "Lattice") -> "list[tuple[int, int, str]]":
    """Return `(loss of percent, place, character)` for every alternative, smallest loss first."""
    changes = [
        (position[0][1] - percent, place, character)
        for place, position in enumerate(lattice)
        if position[0][0] != UNREAD
        for character, percent in position[1:]
        if character != UNREAD
    ]
    changes.sort()
    return changes


def _replaced(base: "list[str]", changes: "tuple[tuple[int, str], ...]") -> str:
    text = list(base)
    for place, character in changes:
        text[place] = character
    return "".join(text)
