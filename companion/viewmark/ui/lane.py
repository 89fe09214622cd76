"""The lane: checks as they arrive, newest first, filtered by address so that a filter can be kept and sent on."""

from urllib.parse import urlencode

from nicegui import ui
from nicegui.element import Element

from viewmark.archive.lane import LaneFilter
from viewmark.ui.desk import PAGE_ROWS, Desk
from viewmark.ui.elements import box, link, marked, text
from viewmark.ui.fields import control
from viewmark.ui.frame import frame
from viewmark.ui.language import _
from viewmark.ui.lines import Lines
from viewmark_protocol.verdicts import VERDICTS

_MOST_TEXT = 100


def add_lane(desk: Desk) -> None:
    """Add the page at `/`."""

    @ui.page("/")
    def lane(
        before: int | None = None, after: int | None = None, verdict: str = "", device: str = "", find: str = ""
    ) -> None:
        wanted = LaneFilter(verdict if verdict in VERDICTS else None, device or None, find.strip()[:_MOST_TEXT] or None)
        with frame(desk, "/"):
            _filters(desk, wanted)
            lines = Lines(desk, before, after, wanted=wanted)
            if lines.rows:
                _pages(desk, lines, wanted, is_live=not (before or after))


def _pages(desk: Desk, lines: Lines, wanted: LaneFilter, is_live: bool) -> None:
    newest, oldest = lines.rows[0].number, lines.rows[-1].number
    with box("vm-pages", "nav", "pages") as pages:
        pages.props["aria-label"] = _("Pages of the lane")
        if not is_live and desk.lane(after=newest - 1, wanted=wanted)[0].number > newest:
            link(_("Newest"), _address(wanted), test="newest")
            link(_("Newer"), _address(wanted, after=newest), test="newer")
        elif not is_live:
            link(_("Live lane"), _address(wanted), test="newest")
        shown = _("{0} of {1} checks").format(len(lines.rows), desk.counts().total())
        text(shown if wanted == LaneFilter() else _("{0} checks that fit").format(len(lines.rows)))
        if len(lines.rows) == PAGE_ROWS and desk.lane(before=oldest, wanted=wanted):
            link(_("Older"), _address(wanted, before=oldest), test="older")


def _address(wanted: LaneFilter, **place: int) -> str:
    given = {"verdict": wanted.verdict, "device": wanted.device_id, "find": wanted.text} | place
    query = urlencode({name: value for name, value in given.items() if value})
    return f"/?{query}" if query else "/"


def _filters(desk: Desk, wanted: LaneFilter) -> None:
    """The filters as a plain form: what is chosen becomes the page's address."""
    with Element("form").classes("vm-filters") as form:
        form.props.update({"method": "get", "action": "/", "role": "search", "aria-label": _("Filter the lane")})
        verdicts = [("", _("every verdict")), *((one, _(one)) for one in VERDICTS)]
        control(_("Verdict"), "verdict", "filter-verdict", wanted.verdict or "", verdicts)
        devices = [("", _("every handheld")), *((row["device_id"], row["device_id"]) for row in desk.handhelds())]
        control(_("Handheld"), "device", "filter-device", wanted.device_id or "", devices)
        control(_("Serial or maker"), "find", "filter-text", wanted.text or "")
        text(_("Filter"), "vm-button", "button", "filter-send").props["type"] = "submit"
        if wanted != LaneFilter():
            link(_("Show all"), "/", test="filter-none")
        mute = marked(text(_("Sound on"), "vm-button vm-quiet", "button"), "mute")
        mute.props.update({"type": "button", "id": "vm-mute", "aria-pressed": "false"})
        mute.props.update({"data-on": _("Sound on"), "data-off": _("Sound off")})
