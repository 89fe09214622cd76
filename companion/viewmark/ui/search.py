"""Asking the register by hand: exact, partial or misread; every candidate says what matched and what disagrees."""

from nicegui import ui

from viewmark.ui.candidates import candidates_table
from viewmark.ui.desk import Desk
from viewmark.ui.elements import box, button, link, section, text
from viewmark.ui.fields import Field
from viewmark.ui.frame import frame
from viewmark.ui.language import N_, _, sentence
from viewmark.ui.people import token_here
from viewmark.ui.wording import counted, words
from viewmark_protocol.errors import ViewmarkError

_HINT = N_("A ? stands for one character that could not be read, a * for any number of them: AB?1234, *12345.")


def add_search(desk: Desk) -> None:
    """Add the page at `/search`."""

    @ui.page("/search")
    def search() -> None:
        token = token_here()
        with frame(desk, "/search"), box("vm-handhelds"), section(_("Ask the register"), "search"):
            if desk.people.operator(token) is None:
                text(_("Who asks is part of every question."), tag="p")
                link(_("Sign in"), "/sign-in?next=/search", test="search-sign-in")
                return
            _form(desk, token)


def _form(desk: Desk, token: str) -> None:
    text(_(_HINT), "vm-label", "p")
    with box("vm-fields"):
        serial = Field(_("Serial"), "search-serial")
        fields = {name: Field(words(name).capitalize(), f"search-{name}") for name in ("maker", "model", "calibre")}
        legal_ground = Field(_("Legal ground"), "search-legal-ground", desk.work.post.legal_ground)

    async def press() -> None:
        found.clear()
        why.set_text(_("The register is being asked ..."))
        ours = {name: field.value for name, field in fields.items()}
        try:
            candidates = await desk.work.inquire(token, serial.value, legal_ground.value, **ours)
        except ViewmarkError as error:
            why.set_text(sentence(str(error)))
            return
        count = len(candidates)
        why.set_text(
            _("{0}. Compare.").format(counted(count, "candidate"))
            if count
            else _("The register names no weapon like this one.")
        )
        with found:
            if candidates:
                candidates_table(serial.value, {name: value or None for name, value in ours.items()}, candidates, {})

    with box("vm-row"):
        button(_("Ask"), press, test="search-ask")
        why = text("", test="search-said")
        why.props["role"] = "status"
    found = box("", test="search-found")
