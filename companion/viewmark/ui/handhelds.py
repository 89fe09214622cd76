"""The handhelds: what each recorded, what of it is here, how it is, and how it and this laptop are paired."""

from typing import Any

from nicegui import ui

from viewmark.ui.desk import Desk, Trust
from viewmark.ui.elements import bar, box, facts, text
from viewmark.ui.frame import TICK_S, frame
from viewmark.ui.language import N_, _
from viewmark.ui.naming import Naming
from viewmark.ui.pairing import Pairing
from viewmark.ui.people import token_here
from viewmark.ui.port import Port
from viewmark.ui.unpairing import Unpairing
from viewmark.ui.wording import AIR, CLOCKS, STORES, age, utc

_EMPTY = N_("No handheld was synced with this laptop yet. Plug one in, and pair it: it appears here by itself.")
_NO_PORT = N_("This app was started without a port: give `--device` with the handheld's serial port.")
_NEVER_SYNCED = N_("It is paired, and was not synced with this laptop yet. Plug its cable in.")
_GONE = N_("Nothing of it was ever synced with this laptop.")
# what a sync says it carries -> unit and its size
_CARRIED = {N_("checks"): ("", 1), N_("photo"): ("kB", 1000), N_("list"): ("kB", 1000), N_("firmware"): ("kB", 1000)}


def add_handhelds(desk: Desk) -> None:
    """Add the page at `/handhelds`."""

    @ui.page("/handhelds")
    def handhelds() -> None:
        with frame(desk, "/handhelds"), box("vm-handhelds"):
            Pairing(desk)
            _Cards(desk)


