"""The laptops that this handheld is paired with."""

from screens.canvas import AMBER, WHITE
from screens.language import told
from screens.page import Page


def paired(name: str, fingerprint: str, place: int, count: int) -> Page:
    """Return the page of one paired laptop, the one at `place` of `count`."""
    page = Page("laptops", told("LAPTOP %d OF %d") % (place + 1, count), {"ok": "unpair", "back": "back"})
    if count > 1:
        page.keys["down"] = "next"
    page.large(name or told("unnamed"), WHITE)
    page.small(told("Certificate %s") % fingerprint)
    return page


def unpair(name: str) -> Page:
    """Return the page that asks once more."""
    page = Page("laptops", "UNPAIR?", {"ok": "unpair", "back": "keep"}, AMBER)
    page.large(name or told("unnamed"), WHITE)
    page.small("It can no longer sync with this handheld until it is paired anew, over the cable.")
    return page


def nobody() -> Page:
    """Return the page where no laptop is paired."""
    page = Page("laptops", "LAPTOPS", {"back": "back"}, AMBER)
    page.small("No laptop is paired. Plug the cable in, and pair on the laptop: `viewmark pair`.")
    return page
