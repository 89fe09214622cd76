"""The figures: what was checked, where, with which verdicts and threats; as plots, as tables, and as CSV."""

import csv
import io
from collections.abc import Sequence

from fastapi import FastAPI, Response
from nicegui import ui

from viewmark.archive.figures import NOT_KNOWN
from viewmark.csvtable import harmless
from viewmark.ui.desk import Desk
from viewmark.ui.elements import box, link, section
from viewmark.ui.frame import frame
from viewmark.ui.language import _
from viewmark.ui.plots import as_table, bars, number, plot
from viewmark.ui.wording import age, counted, words
from viewmark_protocol.verdicts import VERDICTS

_DAYS, _MAKERS = 30, 12
# As on every page; who cannot tell them apart has the words in the legend, and the table.
_COLOURS = {"hit": "#b3261e", "near": "#f2b134", "clear": "#1e7a3c", "untraceable": "#6f3fb0", "unchecked": "#5c6670"}
_COLUMNS = ("day", "post", "verdict", "maker", "threat", "checks")


def add_figures(server: FastAPI, desk: Desk) -> None:
    """Add the page at `/figures`, and `/figures.csv`."""

    @ui.page("/figures")
    def figures() -> None:
        found = desk.figures
        with frame(desk, "/figures"), box("vm-handhelds"):
            with section(_("At a glance"), "figures"):
                with box("vm-counts"):
                    number(str(desk.counts().total()), _("checks here"))
                    rate = found.disagreeing()
                    share = f"{100 * rate.part / rate.whole:.0f} %" if rate.whole else "–"
                    number(share, _("of {0} read otherwise a second time").format(counted(rate.whole, "photo")))
                    time_s = found.answer_time_s()
                    number("–" if time_s is None else age(time_s), _("to the register's answer (median)"))
                link(_("All of it as CSV"), "/figures.csv", test="figures-csv")
            _by_day(found.by_day(_DAYS))
            with box("vm-plots"):
                bars(_("By post"), "figures-post", _told(found.by_post()[:_MAKERS]))
                bars(_("By maker"), "figures-maker", _told(found.by_maker(_MAKERS)))
                bars(
                    _("By kind of threat"),
                    "figures-threat",
                    [(words(name), count) for name, count in found.by_threat()],
                )

    @server.get("/figures.csv")
    async def table() -> Response:
        written = io.StringIO()
        rows = csv.writer(written)
        rows.writerow(_COLUMNS)
        rows.writerows([harmless(one) for one in row] for row in desk.figures.rows())
        headers = {"Content-Disposition": "attachment; filename=viewmark-figures.csv", "Cache-Control": "no-store"}
        return Response(written.getvalue().encode("utf-8", "replace"), media_type="text/csv", headers=headers)


def _told(rows: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    return [(_said(name), count) for name, count in rows]


def _said(name: str) -> str:
    """Return a name as it was recorded; only what stands for none is a word of ours."""
    return _(name) if name == NOT_KNOWN else name


def _by_day(rows: Sequence[tuple[str, str, int]]) -> None:
    days = list(dict.fromkeys(day for day, _, _ in rows))
    counts = {(day, verdict): count for day, verdict, count in rows}
    series = [
        {
            "name": _(verdict),
            "type": "bar",
            "stack": "checks",
            "itemStyle": {"color": _COLOURS.get(verdict, "#000")},
            "data": [counts.get((day, verdict), 0) for day in days],
        }
        for verdict in (*VERDICTS, "none")
        if any(counts.get((day, verdict)) for day in days)
    ]
    with section(_("By day and verdict"), "figures-day"):
        plot(
            {
                "legend": {"top": 0},
                "grid": {"containLabel": True, "left": 8, "right": 24, "top": 36, "bottom": 8},
                "xAxis": {"type": "category", "data": days},
                "yAxis": {"type": "value", "minInterval": 1},
                "series": series,
            }
        )
        as_table(
            (_("day"), _("verdict"), _("checks")),
            [(_said(day), _(verdict), str(count)) for day, verdict, count in rows],
        )
