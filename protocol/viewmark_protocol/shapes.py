"""What a maker's serial shapes say of a reading: O or 0, I or 1. It is told, the reading itself stays.

O and I cannot be told from 0 and 1 by their look; a maker that writes three letters and three digits tells them.
"""

from .compat import TYPE_CHECKING
from .makers import maker_shapes
from .serials import UNREAD, exact

if TYPE_CHECKING:
    from .lattice import Lattice

_LETTER_FOR = {"0": "O", "1": "I", "5": "S", "2": "Z", "8": "B", "6": "G"}
_DIGIT_FOR = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "S": "5", "Z": "2", "B": "8", "G": "6"}


class Shaped:
    """A serial as the maker's shape has it, and what changed: (place in the key, read, meant)."""

    def __init__(self, serial: str, form: str, changes: "list[tuple[int, str, str]]") -> None:
        self.serial = serial
        self.shape = form
        self.changes = changes


def by_shape(lattice: "Lattice", maker: int) -> "Shaped | None":
    """Return the serial that exactly one shape of the maker makes of a reading by look-alikes alone.

    None where the reading has a shape of the maker already, where two shapes make different serials of it, where a
    character is unread, or where nothing is known of the maker.
    """
    positions = [position for position in lattice if exact(position[0][0])]
    key = "".join([exact(position[0][0]) for position in positions])
    if not key or UNREAD in key:
        return None
    best = None
    for form in maker_shapes(maker):
        if len(form) != len(key):
            continue
        found = _shaped(positions, key, form)
        if found is None:
            continue
        if not found.changes:
            return None
        if best is not None and best.serial != found.serial:
            return None
        best = found
    return best


def by_shape_text(raw: str, maker: int) -> "Shaped | None":
    """Return the same for a serial as text, of which no alternatives are known."""
    return by_shape([[(character, 100)] for character in raw], maker)


def _shaped(positions: "Lattice", key: str, form: str) -> "Shaped | None":
    serial = ""
    changes: "list[tuple[int, str, str]]" = []
    for place, character in enumerate(key):
        meant = _meant(positions[place], character, form[place] == "9")
        if not meant:
            return None
        if meant != character:
            changes.append((place, character, meant))
        serial += meant
    return Shaped(serial, form, changes)


def _meant(position: "list[tuple[str, int]]", character: str, is_digit: bool) -> str:
    """Return the character of the wanted sort: as read, or the likeliest look-alike; empty where there is none."""
    if ("0" <= character <= "9") == is_digit:
        return character
    table = _DIGIT_FOR if is_digit else _LETTER_FOR
    for other, _ in position[1:]:
        key = exact(other)
        if len(key) == 1 and key != UNREAD and ("0" <= key <= "9") == is_digit and _look_alike(key, character):
            return key
    return table.get(character, "")


def _look_alike(first: str, second: str) -> bool:
    return _DIGIT_FOR.get(first, first) == _DIGIT_FOR.get(second, second)
