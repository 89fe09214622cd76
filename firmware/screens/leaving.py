"""What is asked before a check is left without its serial, or altogether."""

from screens.canvas import AMBER
from screens.language import told
from screens.page import Page


def no_serial() -> Page:
    """Return the page that asks whether nothing was typed because there is nothing."""
    page = Page("leaving", "NO SERIAL?", {"ok": "no serial", "back": "back"}, AMBER)
    page.small("Nothing is typed. Record that the weapon bears no serial, or go back.")
    return page


def give_up(serial: "str | None") -> Page:
    """Return the page on a check that the officer wants to leave; two quick keys do not give it up."""
    page = Page("leaving", "LEAVE THE CHECK?", {"ok": "go on", "down": "give it up"}, AMBER)
    page.large(serial or told("no serial"))
    page.small("Nothing of it is recorded yet. Given up, its marks and its photo are gone.")
    return page
