"""The lane: checks as they arrive, newest first."""

from nicegui import ui

from viewmark.ui.desk import PAGE_ROWS, Desk
from viewmark.ui.elements import box, link, text
from viewmark.ui.frame import NAME, frame
from viewmark.ui.lines import Lines


def add_lane(desk: Desk) -> None:
    """Add the page at `/`."""

    @ui.page("/", title=f"Lane – {NAME}")
    def lane(before: int | None = None, after: int | None = None) -> None:
        with frame(desk, "/"):
            lines = Lines(desk, before, after)
            if not lines.rows:
                return
            with box("vm-pages", "nav", "pages"):
                newest, oldest = lines.rows[0].number, lines.rows[-1].number
                if desk.lane(after=newest - 1)[0].number > newest and (before or after):
                    link("Newest", "/", test="newest")
                    link("Newer", f"/?after={newest}", test="newer")
                elif before or after:
                    link("Live lane", "/", test="newest")
                text(f"{len(lines.rows)} of {desk.counts().total()} checks")
                if len(lines.rows) == PAGE_ROWS and desk.lane(before=oldest):
                    link("Older", f"/?before={oldest}", test="older")
