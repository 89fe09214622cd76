"""Puts the readings of several views of one mark together: each view votes on every position.

Views are read one by one and not summed step by step: the network marks a character at one step only, and
another one in each view, so that sums blur what each view shows clearly.
"""

UNREAD = "?"
_ALTERNATIVES = 3
_UNREAD_PERCENT = 20  # what an unread position counts for when views are weighed


def combined(lattices: "list[list]") -> list:
    """The lattice that most of the views together stand for; empty where no view shows a mark.

    The length that has the most confident views wins; of those, percentages are averaged position by position.
    """
    groups = {}
    for lattice in lattices:
        if lattice:
            groups.setdefault(len(lattice), []).append(lattice)
    if not groups:
        return []
    best = max(groups.values(), key=_weight)
    if len(best) == 1:
        return best[0]
    return [_average([lattice[place] for lattice in best]) for place in range(len(best[0]))]


def weight(lattice: list) -> float:
    """A view's mean confidence by character, 0..1 (geometric: one poor character spoils a line); 0 for no mark."""
    if not lattice:
        return 0.0
    product = 1.0
    for position in lattice:
        character, percent = position[0]
        product *= (_UNREAD_PERCENT if character == UNREAD else max(1, percent)) / 100
    return product ** (1 / len(lattice))


def _weight(group: "list[list]") -> float:
    return sum([weight(lattice) for lattice in group])


def _average(positions: list) -> list:
    """The alternatives of one position over all views, the likeliest three first."""
    sums = {}
    for position in positions:
        for character, percent in position:
            sums[character] = sums.get(character, 0) + percent
    count = len(positions)
    ranked = sorted([((total + count // 2) // count, character) for character, total in sums.items()], reverse=True)
    return [(character, percent) for percent, character in ranked[:_ALTERNATIVES] if percent] or [(UNREAD, 100)]
