"""One thing that went wrong, and what to do."""

from screens.canvas import AMBER
from screens.page import Page


def message(title: str, text: str) -> Page:
    """Return a page with a title and a sentence."""
    page = Page("message", title, {"ok": "go on"}, AMBER)
    page.small(text)
    return page
