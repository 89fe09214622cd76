"""The settings of this laptop: where it works, for how long it keeps checks, and the roster as the register gave it."""

from collections.abc import Callable

from nicegui import ui

from viewmark.languages.catalogues import LANGUAGES
from viewmark.ui.desk import Desk
from viewmark.ui.elements import box, button, section, text
from viewmark.ui.fields import Field
from viewmark.ui.frame import frame
from viewmark.ui.language import _
from viewmark.ui.people import token_here
from viewmark.ui.tried import tried
from viewmark.ui.wording import line, utc


def add_settings(desk: Desk) -> None:
    """Add the page at `/settings`."""

    @ui.page("/settings")
    def settings() -> None:
        token = token_here()
        with frame(desk, "/settings"), box("vm-handhelds"):
            if desk.people.operator(token) is not None:
                with section(_("Your language"), "settings-language"):
                    _language(desk, token)
            with section(_("Where this laptop works"), "settings-place"):
                _place(desk, token)
            with section(_("For how long checks are kept here"), "settings-retention"):
                _retention(desk, token)
            with section(_("The key that this laptop's data lie under"), "settings-guard"):
                _guard(desk)
            with section(_("Roster, as the register gave it last"), "settings-roster"):
                _roster(desk)


def _language(desk: Desk, token: str) -> None:
    chosen = desk.settings.language(token)
    options = [("", _("as the browser asks for")), *LANGUAGES.items()]
    with box("vm-fields"):
        field = Field(_("Language"), "language", chosen, options)

    def keep() -> None:
        desk.settings.set_language(token, field.value)
        ui.navigate.reload()

    _keep("settings-language", keep)


def _place(desk: Desk, token: str) -> None:
    now = desk.settings.place()
    with box("vm-fields"):
        border = str(now.border_km) if now.is_border_known else ""
        border_km = Field(_("Kilometres to the nearest border"), "settings-border", border)
        yes, no = ("yes", _("yes")), ("no", _("no"))
        customs = [yes, no] if now.is_customs else [no, yes]
        if not now.is_border_known:
            customs.insert(0, ("", _("choose")))
        is_customs = Field(_("Customs or border officials work here"), "settings-customs", options=customs)
    _keep("settings-place", lambda: desk.settings.set_place(token, border_km.value, is_customs.value))


def _retention(desk: Desk, token: str) -> None:
    text(
        _("What the register does not have is never erased. Of an erased check tag and tombstone stay."),
        "vm-label",
        "p",
    )
    with box("vm-fields"):
        days = Field(_("Days; 0 keeps everything"), "settings-days", str(desk.settings.retention_days()))
    _keep("settings-retention", lambda: desk.settings.set_retention_days(token, days.value))


def _guard(desk: Desk) -> None:
    if desk.settings.is_guarded():
        text(_("A passphrase guards it."), "vm-label", "p", "guarded")
    else:
        said = _("No passphrase guards it: who takes this disk reads every check. Set one: {0}")
        text(said.format("viewmark protection set"), "vm-warning", "p", "not-guarded")


def _roster(desk: Desk) -> None:
    entries = desk.settings.roster()
    if not entries:
        text(_("The register gave none yet."), "vm-empty", "p", "roster-empty")
        return
    with box("vm-table", "table"):
        with box("", "thead"), box("", "tr"):
            for heading in (_("post"), _("officer"), _("since (UTC)")):
                text(heading, tag="th")
        with box("", "tbody"):
            for one in entries:
                with box("", "tr", "roster-entry"):
                    for value in (line(one.post), line(one.officer), utc(one.since_s)):
                        text(value, tag="td")


def _keep(test: str, keep: Callable[[], None]) -> None:
    def press() -> None:
        said.set_text(tried(keep) or _("Kept."))

    with box("vm-row"):
        button(_("Keep"), press, test=f"{test}-keep")
        said = text("", test=f"{test}-said")
        said.props["role"] = "status"
