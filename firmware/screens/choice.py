"""One out of many: a list of which only what is in sight is held, since all of it would fill a small heap."""

from screens.canvas import VIOLET
from screens.language import told
from screens.page import Page

_ROWS = 8


async def choose(ui, title: str, name_at, place: int = 0) -> "int | None":
    """Return the place that was chosen, None where the officer went back. `name_at(place)` is None behind the last."""
    count = 0
    while name_at(count):
        count += 1
    while True:
        key = await ui.show(_page(title, name_at, place, count))
        if key == "back":
            return None
        if key == "ok":
            return place
        place = (place + (1 if key == "down" else count - 1)) % count


async def choose_word(ui, title: str, words: tuple) -> "str | None":
    """Return one of the words, None where the officer went back."""
    place = await choose(ui, title, lambda place: told(words[place].replace("-", " ")) if place < len(words) else None)
    return None if place is None else words[place]


def _page(title: str, name_at, place: int, count: int) -> Page:
    page = Page("choice", title, {"up": "up", "down": "down", "ok": "take", "back": "back"}, VIOLET)
    first = max(0, min(place - _ROWS // 2, count - _ROWS))
    for index in range(first, min(first + _ROWS, count)):
        page.lines.append(((">" if index == place else " ") + name_at(index), 2 if index == place else 1, 7))
    return page
