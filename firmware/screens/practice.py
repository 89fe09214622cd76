"""Practice on pictures: what was read of one, what was right or wrong about the answer, and how many were right."""

from screens.canvas import AMBER, GREEN, GREY, WHITE
from screens.language import told
from screens.page import Page

_SIZE = 2  # three lines below the picture, character under character


def question(picture, place: int, count: int) -> Page:
    """Return the page of one picture with what the reader is said to have read."""
    keys = {"ok": "right", "down": "correct", "back": "end"}
    page = Page("practice", told("PRACTICE %d OF %d") % (place, count), keys)
    page.strip = picture.strip
    page.large(picture.read, WHITE)
    page.small("Compare it with the mark, character by character.")
    return page


def feedback(picture, answer: str, wrong: str, is_right: bool) -> Page:
    """Return the page that says what became of an answer; `wrong` marks its wrong characters."""
    page = Page("practice", "PRACTICE: RIGHT" if is_right else "PRACTICE: WRONG", {"ok": "go on"}, GREY)
    page.strip = picture.strip
    if is_right:
        page.large(answer, GREEN)
        if answer != picture.read:
            page.small("The reader was wrong, and you saw it.", GREEN)
        return page
    for text in (answer, wrong, picture.serial):
        page.lines.append((text, _SIZE, AMBER))
    page.small("The lower one is on the metal. The register would find another weapon, or none.", AMBER)
    return page


def score(right: int, seen: int) -> Page:
    """Return the page at the end."""
    page = Page("practice", "PRACTICE: END", {"ok": "done"}, GREY)
    page.large(told("%d of %d right") % (right, seen), GREEN if right == seen else AMBER)
    page.small("Nothing of this was recorded.")
    return page
