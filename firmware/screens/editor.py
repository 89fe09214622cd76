"""Typing with four keys: one character a position; the sign for done, taken, ends the text where it stands."""

from screens.canvas import VIOLET
from screens.page import Page

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-./&? "
DONE = "\x7e"  # drawn as the sign for done
_LONGEST = 24


async def edit(ui, title: str, text: str) -> "str | None":
    """Return the text as typed, or None when the officer went back from its start."""
    place = 0
    while True:
        shown = text[place] if place < len(text) else DONE
        key = await ui.show(_page(title, text, place, shown))
        if key == "up" or key == "down":
            turned = _turned(shown, 1 if key == "up" else -1)
            text = text[:place] + turned + text[place + 1 :]
            if turned == DONE and place + 1 == len(text):
                text = text[:place]
        elif key == "ok":
            if shown == DONE:
                return text[:place].strip()
            if place + 1 >= _LONGEST:
                return text.strip()
            place += 1
        elif place == 0:
            return None
        else:
            place -= 1


def _turned(shown: str, step: int) -> str:
    """Return the next character of the alphabet; the sign for done stands between its end and its start."""
    row = ALPHABET + DONE
    return row[(row.find(shown) + step) % len(row)]


def _page(title: str, text: str, place: int, shown: str) -> Page:
    page = Page("editor", title, {"up": "next", "down": "previous", "ok": "take", "back": "back"}, VIOLET)
    page.aligned([text or " ", " " * place + "^"])
    page.large(">" + ("done" if shown == DONE else shown))
    return page
