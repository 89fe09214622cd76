"""Typing with four keys: one character a position; the sign for done, taken, ends the text where it stands.

What nobody is to see shows one character at a time, the one that is being chosen.
"""

from screens.canvas import VIOLET
from screens.language import told
from screens.page import Page

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-./&? "
DONE = "\x7e"  # drawn as the sign for done
_LONGEST = 24


async def edit(
    ui, title: str, text: str, alphabet: str = ALPHABET, hidden: bool = False, is_over=None, lattice=()
) -> "str | None":
    """Return the text as typed, or None when the officer went back from its start, or once `is_over()` says so.

    `lattice` is what the reader saw: where it has alternatives for a character, these come before the alphabet.
    """
    place = 0
    while True:
        shown = text[place] if place < len(text) else DONE
        seen = text[:place] if shown == DONE else text  # what is behind it would not be taken
        seen = _hidden(seen, place) if hidden else seen
        key = await ui.show(_page(title, seen, place, shown), refresh=is_over is not None)
        if key is None:
            if is_over and is_over():
                return None
        elif key == "up" or key == "down":
            row = _row(alphabet, lattice[place] if place < len(lattice) else ())
            turned = row[(row.find(shown) + (1 if key == "up" else -1)) % len(row)]
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


def _hidden(text: str, place: int) -> str:
    return "*" * place + text[place : place + 1] + "*" * (len(text) - place - 1)


def _row(alphabet: str, alternatives) -> str:
    """Return the characters in the order in which they turn; the sign for done stands between end and start."""
    first = "".join([character for character, _ in alternatives if character in alphabet])
    return first + "".join([character for character in alphabet if character not in first]) + DONE


def _page(title: str, text: str, place: int, shown: str) -> Page:
    page = Page("editor", title, {"up": "next", "down": "previous", "ok": "take", "back": "back"}, VIOLET)
    page.aligned([text or " ", " " * place + "^"])
    page.large(">" + (told("done") if shown == DONE else shown))
    return page
