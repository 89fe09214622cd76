"""Look-alikes that the maker's serials tell apart: both are shown, and the officer says which stands on the weapon."""

from screens.canvas import AMBER, WHITE
from screens.language import told
from screens.page import Page


def shape_question(serial: str, shaped: str, maker: str, shape: str) -> Page:
    """Return the page: the serial as confirmed above the one that has a shape of the maker (`A` letter, `9` digit)."""
    page = Page("shape", "LOOK AGAIN", {"ok": "as confirmed", "down": "the second"}, AMBER)
    page.aligned([serial, shaped], WHITE)
    numbers = told("%s numbers its weapons %s (A letter, 9 digit): look-alikes may be the other way.")
    page.small(numbers % (maker, shape))
    page.small("Which of the two is on the weapon?", AMBER)
    return page
