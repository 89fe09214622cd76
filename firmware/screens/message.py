"""One thing that went wrong, and what to do."""

from screens.canvas import AMBER
from screens.language import told
from screens.page import Page


def message(title: str, text: str) -> Page:
    """Return a page with a title and a sentence."""
    page = Page("message", title, {"ok": "go on"}, AMBER)
    page.small(text)
    return page


def unfinished(serial: "str | None") -> Page:
    """Return the page on a check that a power cut has left half made."""
    page = Page("message", "UNFINISHED", {"ok": "go on", "back": "give it up"}, AMBER)
    page.large(serial or told("no serial"))
    page.small("This check was cut off. Nothing of it is recorded yet: go on where it was, or give it up.")
    return page
