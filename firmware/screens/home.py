"""The first screen: ready or not, how many checks are here and how many are on the laptop."""

from screens.canvas import AMBER, BLUE, GREEN, RED, WHITE
from screens.language import following, told
from screens.page import Page

_LOW_PERCENT = 15
_DAY_S = 86_400
_OLD_DAYS = 2  # a list comes daily


def age(issued_s: int, now_s: int) -> str:
    """Return what is said of a list that is old behind its date, empty for a fresh one."""
    days = (now_s - issued_s) // _DAY_S
    return told(", %d days old") % days if days >= _OLD_DAYS else ""


def home(status) -> Page:
    """Return the home page from an app.Status."""
    keys = {"ok": "check", "up": "history", "down": "setup", "back": following().upper()}
    page = Page("home", "VIEWMARK", keys, BLUE)
    if status.register_hit:
        page.title = "!! " + told("CHECK %d: HIT") % status.register_hit
        page.colour = RED
        page.small("The register answered. See the history.", AMBER)
    has_clear = status.list_version is not None and not status.list_expired and status.clock_trust != "unset"
    if status.is_damaged:
        page.large(told("STORE DAMAGED"), AMBER)
        page.small("No new checks. Sync, then have it repaired.", AMBER)
    elif status.store_state == "no-key":
        page.large(told("KEYS LOST"), AMBER)
        page.small("No new checks before all is on the laptop. Sync.", AMBER)
    else:
        is_ready = status.has_room and has_clear
        page.large(told("READY" if status.has_room else "STORE FULL"), GREEN if is_ready else AMBER)
        if not status.has_room:
            page.small("No new checks before a sync. Nothing is lost.", AMBER)
    page.small(told("on device %d   on laptop %d") % (status.on_device, status.on_laptop))
    if status.list_version is None:
        page.small(status.list_damage or "No list. Sync with the laptop.", AMBER)
    else:
        dated = told("List %d of %s") % (status.list_version, status.list_date)
        page.small(dated + status.list_age, AMBER if status.list_age or status.list_expired else WHITE)
        if status.list_expired:
            page.small("The list has expired. Sync with the laptop.", AMBER)
    if status.clock_trust == "unset":
        page.small("The clock is not set. Sync with the laptop.", AMBER)
    if not has_clear:
        page.small("Before that no check can be clear.", AMBER)
    if status.connected:
        page.small(told("Laptop connected: %s") % status.progress if status.progress else "Laptop connected")
    elif status.laptops:
        page.small("No laptop")
    else:
        page.small("No laptop is paired. Plug the cable in and pair.", AMBER)
    low = status.battery_percent <= _LOW_PERCENT
    page.small(
        told("Battery %d %%") % status.battery_percent + (told(": charge it") if low else ""), AMBER if low else WHITE
    )
    return page
