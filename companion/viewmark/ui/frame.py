"""What every page has: the dark header with the name, the ways, the figures, and the strip for trouble."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from nicegui import ui
from nicegui.element import Element

from viewmark.ui.desk import Desk, Trouble
from viewmark.ui.elements import box, link, text
from viewmark.ui.language import N_, _, sentence, speak
from viewmark.ui.people import token_here
from viewmark.ui.wording import counted, utc

TICK_S = 1.0
NAME = "Viewmark"
_TROUBLE_NAMES = {
    "handheld": N_("Handheld"),
    "unpaired": N_("Not paired"),
    "register": N_("Register"),
    "parked": N_("Refused"),
    "laptop": N_("Laptop"),
}
_HANDHELDS = "/handhelds"
EXCHANGE = "/gateways"  # the first of the exchange's pages


@contextmanager
def frame(desk: Desk, current: str, trouble: bool = True) -> Iterator[None]:
    """Open a page; `current` is the address that is marked in the header."""
    speak(desk.settings.language(token_here()))
    with box("vm-header", "header"):
        link(NAME, "/", "vm-name", "name")
        with box("vm-nav", "nav"):
            ways = [
                (_("Lane"), "/"),
                (_("Search"), "/search"),
                (_("Outbox"), "/outbox"),
                (_("Handhelds"), _HANDHELDS),
                (_("Figures"), "/figures"),
                (_("Exchange"), EXCHANGE),
                (_("Settings"), "/settings"),
            ]
            if desk.handheld_url:
                ways.append((_("Demo"), "/demo"))
            for title, address in ways:
                way = link(title, address, "vm-way")
                if address == current:
                    way.props["aria-current"] = "page"
                    ui.page_title(f"{title} – {NAME}")
        _figures(desk)
        _operator(desk)
    if trouble:
        trouble_strip(desk, has_pairing=current == _HANDHELDS)
    with box("vm-main", "main"):
        yield


def _operator(desk: Desk) -> None:
    """Who is signed in, with the way out; a page whose session has locked leads to the sign-in page by itself."""
    token, address = token_here(), _address_here()
    operator = desk.people.operator(token)
    if operator is None:
        link(_("Sign in"), f"/sign-in?next={quote(address)}", "vm-way", "sign-in-link")
    else:
        with Element("form") as form:
            form.props.update({"method": "post", "action": "/sign-out"})
            name = text(operator.name, "vm-operator", test="operator")
            name.props["title"] = _("signed in")
            text(_("Sign out"), "vm-button vm-quiet", "button", "sign-out").props["type"] = "submit"
    ui.on("vm-active", lambda: desk.people.sessions.touch(token))

    def tick() -> None:
        if not desk.people.may_see(token):
            ui.navigate.to(f"/sign-in?next={quote(address)}")

    ui.timer(TICK_S, tick)


def _address_here() -> str:
    request = ui.context.client.request
    return request.url.path if request is not None else "/"


def _figures(desk: Desk) -> None:
    """The figures on the right of the header, live."""
    with box("vm-figures"):
        checks = text("", "vm-figure", test="figure-checks")
        handhelds = text("", "vm-figure", test="figure-handhelds")
        register = text("", "vm-figure", test="figure-register")
        clock = text("", "vm-figure vm-clock", test="figure-clock")

    def tick() -> None:
        troubles = {one.kind for one in desk.troubles()}
        waiting = desk.outbox_waiting()
        state = _("away") if "register" in troubles else _("up to date") if not waiting else _("sending")
        values = (
            (checks, _("{0} here").format(counted(desk.counts().total(), "check")), False),
            (handhelds, _connected(desk), bool(troubles & {"handheld", "unpaired"})),
            (
                register,
                _("Register {0}").format(state) + (_(", {0} waiting").format(waiting) if waiting else ""),
                "register" in troubles,
            ),
            (clock, _("{0} UTC").format(utc(desk.now_s())[:16]), False),
        )
        for element, content, is_trouble in values:
            element.set_text(content)
            element.classes(add="vm-bad" if is_trouble else "", remove="" if is_trouble else "vm-bad")

    tick()
    ui.timer(TICK_S, tick)


def _connected(desk: Desk) -> str:
    if not desk.ports:
        return _("No port for handhelds")
    connected = {port.device_id for port in desk.ports if port.connected}
    if any(port.is_radio for port in desk.ports):  # one may have two ways here
        return _("{0} connected").format(counted(len(connected), "handheld"))
    return _("{0} of {1} connected").format(len(connected), counted(len(desk.ports), "handheld"))


def trouble_strip(desk: Desk, has_pairing: bool = False) -> None:
    """Put the strip that says what is in the way, and is not there when nothing is.

    A page that `has_pairing` says itself which handhelds are not paired.
    """
    strip = box("vm-troubles", test="troubles")
    strip.props["role"] = "status"
    said: list[Trouble] = []

    def tick() -> None:
        nonlocal said
        found = [one for one in desk.troubles() if not (has_pairing and one.kind == "unpaired")]
        if found == said:
            return
        said = found
        strip.clear()
        with strip:
            for trouble in found:
                with box("vm-trouble", test=f"trouble-{trouble.kind}"):
                    text(_(_TROUBLE_NAMES[trouble.kind]), "vm-trouble-kind")
                    text(sentence(trouble.text))
                    if trouble.kind == "unpaired":
                        link(_("Pair it"), _HANDHELDS, test="pair-it")

    tick()
    ui.timer(TICK_S, tick)
