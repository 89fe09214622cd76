"""The settings of this laptop: where it works, for how long it keeps checks, and the roster as the register gave it."""

from collections.abc import Callable

from nicegui import ui

from viewmark.ui.desk import Desk
from viewmark.ui.elements import box, button, section, text
from viewmark.ui.fields import Field
from viewmark.ui.frame import NAME, frame
from viewmark.ui.people import token_here
from viewmark.ui.tried import tried
from viewmark.ui.wording import line, utc


def add_settings(desk: Desk) -> None:
    """Add the page at `/settings`."""

    @ui.page("/settings", title=f"Settings – {NAME}")
    def settings() -> None:
        token = token_here()
        with frame(desk, "/settings"), box("vm-handhelds"):
            with section("Where this laptop works", "settings-place"):
                _place(desk, token)
            with section("For how long checks are kept here", "settings-retention"):
                _retention(desk, token)
            with section("Roster, as the register gave it last", "settings-roster"):
                _roster(desk)


def _place(desk: Desk, token: str) -> None:
    now = desk.settings.place()
    with box("vm-fields"):
        border_km = Field("Kilometres to the nearest border", "settings-border", str(now.border_km))
        customs = [("yes", "yes"), ("no", "no")] if now.is_customs else [("no", "no"), ("yes", "yes")]
        is_customs = Field("Customs or border officials work here", "settings-customs", options=customs)
    _keep("settings-place", lambda: desk.settings.set_place(token, border_km.value, is_customs.value == "yes"))


def _retention(desk: Desk, token: str) -> None:
    text("What the register does not have is never erased. Of an erased check tag and tombstone stay.", "vm-label", "p")
    with box("vm-fields"):
        days = Field("Days; 0 keeps everything", "settings-days", str(desk.settings.retention_days()))
    _keep("settings-retention", lambda: desk.settings.set_retention_days(token, days.value))


def _roster(desk: Desk) -> None:
    entries = desk.settings.roster()
    if not entries:
        text("The register gave none yet.", "vm-empty", "p", "roster-empty")
        return
    with box("vm-table", "table"):
        with box("", "thead"), box("", "tr"):
            for heading in ("post", "officer", "since (UTC)"):
                text(heading, tag="th")
        with box("", "tbody"):
            for one in entries:
                with box("", "tr", "roster-entry"):
                    for value in (line(one.post), line(one.officer), utc(one.since_s)):
                        text(value, tag="td")


def _keep(test: str, keep: Callable[[], None]) -> None:
    def press() -> None:
        said.set_text(tried(keep) or "Kept.")

    with box("vm-row"):
        button("Keep", press, test=f"{test}-keep")
        said = text("", test=f"{test}-said")
        said.props["role"] = "status"
