"""Plots, each with its table: who cannot see a plot, or tell its colours apart, has the words."""

from collections.abc import Sequence

from nicegui import ui

from viewmark.ui.elements import box, section, text
from viewmark.ui.language import N_, _
from viewmark.ui.tables import row, still_table
from viewmark.ui.wording import line


def number(value: str, name: str) -> None:
    """Put a figure, large, and what it counts."""
    with box("vm-count"):
        text(value, "vm-number")
        text(name)


def bars(title: str, test: str, rows: Sequence[tuple[str, int]], unit: str = N_("checks")) -> None:
    """Put a titled part with a bar for each name; `unit` is what is counted."""
    with section(title, test):
        if not rows:
            text(_("Nothing of this yet."), "vm-empty", "p")
            return
        names = [line(name)[:30] for name, _ in rows]
        plot(
            {
                "grid": {"containLabel": True, "left": 8, "right": 24, "top": 8, "bottom": 8},
                "xAxis": {"type": "value", "minInterval": 1},
                "yAxis": {"type": "category", "inverse": True, "data": names},
                "series": [
                    {
                        "type": "bar",
                        "barMaxWidth": 32,
                        "itemStyle": {"color": "#0b5cad"},
                        "data": [count for _, count in rows],
                    }
                ],
            }
        )
        as_table(("", _(unit)), [(line(name), str(count)) for name, count in rows])


def plot(options: dict[str, object]) -> None:
    """Put a plot that the table beneath it says in words."""
    # What a hostile maker is called stands in axis labels, which are drawn on a canvas: never read as markup.
    drawn = ui.echart({"animation": False, "tooltip": {"show": False}, **options}).classes("vm-plot")
    drawn.props["aria-hidden"] = "true"


def as_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Put the table of a plot, behind its summary."""
    with box("vm-form", "details"):
        text(_("As a table"), tag="summary")
        with still_table(headings):
            for cells in rows:
                row("", cells)
