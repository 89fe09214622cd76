"""Comparing the six digits of a laptop that wants to pair."""

from screens.canvas import AMBER, BLUE
from screens.page import Page


def compare(digits: str, laptop_name: str) -> Page:
    """Return the page with the six digits that an officer compares with the laptop's."""
    page = Page("pairing", "PAIR A LAPTOP", {"ok": "the same", "back": "not the same"}, BLUE)
    page.large(digits[:3] + " " + digits[3:])
    page.small("%s must show the same six digits." % _named(laptop_name))
    page.small("If not, something stands between: press back, and pair with another cable.", AMBER)
    return page


def agreed(digits: str, laptop_name: str) -> Page:
    """Return the page while the laptop's own person still compares."""
    page = Page("pairing", "PAIR A LAPTOP", {"back": "stop"}, BLUE)
    page.large(digits[:3] + " " + digits[3:])
    page.small("Confirm them on %s too." % _named(laptop_name, "the"))
    return page


def _named(laptop_name: str, article: str = "The") -> str:
    return article + " laptop" + (" " + laptop_name if laptop_name else "")
