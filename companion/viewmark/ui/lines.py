"""The live list of checks: lines stay where they are in the browser, so that focus and place are kept."""

from nicegui import ui
from nicegui.element import Element

from viewmark.archive.checks import LaneRow
from viewmark.archive.lane import LaneFilter
from viewmark.ui.desk import PAGE_ROWS, Desk
from viewmark.ui.elements import box, cell, marked, text, verdict
from viewmark.ui.frame import TICK_S
from viewmark.ui.language import N_, _
from viewmark.ui.wording import SIGNS, utc, words

_HEADINGS = (
    N_("Time (UTC)"),
    N_("Verdict"),
    N_("Reason"),
    N_("Serial"),
    N_("Maker"),
    N_("Register"),
    N_("Handheld"),
    N_("Sync"),
)
EMPTY = N_("No checks yet. Switch a handheld on, plug its cable in, and check a weapon: it appears here by itself.")


_NONE_FITS = N_("No check fits. Filter for less, or show all.")


class Lines:
    """One page of checks, brought up to date once a second. `narrow` leaves out what a small page has no room for."""

    def __init__(
        self,
        desk: Desk,
        before: int | None = None,
        after: int | None = None,
        narrow: bool = False,
        wanted: LaneFilter | None = None,
    ) -> None:
        self._desk = desk
        self._before = before
        self._after = after
        self._wanted = wanted or LaneFilter()
        self._shown: dict[int, LaneRow] = {}
        self._lines: dict[int, Element] = {}
        with box("vm-lane vm-narrow" if narrow else "vm-lane", test="lane") as self._grid, box("vm-line vm-headings"):
            for heading in _HEADINGS:
                text(_(heading))
        self._empty = text(_(EMPTY) if self._wanted == LaneFilter() else _(_NONE_FITS), "vm-empty", "p", "lane-empty")
        self._alert = text("", "vm-aloud", "p", "hit-alert")  # for those who hear the page
        self._alert.props["role"] = "alert"
        self.rows: list[LaneRow] = []
        self._tick()
        ui.timer(TICK_S, self._tick)

    def _tick(self) -> None:
        self.rows = self._desk.lane(self._before, self._after, self._wanted)
        self._empty.set_visibility(not self.rows)
        self._grid.set_visibility(bool(self.rows))
        kept = {row.number for row in self.rows}
        for number in [number for number in self._lines if number not in kept]:
            self._grid.remove(self._lines.pop(number))
            del self._shown[number]
        is_first = not self._shown
        for place, row in enumerate(self.rows):
            if row.number not in self._lines and row.verdict == "hit" and not is_first and not self._before:
                self._alert.set_text(_("Hit: {0} {1}").format(row.serial or "", row.maker or ""))
                ui.run_javascript("vmSoundHit()")
            if row.number not in self._lines:
                self._lines[row.number] = self._add(row, None if is_first else place + 1)
            elif self._shown[row.number] != row:
                self._lines[row.number].clear()
                self._fill(self._lines[row.number], row)
            self._shown[row.number] = row

    def _add(self, row: LaneRow, place: int | None) -> Element:
        with self._grid:
            line = marked(Element("a").classes(f"vm-line vm-edge-{row.verdict or 'none-given'}"), "check-row")
        line.props["href"] = f"/check/{row.id}"
        line.props["data-check-id"] = row.id
        if place is not None:
            line.classes("vm-new")
            line.move(target_index=min(place, PAGE_ROWS))
        self._fill(line, row)
        return line

    def _fill(self, line: Element, row: LaneRow) -> None:
        with line:
            cell(utc(row.opened_s), "vm-time")
            verdict(self._desk.verdict(row))
            cell(words(row.reason or ""), "vm-reason", "reason")
            _serial(row)
            cell(row.maker, "vm-maker", "maker")
            answer = text(_answer(row), f"vm-answer vm-answer-{row.answer}", test="register-answer")
            answer.props["data-answer"] = row.answer or ""
            cell(row.device_id, "vm-device", "device")
            cell(_sync(row), "vm-sync", "sync")


def _serial(row: LaneRow) -> None:
    """Put the serial: as corrected, and as recorded; with a sign where the photo was read otherwise a second time."""
    with box("vm-cell", "span"):
        if row.disagrees:
            flag = text("≠", "vm-flag", test="lane-flag")
            flag.props.update({"title": _("The photo was read otherwise a second time."), "role": "img"})
            flag.props["aria-label"] = _("The photo was read otherwise a second time.")
        if row.corrected and row.corrected != row.serial:
            cell(row.corrected, "vm-serial", "corrected")
            cell(_("was {0}").format(row.serial or _("nothing")), "vm-label", "serial")
        else:
            cell(row.serial, "vm-serial", "serial")


def _answer(row: LaneRow) -> str:
    if row.answer in ("hit", "near"):
        return _("{0} {1}, {2} named").format(SIGNS[row.answer], _(row.answer), row.candidates)
    return {"none": _("none"), "queued": _("waits"), "error": _("refused")}.get(row.answer or "", _("waits"))


def _sync(row: LaneRow) -> str:
    """Return how far the check has come, and whether the answer is back where it was asked."""
    if not row.in_register:
        return _("on laptop")
    return _("answered") if row.answer_delivered and row.answer != "queued" else _("in register")
