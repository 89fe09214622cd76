"""Which maker's mark the weapon bears: chosen from the table, typed, or none."""

from screens.canvas import VIOLET
from screens.editor import edit
from screens.page import Page
from viewmark_protocol.makers import maker_name

NO_MAKER = "no maker's mark"
OTHER = "another: type it"
_ROWS = 8


async def choose_maker(ui) -> "str | None":
    """Return the maker's name, None where the weapon bears none."""
    makers = _count()
    place = 0  # 0: no maker; then the makers by their codes; then another
    while True:
        key = await ui.show(_page(place, makers))
        if key == "up":
            place = (place - 1) % (makers + 2)
        elif key == "down":
            place = (place + 1) % (makers + 2)
        elif key == "ok":
            if place == 0:
                return None
            if place <= makers:
                return maker_name(place)
            typed = await edit(ui, "MAKER", "")
            if typed:
                return typed


def _count() -> int:
    """Return how many makers the table has: their codes run from 1 without a gap."""
    makers = 0
    while maker_name(makers + 1):
        makers += 1
    return makers


def _page(place: int, makers: int) -> Page:
    page = Page("maker", "MAKER'S MARK", {"up": "up", "down": "down", "ok": "take"}, VIOLET)
    first = max(0, min(place - _ROWS // 2, makers + 2 - _ROWS))
    for index in range(first, first + _ROWS):
        # Only the names in sight are held: all of them at once would be 5 KB of a small heap.
        name = NO_MAKER if index == 0 else maker_name(index) or OTHER
        page.lines.append(((">" if index == place else " ") + name, 2 if index == place else 1, 7))
    return page
