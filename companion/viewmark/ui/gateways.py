"""The gateways: where each profile's messages go, what waits, what was sent last, what failed and what to do then."""

import asyncio

from nicegui import ui

from viewmark.gateways.sending import Sending
from viewmark.ui.desk import Desk
from viewmark.ui.elements import box, button, link, section, text
from viewmark.ui.exchange import GATEWAYS, exchange_frame
from viewmark.ui.gateway_desk import MAY_NOT, Gateway, Pass
from viewmark.ui.gateway_messages import Messages, Wanted
from viewmark.ui.gateway_setting import setting_part
from viewmark.ui.language import N_, _, sentence
from viewmark.ui.people import token_here
from viewmark.ui.tables import address, row, table
from viewmark.ui.tried import tried
from viewmark.ui.wording import counted, line, utc
from viewmark_protocol.errors import ViewmarkError

_EACH_S = 2.0
_HEADINGS = (
    N_("gateway"),
    N_("messages go to"),
    N_("wait"),
    N_("dead letters"),
    N_("arrived"),
    N_("how it stands, and what to do"),
    "",
)


def add_gateways(desk: Desk) -> None:
    """Add the page at `/gateways`."""

    @ui.page(GATEWAYS)
    async def gateways(state: str = "", profile: str = "", before: int | None = None) -> None:
        token = token_here()
        with exchange_frame(desk, GATEWAYS):
            wanted = Wanted.of(state, profile, before)
            with section(_("Gateways to other systems"), "gateways"):
                _who(desk, token)
                shown = _Gateways(desk, token)
            with section(_("Messages, the newest first"), "messages"):
                messages = Messages(desk, wanted)
            if desk.gateways.may(token):
                with section(_("Where messages go"), "gateway-setting"):
                    setting_part(desk, token)

            async def tick() -> None:
                await shown.tick()
                await messages.tick()

            await tick()
            ui.timer(_EACH_S, tick)


def _who(desk: Desk, token: str) -> None:
    """Say who may send, where who looks at the page may not."""
    if desk.people.operator(token) is None:
        with box("vm-row", "p"):
            text(_("Who sends a message is on record."))
            link(_("Sign in"), f"/sign-in?next={GATEWAYS}", test="gateways-sign-in")
    elif not desk.gateways.may(token):
        text(_(MAY_NOT), "vm-label", "p", "gateways-may-not")


class _Gateways:
    """The table of gateways, drawn anew when something in it is another."""

    def __init__(self, desk: Desk, token: str) -> None:
        self._desk = desk
        self._token = token
        self._shown: list[object] | None = None
        self._why = text("", "vm-bad-text", "p", "gateways-why")
        self._why.props["role"] = "alert"
        self._place = box("")

    async def tick(self) -> None:
        try:
            found = await asyncio.to_thread(self._desk.gateways.all)
        except ViewmarkError as error:
            self._why.set_text(sentence(str(error)))
            self._place.clear()
            self._shown = None
            return
        seen = [*found, *self._desk.gateways.passes.items(), self._desk.gateways.may(self._token)]
        if seen == self._shown:
            return
        if self._shown is None:
            self._why.set_text("")
        self._shown = seen
        self._place.clear()
        with self._place, table([_(one) for one in _HEADINGS], "gateways-table"):
            for one in found:
                self._row(one)

    def _row(self, one: Gateway) -> None:
        key, tally = one.profile.key, one.tally

        def dead() -> None:
            link(str(tally.dead), address(GATEWAYS, state="dead", profile=key)) if tally.dead else text("0")

        row(
            "gateway",
            (
                lambda: _named(one),
                lambda: _goes_to(one),
                str(tally.waiting),
                dead,
                lambda: _sent(one),
                lambda: _stands(one, self._desk.gateways.passes.get(key)),
                lambda: self._send(one),
            ),
        )

    def _send(self, one: Gateway) -> None:
        going = self._desk.gateways.passes.get(one.profile.key)
        is_going = going is not None and not going.is_over
        if one.destination and one.tally.waiting and not is_going and self._desk.gateways.may(self._token):
            button(_("Send now"), lambda: self._press(one), test="gateway-send")

    async def _press(self, one: Gateway) -> None:
        self._why.set_text(tried(lambda: self._desk.gateways.send(self._token, one.profile.key)))
        await self.tick()


def _named(one: Gateway) -> None:
    text(_(one.profile.title), "vm-strong vm-gateway", "div")
    if one.profile.is_verified:
        text(_("mapping verified: each field stands in a public text"), "vm-label", "div", "gateway-mapping")
    else:
        text(_("mapping not verified"), "vm-unsure", "div", "gateway-mapping")


def _goes_to(one: Gateway) -> None:
    if one.destination is None:
        text(_("nowhere yet"), "vm-none", test="gateway-to")
    else:
        text(line(one.destination.to), "vm-raw", test="gateway-to")


def _sent(one: Gateway) -> None:
    last = one.tally.last_sent
    text(str(one.tally.sent), tag="div")
    if last is not None:
        text(_("last {0} UTC").format(utc(last.sent_s)[:16]), "vm-label", "div", "gateway-last")


def _stands(one: Gateway, last: Pass | None) -> None:
    """Say what comes first: that it is being sent, what ended the last pass, what is held off, what failed."""
    tally = one.tally
    if last is not None and not last.is_over:
        text(_("Being sent ..."), test="gateway-stands")
        return
    said, is_bad = _told(one, last)
    text(said, "vm-stands vm-bad-text" if is_bad else "vm-stands", "div", "gateway-stands")
    if is_bad and tally.last_failed is not None and tally.last_failed.tried_s:
        tried_at = _("last tried {0} UTC").format(utc(tally.last_failed.tried_s)[:16])
        text(tried_at, "vm-label", "div", "gateway-tried")
    if tally.dead:
        text(_("Dead letters wait for a person: remove the reason, then release them."), "vm-label", "div")


def _told(one: Gateway, last: Pass | None) -> tuple[str, bool]:
    failed = one.tally.last_failed
    if last is not None and last.error:
        return sentence(last.error), True
    if one.hold is not None and one.tally.waiting:
        return sentence(one.hold.error), True
    if failed is not None:
        return sentence(failed.error or ""), True
    if one.tally.waiting and one.destination is None:
        return _("Say where its messages go; until then they wait."), True
    if one.tally.waiting and last is not None and last.result == Sending():  # nothing of it was this gateway's to send
        return _("What waits was begun elsewhere, and goes on there alone: say that place again."), True
    if last is not None and last.result is not None and last.result != Sending():
        return _("{0} sent just now.").format(counted(last.result.sent, "message")), False
    if one.tally.waiting:
        return _("Ready to be sent."), False
    return _("Nothing waits."), False
