"""About the PIN: what can be done with it, waiting after wrong ones, what ten have done; and the way to the laptops."""

from screens.canvas import AMBER, VIOLET
from screens.language import told
from screens.page import Page


def menu(has_pin: bool, in_chip: bool, laptops: int) -> Page:
    """Return the page that offers to set, change or use the PIN, and to see how many laptops are paired."""
    keys = {"ok": "PIN", "down": "laptops", "back": "back"}
    if has_pin:
        keys["up"] = "lock"
    page = Page("pin", "PIN AND LAPTOPS", keys)
    page.small("A PIN is set." if has_pin else "No PIN is set: whoever finds this handheld can work with it.")
    if not in_chip:
        page.small("This board keeps no key in its chip: a PIN does not stop who copies the flash.", AMBER)
    page.small(told("%d laptop is paired." if laptops == 1 else "%d laptops are paired.") % laptops)
    return page


def waiting(seconds: int) -> Page:
    """Return the page that counts down to the next try."""
    page = Page("pin", "LOCKED", {}, AMBER)
    page.large("%d s" % seconds)
    page.small("Wrong PINs: wait before the next try. Switching it off starts the wait again.")
    return page


def working() -> Page:
    """Return the page for the second that a PIN takes."""
    page = Page("pin", "PIN", {}, VIOLET)
    page.small("One moment ...")
    return page


def wiped() -> Page:
    """Return the page of a handheld whose keys ten wrong PINs have destroyed."""
    page = Page("pin", "KEYS DESTROYED", {}, AMBER)
    page.small("Ten wrong PINs. What was recorded is safe: sync it to the laptop, which can open it.")
    page.small("Then an administrator's signature puts this handheld back into service.")
    return page
