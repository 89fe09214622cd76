"""Pairing on a page: the handhelds that are not paired, and the six digits of the one that is being paired."""

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager

from nicegui import ui

from viewmark.ui import attempt as steps
from viewmark.ui.attempt import Attempt
from viewmark.ui.desk import Desk
from viewmark.ui.elements import box, button, text
from viewmark.ui.language import N_, _, sentence

_TICK_S = 0.5
_NOT_PAIRED = N_(
    "A handheld is at {0}, but it and this laptop do not trust each other, so nothing is synced."
    " To pair them, both show six digits, and you compare these."
)
_CALLING = N_("The handheld at {0} is being asked.")
_COMPARE = (
    N_("The handheld shows PAIR A LAPTOP and six digits. Where it shows something else, leave that first."),
    N_("If it shows these same six digits, press OK there and The same here."),
    N_("If it shows others, something stands between: press Not the same, and try another cable."),
)
_CONFIRM = N_("Now press OK on the handheld, if you have not done so.")
_PAIRED = N_("They trust each other from now on: its checks come here by themselves.")
_ELSEWHERE = N_(
    "Handhelds are paired on the laptop itself: open this page there, by http://127.0.0.1 and the same port."
)


def is_at_laptop(address: str) -> bool:
    """Return whether who is at an address sits at the laptop itself: nobody else sees the handheld's screen."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


class Pairing:
    """The cards about pairing, brought up to date twice a second; there are none while there is nothing to say."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._is_at_laptop = is_at_laptop(ui.context.client.ip)
        self._shown: list[object] = []
        self._place = box("vm-pairings")
        self._place.props["aria-live"] = "polite"
        self._tick()
        ui.timer(_TICK_S, self._tick)

    def _tick(self) -> None:
        attempt = self._desk.attempt
        unpaired = [
            port.path for port in self._desk.ports if port.is_unpaired and not (attempt and attempt.path == port.path)
        ]
        seen = [unpaired, attempt and (id(attempt), attempt.step, attempt.digits, attempt.sentence)]
        if seen == self._shown:
            return
        self._shown = seen
        self._place.clear()
        self._place.set_visibility(bool(unpaired or attempt))
        with self._place:
            if attempt is not None:
                self._attempt(attempt)
            for path in unpaired:
                self._unpaired(path)

    def _unpaired(self, path: str) -> None:
        with _card(_("Not paired"), "unpaired"):
            text(_(_NOT_PAIRED).format(path), tag="p")
            if not self._is_at_laptop:
                text(_(_ELSEWHERE), tag="p", test="elsewhere")
                return
            with box("vm-buttons"):
                button(_("Pair"), lambda: self._pair(path), "vm-main-button", "pair")

    def _attempt(self, attempt: Attempt) -> None:
        with _card(_title(attempt), "pairing") as card:
            card.props["data-step"] = attempt.step
            if attempt.step in (steps.COMPARING, steps.CONFIRMING):
                text(f"{attempt.digits[:3]} {attempt.digits[3:]}", "vm-digits", "p", "digits")
            for one in _sentences(attempt):
                text(one, tag="p", test="pairing-sentence")
            if self._is_at_laptop:
                with box("vm-buttons"):
                    self._buttons(attempt)
            elif not attempt.is_over:
                text(_(_ELSEWHERE), tag="p", test="elsewhere")

    def _buttons(self, attempt: Attempt) -> None:
        if attempt.step == steps.COMPARING:
            button(_("The same"), lambda: self._decide(attempt, True), "vm-main-button", "the-same")
            button(_("Not the same"), lambda: self._decide(attempt, False), test="not-the-same")
        elif attempt.is_over:
            if attempt.step == steps.FAILED:
                button(_("Pair"), lambda: self._pair(attempt.path), "vm-main-button", "pair")
            button(_("Close"), self._end, test="close")
        else:
            button(_("Stop"), self._end, test="stop")

    def _pair(self, path: str) -> None:
        self._desk.pair(path)
        self._tick()

    def _decide(self, attempt: Attempt, are_same: bool) -> None:
        attempt.decide(are_same)

    def _end(self) -> None:
        self._desk.end_pairing()
        self._tick()


@contextmanager
def _card(title: str, test: str) -> Iterator[ui.element]:
    with box("vm-section vm-pairing", "section", test) as card:
        text(title, "vm-title", "h2")
        yield card


def _title(attempt: Attempt) -> str:
    if attempt.step == steps.PAIRED:
        return _("{0} is paired").format(attempt.device_id)
    if attempt.step == steps.FAILED:
        return _("Not paired")
    return _("Pairing {0}").format(attempt.device_id or _("a handheld"))


def _sentences(attempt: Attempt) -> tuple[str, ...]:
    return {
        steps.CALLING: (_(_CALLING).format(attempt.path),),
        steps.COMPARING: tuple(_(one) for one in _COMPARE),
        steps.CONFIRMING: (_(_CONFIRM),),
        steps.PAIRED: (_(_PAIRED),),
    }.get(attempt.step, (sentence(attempt.sentence),))
