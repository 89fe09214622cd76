"""What waits for the register, and what it refused: each with its age, its tries and the reason."""

from collections.abc import Callable

from nicegui import ui

from viewmark.ui.desk import Desk
from viewmark.ui.elements import box, button, section, text
from viewmark.ui.frame import TICK_S, frame
from viewmark.ui.language import N_, _, sentence
from viewmark.ui.people import token_here
from viewmark.ui.tried import tried
from viewmark.ui.wording import age, line, words
from viewmark.ui.work import MOST_ITEMS, Waiting

_HEADINGS = ("", N_("what"), N_("about"), N_("waits for"), N_("tries"), N_("why"), "")


def add_outbox(desk: Desk) -> None:
    """Add the page at `/outbox`."""

    @ui.page("/outbox")
    def outbox() -> None:
        with frame(desk, "/outbox"), box("vm-handhelds"):
            _Outbox(desk, token_here())


class _Outbox:
    """The outbox, brought up to date once a second."""

    def __init__(self, desk: Desk, token: str) -> None:
        self._desk = desk
        self._token = token
        self._shown: list[object] = []
        with section(_("Waits for the register"), "outbox"):
            with box("vm-row"):
                button(_("Try now"), self._try_now, test="outbox-try")
                self._said = text("", test="outbox-said")
            self._place = box("vm-scroll")
        self._tick()
        ui.timer(TICK_S, self._tick)

    def _try_now(self) -> None:
        self._act(lambda: self._desk.work.try_now(self._token))

    def _act(self, act: Callable[[], None]) -> None:
        self._said.set_text(tried(act) or _("It goes out now."))

    def _tick(self) -> None:
        items = self._desk.work.items(self._desk.now_s())
        seen: list[object] = [(one.id, one.attempts, one.is_refused, age(one.age_s)) for one in items]
        if seen == self._shown:
            if not items and not self._said.text:
                self._said.set_text(_("Nothing waits: the register has everything."))
            return
        self._shown = seen
        self._place.clear()
        with self._place, box("vm-table", "table", "outbox-items"):
            with box("", "thead"), box("", "tr"):
                for heading in _HEADINGS:
                    text(_(heading), tag="th")
            with box("", "tbody"):
                for one in items:
                    self._item(one)
        total = self._desk.outbox_waiting()
        if total > MOST_ITEMS:
            with self._place:
                text(_("The first {0} of {1} are shown.").format(MOST_ITEMS, total), "vm-label", "p")

    def _item(self, one: Waiting) -> None:
        with box("", "tr", "outbox-item"):
            text(_("refused") if one.is_refused else _("waits"), "vm-bad-text" if one.is_refused else "", "td")
            text(words(one.kind), tag="td")
            with box("", "td"):
                text(line(one.about), "vm-raw vm-long")
            text(age(one.age_s), tag="td")
            text(str(one.attempts), tag="td")
            text(sentence(one.error or ""), tag="td")
            with box("", "td"):
                if one.is_refused:
                    button(
                        _("Send again"),
                        lambda: self._act(lambda: self._desk.work.send_again(self._token, one.id)),
                        test="outbox-again",
                    )
