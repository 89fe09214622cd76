"""A reading is a lattice: per position up to three `[character, percent]`, likeliest first."""

from .compat import TYPE_CHECKING
from .serials import UNREAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    Alternative = tuple[str, int]
    Lattice = list[list[Alternative]]


_MOST_TRIES = 512  # sets of changes looked at; some change one place twice and are none


def raw_text(lattice: "Lattice") -> str:
    """Return the likeliest reading, with `?` where no character was good enough."""
    return "".join([position[0][0] for position in lattice])


def likeliest(lattice: "Lattice", most: int) -> "Iterator[str]":
    """Yield at most `most` other readings than the first, likeliest first; of equals those with fewer changes.

    Positions whose first choice is `?` keep it: enumerating an unread character is the list's business.
    """
    base = [position[0][0] for position in lattice]
    changes = _changes(lattice)
    # Best first over sets of changes: each set comes from one other, by moving its last change on or adding the next.
    waiting: "list[tuple[int, int, tuple[int, ...]]]" = [(changes[0][0], 1, (0,))] if changes else []
    count = tries = 0
    while waiting and count < most and tries < _MOST_TRIES:
        tries += 1
        best = min(waiting)
        waiting.remove(best)
        cost, size, chosen = best
        last = chosen[-1]
        if last + 1 < len(changes):
            added = changes[last + 1][0]
            waiting.append((cost + added, size + 1, chosen + (last + 1,)))
            waiting.append((cost - changes[last][0] + added, size, chosen[:-1] + (last + 1,)))
        places = [changes[index][1] for index in chosen]
        if len(set(places)) == size:
            count += 1
            yield _replaced(base, [changes[index][1:] for index in chosen])


def _changes(lattice: "Lattice") -> "list[tuple[int, int, str]]":
    """Return `(cost, place, character)` for every alternative, the cheapest first."""
    changes = [
        (_cost(position[0][1], percent), place, character)
        for place, position in enumerate(lattice)
        if position[0][0] != UNREAD
        for character, percent in position[1:]
        if character != UNREAD
    ]
    changes.sort()
    return changes


def _cost(first: int, percent: int) -> int:
    """Return by how much less likely the second is: the logarithm of the ratio to base 2, in sixteenths.

    Whole numbers alone, so that every interpreter asks in the same order.
    """
    ratio = (max(1, first) << 12) // max(1, percent)
    cost = 0
    while ratio >= 1 << 13:
        ratio >>= 1
        cost += 16
    for part in (8, 4, 2, 1):
        ratio = ratio * ratio >> 12
        if ratio >= 1 << 13:
            ratio >>= 1
            cost += part
    return cost


def _replaced(base: "list[str]", changes: "list[tuple[int, str]]") -> str:
    text = list(base)
    for place, character in changes:
        text[place] = character
    return "".join(text)
