"""Which maker's mark the weapon bears: chosen from the table, typed, or none."""

from screens.canvas import VIOLET
from screens.editor import edit
from screens.page import Page
from viewmark_protocol.makers import maker_names

NO_MAKER = "no maker's mark"
OTHER = "another: type it"
_ROWS = 8


async def choose_maker(ui) -> "str | None":
    """Return the maker's name, None where the weapon bears none."""
    names = [NO_MAKER] + maker_names() + [OTHER]
    place = 0
    while True:
        key = await ui.show(_page(names, place))
        if key == "up":
            place = (place - 1) % len(names)
        elif key == "down":
            place = (place + 1) % len(names)
        elif key == "ok":
            if names[place] == NO_MAKER:
                return None
            if names[place] != OTHER:
                return names[place]
            typed = await edit(ui, "MAKER", "")
            if typed:
                return typed


def _page(names: "list[str]", place: int) -> Page:
    page = Page("maker", "MAKER'S MARK", {"up": "up", "down": "down", "ok": "take"}, VIOLET)
    first = max(0, min(place - _ROWS // 2, len(names) - _ROWS))
    for index in range(first, min(first + _ROWS, len(names))):
        page.lines.append(((">" if index == place else " ") + names[index], 2 if index == place else 1, 7))
    return page
