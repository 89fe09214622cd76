"""The demo: the handheld on the left, the lane beside it, and how far the shift is."""

from nicegui import html, ui

from viewmark.ui.desk import Desk
from viewmark.ui.elements import bar, box, marked, text
from viewmark.ui.frame import frame
from viewmark.ui.language import _
from viewmark.ui.lines import Lines
from viewmark.ui.pairing import Pairing

_TICK_S = 0.5


def add_demo(desk: Desk, handheld_url: str) -> None:
    """Add the page at `/demo`; the handheld's own page comes from `handheld_url`."""

    @ui.page("/demo")
    def demo() -> None:
        with frame(desk, "/demo", trouble=False), box("vm-demo"):
            with box("vm-demo-handheld"):
                marked(html.iframe(src=handheld_url, title=_("The handheld")), "handheld-frame")
            with box("vm-demo-lane"):
                _progress(desk)
                Pairing(desk)
                Lines(desk, narrow=True)


def _progress(desk: Desk) -> None:
    with box("vm-demo-progress", test="demo-progress") as strip:
        said = text("", test="demo-sentence")
        how_far = bar(0, 1, "demo-bar")

    def tick() -> None:
        what, done, total = desk.demo
        strip.set_visibility(bool(what))
        said.set_text(_("{0}: {1} of {2}").format(what, done, total) if total > 1 else what)
        values = {"max": max(total, 1), "value": min(done, total) if total else 0}
        if any(how_far.props.get(name) != value for name, value in values.items()):
            how_far.props.update(values)
            how_far.update()

    tick()
    ui.timer(_TICK_S, tick)
