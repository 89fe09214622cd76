"""Ranks serials of a list by how well a reading fits them: which record was it, where a character is in doubt?"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from viewmark_protocol.serials import UNREAD, exact, skeleton

Lattice = Sequence[Sequence[tuple[str, int]]]  # by position, the likeliest character first

_ELSE = -math.log(0.002)  # a character that the reader did not think of
_CONFUSABLE = -math.log(0.03)  # one that folds to the same skeleton as its first choice
_UNREAD = -math.log(1 / 36)
_SLIP = -math.log(0.006)  # a character that was dropped, or read where there is none
_LEAST_SHARE = 0.002


def rank(lattice: Lattice, serials: list[str], most: int) -> list[tuple[str, float]]:
    """Return the `most` serials that fit best with their costs (negative logarithms, the smaller the better)."""
    costs = fit(lattice, serials)
    order = np.argsort(costs, kind="stable")[:most]
    return [(serials[place], float(costs[place])) for place in order.tolist()]


def fit(lattice: Lattice, serials: Sequence[str]) -> NDArray[np.float64]:
    """Return the cost of aligning a reading with each serial's exact key: a weighted edit distance."""
    positions = [position for position in lattice if exact(position[0][0])]
    keys = [exact(serial) for serial in serials]
    longest = max((len(key) for key in keys), default=0)
    codes = np.zeros((len(keys), longest), np.int32)
    for row, key in enumerate(keys):
        codes[row, : len(key)] = [ord(character) for character in key]
    known = sorted(set("".join(keys)))
    column = np.zeros(0x110000 if known and ord(known[-1]) > 127 else 128, np.int32)
    column[[ord(character) for character in known]] = np.arange(len(known))
    above = [np.full(len(keys), place * _SLIP) for place in range(longest + 1)]
    for position in positions:
        price = np.array([_price(position, character) for character in known])
        row = [above[0] + _SLIP]
        for place in range(longest):
            same = above[place] + price[column[codes[:, place]]]
            row.append(np.minimum(same, np.minimum(above[place + 1], row[place]) + _SLIP))
        above = row
    table = np.stack(above, axis=1)
    return table[np.arange(len(keys)), [len(key) for key in keys]]


def _price(position: Sequence[tuple[str, int]], character: str) -> float:
    """The cost of a character where the reader saw these alternatives."""
    for seen, percent in position:
        if exact(seen) == character:
            return -math.log(max(_LEAST_SHARE, percent / 100))
    if position[0][0] == UNREAD:
        return _UNREAD
    return _CONFUSABLE if skeleton(position[0][0]) == skeleton(character) else _ELSE
