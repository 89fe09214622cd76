"""Letters and digits of one look, O and 0, I and 1: what stands about them tells which, and says that it did.

No picture tells them apart (confusions of the reader: O as 0 in a quarter of all). Within a word they are letters,
within a number digits. Beside a digit of a serial they are digits too, and wherever a serial has letters in two places
or more: makers avoid both letters (7 of 583 serials of a public list have one). Anywhere else the reading stays as it
is. The other one stays an alternative, so that the maker's shape and the list are asked about it all the same.
"""

_TWINS = {"0": "O", "O": "0", "1": "I", "I": "1"}
_BREAKS = "-./"
_BOTH_SIDES, _ONE_SIDE = 3, 4  # so many letters, or digits, about it make a word, or a number
_SERIAL_DIGITS = 4  # so many between two breaks make a serial
_MOST_LETTERS = 3  # that stand before a serial's digits, or behind them: more are a word
_TOLD_PERCENT = 90  # of what both together have: where it was told by its neighbours, it is not sure


def told_by_neighbours(lattice: list) -> list:
    """The lattice with each twin as its neighbours have it; positions that stay are the same objects."""
    told = list(lattice)  # from the left: what was told helps to tell the next
    for place in range(len(told)):
        other = _TWINS.get(told[place][0][0])
        if other and _stands_among(told, place, other.isdigit()):
            told[place] = _turned(told[place], other)
    return told


def _stands_among(lattice: list, place: int, digits: bool) -> bool:
    before, is_edge_before = _run(lattice, place, -1, digits)
    after, is_edge_after = _run(lattice, place, 1, digits)
    if before and after:
        return before + after >= _BOTH_SIDES
    if digits and _is_in_serial(lattice, place, bool(before or after)):
        return True
    return (before >= _ONE_SIDE and is_edge_after) or (after >= _ONE_SIDE and is_edge_before)


def _is_in_serial(lattice: list, place: int, beside: bool) -> bool:
    """Whether digits enough stand between the breaks about a place, and no word right beside it.

    Where none of them is `beside` it, letters must stand in two places at least, as in no word with a number.
    """
    letters = [_run(lattice, place, step, False)[0] for step in (-1, 1)]
    if (max(letters) if beside else sum(letters) + 1) > _MOST_LETTERS:
        return False
    digits = 0
    runs = 1
    for step in (-1, 1):
        at = place + step
        was_letter = True
        while 0 <= at < len(lattice) and lattice[at][0][0] not in _BREAKS:
            is_letter = lattice[at][0][0].isalpha()
            digits += lattice[at][0][0].isdigit()
            runs += is_letter and not was_letter
            was_letter = is_letter
            at += step
    return digits >= _SERIAL_DIGITS and (beside or runs > 1)


def _run(lattice: list, place: int, step: int, digits: bool) -> tuple:
    """How many of one sort, as they are read, stand beside a place, and whether the text ends right beside it."""
    place += step
    is_edge = not 0 <= place < len(lattice) or lattice[place][0][0] in _BREAKS
    count = 0
    while 0 <= place < len(lattice):
        character = lattice[place][0][0]
        if not (character.isdigit() if digits else character.isalpha()):
            break
        count += 1
        place += step
    return count, is_edge


def _turned(position: list, other: str) -> list:
    both = position[0][1]
    rest = []
    for character, percent in position[1:]:
        if character == other:
            both += percent
        else:
            rest.append((character, percent))
    first = both * _TOLD_PERCENT // 100
    return [(other, first), (position[0][0], both - first)] + rest[:1]
