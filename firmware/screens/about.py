"""What this handheld is: its id, its firmware, its board."""

from screens.language import told
from screens.page import Page


def about(device_id: str, version: str, board: str, boot_count: int) -> Page:
    """Return the page."""
    page = Page("about", "THIS HANDHELD", {"back": "back"})
    page.large(device_id)
    page.small(told("Firmware %s for %s") % (version, board))
    page.small(told("Started %d times") % boot_count)
    page.small("It records each check before it shows a verdict. Training on pictures is never recorded.")
    return page