class _Cards:
    """A card for each handheld, brought up to date once a second."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._cards: dict[str, _Card] = {}
        self._place = box("vm-handhelds")
        self._empty = text(
            _(_EMPTY) if desk.ports else f"{_(_EMPTY)} {_(_NO_PORT)}", "vm-empty", "p", "handhelds-empty"
        )
        self._tick()
        ui.timer(TICK_S, self._tick)

    def _tick(self) -> None:
        rows: dict[str, dict[str, Any] | None] = {row["device_id"]: row for row in self._desk.handhelds()}
        trusted = {one.device_id: one for one in self._desk.trusted()}
        told = [device_id for device_id, card in self._cards.items() if card.foot.told]
        rows |= dict.fromkeys([one for one in (*trusted, *told) if one not in rows])
        if list(rows) != list(self._cards):
            kept = {device_id: card.foot.told for device_id, card in self._cards.items()}
            self._place.clear()
            with self._place:
                self._cards = {device_id: _Card(self._desk, device_id, kept.get(device_id, "")) for device_id in rows}
        for device_id, row in rows.items():
            self._cards[device_id].show(row, trusted.get(device_id), self._desk.now_s())
        self._empty.set_visibility(not rows)


class _Card:
    """One handheld; `told` is what came of unpairing it on this page."""

    def __init__(self, desk: Desk, device_id: str, told: str) -> None:
        self._desk = desk
        self._device_id = device_id
        self._said: list[Any] = []
        with box("vm-section", "section", "handheld") as card:
            card.props["data-device-id"] = device_id
            self._place = box("vm-handheld")
            self.foot = Unpairing(desk, device_id, told)
            Naming(desk, token_here(), device_id)

    def show(self, row: dict[str, Any] | None, trust: Trust | None, now_s: int) -> None:
        """Draw again what has changed; the foot with its buttons stays in place."""
        self.foot.show(trust is not None)
        ways = tuple(port.path for port in row["ports"]) if row else ()
        name = self._desk.handheld_book.note(self._device_id).name
        seen = [row | {"ports": ways}, _sync(row), _seen(row, now_s), trust, name] if row else [None, trust, name]
        if seen == self._said:
            return
        self._said = seen
        self._place.clear()
        with self._place:
            if row is not None:
                _handheld(row, trust, now_s, name)
                return
            with box("vm-handheld-head"):
                text(self._device_id, "vm-title vm-raw", "h2")
            text(_(_NEVER_SYNCED) if trust else _(_GONE), tag="p")
            facts(_trust(trust), "handheld-facts")


def _handheld(row: dict[str, Any], trust: Trust | None, now_s: int, name: str) -> None:
    with box("vm-handheld-head"):
        text(row["device_id"], "vm-title vm-raw", "h2")
        if name:
            text(name, "vm-strong", test="handheld-name")
        text(_link(row["ports"]), f"vm-link-{'up' if row['ports'] else 'down'}", test="link")
        what, done, total = _sync(row)
        text(what, "vm-sync", test="sync")
        if total:
            bar(done, total, "sync-bar")
    with box("vm-counts"):
        for name, value, test in (
            (_("on device"), row["on_device"], "on-device"),
            (_("on laptop"), row["on_laptop"], "on-laptop"),
        ):
            with box("vm-count"):
                text(str(value), "vm-number", test=test)
                text(name)
        with box("vm-count-bar"):
            bar(row["arrived"], row["on_device"], "counts-bar")
            text(_("{0} of the {1} on the device are here").format(row["arrived"], row["on_device"]))
    off_s = row["clock_off_s"]
    facts(
        [
            (_("last seen"), _seen(row, now_s)),
            *_trust(trust),
            (_("clock"), f"{_(CLOCKS[row['clock_trust']])}, {_off(off_s)}"),
            (
                _("list"),
                _("version {0}").format(row["list_version"])
                if row["list_version"] is not None
                else _("no list: every check is unchecked"),
            ),
            (_("store"), _(STORES[row["store_state"]])),
            (
                _("PIN"),
                None if row["key_in_chip"] in (None, 1) else _("does not stop who copies the flash: no chip key"),
            ),
            (_("log key"), _key(row)),
            (
                _("battery"),
                None if row["battery_percent"] is None else _("{0} % when last seen").format(row["battery_percent"]),
            ),
            (_("firmware"), _firmware(row)),
            (_("starts"), str(row["boot_count"])),
            (_("log"), row["log_id"]),
        ],
        "handheld-facts",
    )


def _link(ports: list[Port]) -> str:
    """Return by which ways it is connected now."""
    if not ports:
        return _("not connected")
    ways = f" {_('and')} ".join(_("on the air") if port.is_radio else _("by cable") for port in ports)
    return f"{_('connected')} {ways}"


def _trust(trust: Trust | None) -> list[tuple[str, str | None]]:
    if trust is None:
        return [(_("paired"), _("no: plug its cable in, and pair"))]
    return [
        (_("paired since"), _("{0} UTC").format(utc(trust.since_s))),
        (_("on the air"), _(AIR[trust.air])),
        (_("certificate"), trust.fingerprint),
    ]


def _key(row: dict[str, Any]) -> str | None:
    """Return where the first key of the log is, None for a handheld that has none."""
    if row["store_state"] is None:
        return None
    if not row["has_key"]:
        return _("not on this laptop: its checks stay sealed here")
    if row["first_key_waits"]:
        return _("here, and still on the handheld: it is destroyed there once the register holds its escrow")
    return _("here and in the register's escrow, no longer on the handheld")


def _firmware(row: dict[str, Any]) -> str:
    """Return which version runs, and which one this laptop brings."""
    if not row["newer_firmware"]:
        return row["software_version"]
    return _("{0}; {1} goes there at the next sync").format(row["software_version"], row["newer_firmware"])


def _seen(row: dict[str, Any], now_s: int) -> str:
    """Return when it was last seen; to the second only while that stands still."""
    if row["ports"]:
        return _("now")
    return _("{0} UTC, {1} ago").format(utc(row["seen_s"]), age(max(0, now_s - row["seen_s"])))


def _sync(row: dict[str, Any]) -> tuple[str, int, int]:
    """Return what is being carried, how much of it is done, and out of how much: 0 where a bar says nothing."""
    ports: list[Port] = row["ports"]
    # Two ways are used in turns: what is being carried goes before what has just been done.
    carried = sorted((port.progress for port in ports if port.progress), key=lambda one: one.what not in _CARRIED)
    if not carried:
        return "", 0, 0
    what, done, total, place, places = carried[0][1:]
    if what not in _CARRIED:
        return (_("up to date") if what == "done" else _("syncing")), 0, 0
    unit, size = _CARRIED[what]
    which = f" {place}/{places}" if places > 1 else ""
    return (
        _("bringing {0}{1}: {2} of {3} {4}").format(_(what), which, done // size, total // size, unit).rstrip(),
        done,
        total,
    )


def _off(off_s: int) -> str:
    if not off_s:
        return _("right")
    return (_("{0} ahead when last seen") if off_s > 0 else _("{0} behind when last seen")).format(age(abs(off_s)))
