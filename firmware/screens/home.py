"""The first screen: ready or not, how many checks are here and how many are on the laptop."""

from screens.canvas import AMBER, BLUE, GREEN, WHITE
from screens.language import following, told
from screens.page import Page

_LOW_PERCENT = 15


def home(status) -> Page:
    """Return the home page from an app.Status."""
    page = Page(
        "home", "VIEWMARK", {"ok": "check", "up": "history", "down": "setup", "back": following().upper()}, BLUE
    )
    if status.is_damaged:
        page.large(told("STORE DAMAGED"), AMBER)
        page.small("No new checks. Sync, then have it repaired.", AMBER)
    elif status.store_state == "no-key":
        page.large(told("KEYS LOST"), AMBER)
        page.small("No new checks before all is on the laptop. Sync.", AMBER)
    else:
        page.large(told("READY" if status.has_room else "STORE FULL"), GREEN if status.has_room else AMBER)
    page.small(told("on device %d   on laptop %d") % (status.on_device, status.on_laptop))
    if status.list_version is None:
        page.small(status.list_damage or "No list. Sync with the laptop.", AMBER)
    else:
        page.small(told("List %d of %s") % (status.list_version, status.list_date))
    if status.clock_trust == "unset":
        page.small("The clock is not set. Sync with the laptop.", AMBER)
    if status.connected:
        page.small(told("Laptop connected") + (": " + status.progress if status.progress else ""))
    elif status.laptops:
        page.small("No laptop")
    else:
        page.small("No laptop is paired. Plug the cable in and pair.", AMBER)
    low = status.battery_percent <= _LOW_PERCENT
    page.small(
        told("Battery %d %%") % status.battery_percent + (told(": charge it") if low else ""), AMBER if low else WHITE
    )
    return page
