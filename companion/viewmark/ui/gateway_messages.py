"""The messages of the mailbox as a list: filtered by address, paged, each with its receipt or the reason it failed."""

import asyncio
from typing import NamedTuple

from nicegui.element import Element

from viewmark.gateways.entry import DEAD, SENT, STATES, WAITING, Entry
from viewmark.gateways.profiles import PROFILES
from viewmark.ui.desk import PAGE_ROWS, Desk
from viewmark.ui.elements import box, link, text
from viewmark.ui.exchange import GATEWAYS
from viewmark.ui.fields import control
from viewmark.ui.language import N_, _, sentence
from viewmark.ui.tables import Cell, address, pages, row, table
from viewmark.ui.wording import counted, line, utc
from viewmark_protocol.errors import ViewmarkError

STATE_WORDS = {WAITING: N_("waits"), SENT: N_("arrived"), DEAD: N_("dead letter")}
_HEADINGS = (
    N_("state"),
    N_("put (UTC)"),
    N_("gateway"),
    N_("for"),
    N_("codes"),
    N_("check"),
    N_("receipt or reason"),
    "",
)
_EMPTY = N_(
    "No message was put yet. Open a check and put one under “Send to another system”, or write `viewmark gateway put`."
)


class Wanted(NamedTuple):
    """Which messages are listed: in a state, of a profile, put before a number; each empty for all."""

    state: str = ""
    profile: str = ""
    before: int | None = None

    @classmethod
    def of(cls, state: str, profile: str, before: int | None) -> "Wanted":
        """Return what an address asks for; what there is not is left out."""
        return cls(state if state in STATES else "", profile if profile in PROFILES else "", before)


class Messages:
    """One page of the messages, drawn anew when something in it is another."""

    def __init__(self, desk: Desk, wanted: Wanted) -> None:
        self._desk = desk
        self._wanted = wanted
        self._shown: list[Entry] | None = None
        _filters(wanted)
        self._place = box("")

    async def tick(self) -> None:
        """Bring the list up to date; where the mailbox cannot be read, the table of gateways says why."""
        try:
            found = await asyncio.to_thread(self._desk.gateways.page, PAGE_ROWS + 1, *self._wanted)
        except ViewmarkError:
            self._shown = None
            self._place.clear()
            return
        if found == self._shown:
            return
        self._shown = found
        self._place.clear()
        with self._place:
            self._draw(found)

    def _draw(self, found: list[Entry]) -> None:
        if not found:
            is_all = self._wanted == Wanted()
            text(_(_EMPTY) if is_all else _("No message fits. Show all."), "vm-empty", "p", "messages-empty")
            return
        listed = found[:PAGE_ROWS]
        with table([_(one) for one in _HEADINGS], "messages-table"):
            for one in listed:
                row("message", _cells(one))
        state, profile, before = self._wanted
        older = address(GATEWAYS, state=state, profile=profile, before=listed[-1].number)
        newest = address(GATEWAYS, state=state, profile=profile) if before else ""
        said = counted(len(listed), "message")
        pages(_("Pages of the messages"), said, newest, older if len(found) > PAGE_ROWS else "")


def _cells(one: Entry) -> tuple[Cell, ...]:
    def said() -> None:
        if one.receipt is not None:
            text(_("arrived {0} UTC").format(utc(one.sent_s)), test="message-said")
            text(line(one.receipt.get("reference") or ""), "vm-label vm-raw", "div")
        else:
            text(sentence(one.error or "") or _("not sent yet"), "vm-stands", "div", "message-said")
            if one.tries:
                text(counted(one.tries, "try"), "vm-label", "div")
        if one.gateway:
            text(line(one.gateway), "vm-label vm-raw", "div")

    def state() -> None:
        text(_(STATE_WORDS[one.state]), "vm-bad-text" if one.state == DEAD else "", test="message-state")

    return (
        state,
        lambda: text(utc(one.put_s)[:16], "vm-once"),
        one.profile,
        lambda: text(line(one.addressee), "vm-raw"),
        one.codes,
        lambda: link(line(one.check_id), f"/check/{one.check_id}", "vm-raw vm-once"),
        said,
        lambda: link(_("Read"), f"{GATEWAYS}/{one.id}", test="message-read"),
    )


def _filters(wanted: Wanted) -> None:
    with Element("form").classes("vm-filters") as form:
        form.props.update(
            {"method": "get", "action": GATEWAYS, "role": "search", "aria-label": _("Filter the messages")}
        )
        states = [("", _("every state")), *((one, _(STATE_WORDS[one])) for one in STATES)]
        control(_("State"), "state", "messages-state", wanted.state, states)
        profiles = [("", _("every gateway")), *((key, _(one.title)) for key, one in PROFILES.items())]
        control(_("Gateway"), "profile", "messages-profile", wanted.profile, profiles)
        text(_("Filter"), "vm-button", "button", "messages-filter").props["type"] = "submit"
        if wanted != Wanted():
            link(_("Show all"), GATEWAYS, test="messages-all")
