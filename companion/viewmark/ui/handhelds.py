"""The handhelds: what each recorded, what of it is here, and how it is."""

from typing import Any

from nicegui import ui

from viewmark.ui.desk import Desk
from viewmark.ui.elements import bar, box, facts, text
from viewmark.ui.frame import NAME, TICK_S, frame
from viewmark.ui.port import Port
from viewmark.ui.wording import CLOCKS, STORES, age, utc

_EMPTY = "No handheld has been here yet. Plug one in: it appears here by itself."
_NO_PORT = "This app was started without a port: give `--device` with the handheld's serial port."
# what a sync says it carries -> unit and its size
_CARRIED = {"checks": ("", 1), "photo": ("kB", 1000), "list": ("kB", 1000)}


def add_handhelds(desk: Desk) -> None:
    """Add the page at `/handhelds`."""

    @ui.page("/handhelds", title=f"Handhelds – {NAME}")
    def handhelds() -> None:
        with frame(desk, "/handhelds"):
            place = box("vm-handhelds")
            said: list[Any] = []

            def tick() -> None:
                rows = desk.handhelds()
                now_s = desk.now_s()
                seen = [(row | {"port": None}, _sync(row), _seen(row, now_s)) for row in rows]
                if seen == said:
                    return
                said[:] = seen
                place.clear()
                with place:
                    for row in rows:
                        _handheld(row, now_s)
                    if not rows:
                        text(_EMPTY if desk.ports else f"{_EMPTY} {_NO_PORT}", "vm-empty", "p", "handhelds-empty")

            tick()
            ui.timer(TICK_S, tick)


def _handheld(row: dict[str, Any], now_s: int) -> None:
    with box("vm-section vm-handheld", "section", "handheld") as card:
        card.props["data-device-id"] = row["device_id"]
        with box("vm-handheld-head"):
            text(row["device_id"], "vm-title vm-raw", "h2")
            is_here = row["port"] is not None
            text("connected" if is_here else "not connected", f"vm-link-{'up' if is_here else 'down'}", test="link")
            what, done, total = _sync(row)
            text(what, "vm-sync", test="sync")
            if total:
                bar(done, total, "sync-bar")
        with box("vm-counts"):
            for name, value, test in (
                ("on device", row["on_device"], "on-device"),
                ("on laptop", row["on_laptop"], "on-laptop"),
            ):
                with box("vm-count"):
                    text(str(value), "vm-number", test=test)
                    text(name)
            with box("vm-count-bar"):
                bar(row["arrived"], row["on_device"], "counts-bar")
                text(f"{row['arrived']} of the {row['on_device']} on the device are here")
        off_s = row["clock_off_s"]
        facts(
            [
                ("last seen", _seen(row, now_s)),
                ("clock", f"{CLOCKS[row['clock_trust']]}, {_off(off_s)}"),
                (
                    "list",
                    f"version {row['list_version']}"
                    if row["list_version"] is not None
                    else "no list: every check is unchecked",
                ),
                ("store", STORES.get(row["store_state"], row["store_state"])),
                ("PIN", None if row["key_in_chip"] in (None, 1) else "does not stop who copies the flash: no chip key"),
                ("log key", _key(row)),
                ("firmware", row["software_version"]),
                ("starts", str(row["boot_count"])),
                ("log", row["log_id"]),
            ],
            "handheld-facts",
        )


def _key(row: dict[str, Any]) -> str | None:
    """Return where the first key of the log is, None for a handheld that has none."""
    if row["store_state"] is None:
        return None
    if not row["has_key"]:
        return "not on this laptop: its checks stay sealed here"
    if row["first_key_waits"]:
        return "here, and still on the handheld: it is destroyed there once the register holds its escrow"
    return "here and in the register's escrow, no longer on the handheld"


def _seen(row: dict[str, Any], now_s: int) -> str:
    """Return when it was last seen; to the second only while that stands still."""
    if row["port"] is not None:
        return "now"
    return f"{utc(row['seen_s'])} UTC, {age(max(0, now_s - row['seen_s']))} ago"


def _sync(row: dict[str, Any]) -> tuple[str, int, int]:
    """Return what is being carried, how much of it is done, and out of how much: 0 where a bar says nothing."""
    port: Port | None = row["port"]
    if port is None or port.progress is None:
        return "", 0, 0
    _, what, done, total, place, places = port.progress
    if what not in _CARRIED:
        return ("up to date" if what == "done" else "syncing"), 0, 0
    unit, size = _CARRIED[what]
    which = f" {place} of {places}" if places > 1 else ""
    return f"bringing {what}{which}: {done // size} of {total // size} {unit}".rstrip(), done, total


def _off(off_s: int) -> str:
    if not off_s:
        return "right"
    return f"{age(abs(off_s))} {'ahead' if off_s > 0 else 'behind'} when last seen"
