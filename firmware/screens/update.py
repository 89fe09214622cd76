"""A new firmware is here, whole and signed: start it now, or at the next power on."""

from screens.canvas import BLUE
from screens.language import told
from screens.page import Page


def update(version: str) -> Page:
    """Return the page that offers to restart with a version."""
    page = Page("update", "NEW FIRMWARE", {"ok": "restart", "back": "later"}, BLUE)
    page.large(told("Version %s") % version)
    page.small("It is here, whole and signed. Restart now, or it starts at the next power on.")
    page.small("If it does not pass its self-test, this one comes back. No check is lost.")
    return page
