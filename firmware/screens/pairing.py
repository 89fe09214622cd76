"""Comparing the six digits of a laptop that wants to pair."""

from screens.canvas import AMBER, BLUE
from screens.language import told
from screens.page import Page


def compare(digits: str, laptop_name: str, can_answer: bool) -> Page:
    """Return the page with the six digits that an officer compares with the laptop's; for a moment it has no keys."""
    keys = {"ok": "the same", "back": "not the same"} if can_answer else {}
    page = Page("pairing", "PAIR A LAPTOP", keys, BLUE)
    page.large(digits[:3] + " " + digits[3:])
    page.small(told("The laptop %s must show the same six digits.") % (laptop_name or "?"))
    page.small("If not, something stands between: press back, and pair with another cable.", AMBER)
    if not can_answer:
        page.small("One moment ...")
    return page


def agreed(digits: str, laptop_name: str) -> Page:
    """Return the page while the laptop's own person still compares."""
    page = Page("pairing", "PAIR A LAPTOP", {"back": "stop"}, BLUE)
    page.large(digits[:3] + " " + digits[3:])
    page.small(told("Confirm them on the laptop %s too.") % (laptop_name or "?"))
    return page


def outcome(is_paired: bool, laptop_name: str) -> Page:
    """Return the page that says what came of it."""
    page = Page("pairing", "PAIRED" if is_paired else "NOT PAIRED", {"ok": "go on", "back": "back"}, BLUE)
    if is_paired:
        page.small(told("This handheld now syncs with the laptop %s.") % (laptop_name or "?"))
    else:
        page.small("Nothing has changed. To try again, begin on the laptop.", AMBER)
    return page
