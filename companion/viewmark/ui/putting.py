"""Putting a check into the mailbox for another system, with the codes that no message leaves without."""

import asyncio

from viewmark.archive.checks import FiledCheck
from viewmark.gateways.message import HANDLING, INFORMATION, SOURCE, Message, codes
from viewmark.gateways.profiles import PROFILES, profile
from viewmark.ui.desk import Desk
from viewmark.ui.elements import box, button, link, text
from viewmark.ui.exchange import GATEWAYS
from viewmark.ui.fields import Field
from viewmark.ui.forms import form_part
from viewmark.ui.language import _, sentence
from viewmark.ui.wording import counted
from viewmark_protocol.errors import ViewmarkError


def putting_part(desk: Desk, token: str, filed: FiledCheck) -> None:
    """Put the form. What a person adds about the weapon is taken from the trace request as it was kept."""
    with form_part(_("Send to another system"), "put"):
        with box("vm-fields"):
            key = Field(_("Gateway"), "put-profile", options=[(one, _(known.title)) for one, known in PROFILES.items()])
            handling = Field(_("Handling"), "put-handling", options=_choices(HANDLING))
            source = Field(_("Source"), "put-source", options=_choices(SOURCE))
            information = Field(_("Information"), "put-information", options=_choices(INFORMATION))
            restriction = Field(_("With H3: what the receiver must keep to"), "put-restriction")
            addressee = Field(_("For whom, where the gateway does not say it"), "put-addressee")
        text(_("Type, circumstances and priority are taken from the trace request, as it was kept."), "vm-label", "p")

        def made() -> list[Message]:
            ratings = codes(handling.value, source.value, information.value, restriction.value)
            weapons, links = desk.cases.firearms(filed), desk.cases.links(filed)
            given = [desk.cases.trace_given(filed, place) for place in range(len(weapons))]
            return profile(key.value).messages(filed, weapons, links, given, ratings, addressee.value)

        async def press() -> None:
            said.classes(add="vm-bad-text")
            try:
                count = await asyncio.to_thread(desk.gateways.put, token, made())
            except ViewmarkError as error:
                said.set_text(sentence(str(error)))
                return
            said.classes(remove="vm-bad-text")
            put = _("{0} put into the mailbox; nothing has left yet.").format(counted(count, "message"))
            said.set_text(put if count else _("It was put before: nothing is sent twice."))

        with box("vm-row"):
            button(_("Put into the mailbox"), press, test="put-send")
            said = text("", test="put-said")
            said.props["role"] = "status"
            link(_("Gateways"), GATEWAYS)


def _choices(known: dict[str, str]) -> list[tuple[str, str]]:
    """Return codes to choose from, none of them chosen: an evaluation is somebody's own."""
    return [("", _("choose")), *((code, f"{code}: {_(meaning)}") for code, meaning in known.items())]
