"""Saying where the messages of a profile go: a folder that the other system collects from, or an address."""

import asyncio

from viewmark.gateways.profiles import PROFILES
from viewmark.ui.desk import Desk
from viewmark.ui.elements import box, button, text
from viewmark.ui.fields import Field
from viewmark.ui.forms import form_part
from viewmark.ui.language import _, sentence
from viewmark_protocol.errors import ViewmarkError


def setting_part(desk: Desk, token: str) -> None:
    """Put the form."""
    with form_part(_("Say where the messages of a gateway go"), "setting"):
        with box("vm-fields"):
            titles = [(key, _(one.title)) for key, one in PROFILES.items()]
            profile = Field(_("Gateway"), "setting-profile", options=titles)
            to = Field(_("Folder, as full path, or address with https://"), "setting-to")
            api_key = Field(_("Key, where one is asked for"), "setting-key", kind="password")
        text(
            _("A folder is one that the other system collects from. The key lies closed on this laptop."),
            "vm-label",
            "p",
        )

        async def press(is_nowhere: bool) -> None:
            kept = ("", "") if is_nowhere else (to.value, api_key.value)
            try:
                await asyncio.to_thread(desk.gateways.set_destination, token, profile.value, *kept, is_nowhere)
            except ViewmarkError as error:
                said.set_text(sentence(str(error)))
                return
            said.set_text(_("They go nowhere: they wait.") if is_nowhere else _("Kept."))

        with box("vm-row"):
            button(_("Keep"), lambda: press(False), test="setting-keep")
            button(_("Nowhere: let them wait"), lambda: press(True), "vm-quiet", "setting-nowhere")
            said = text("", test="setting-said")
            said.props["role"] = "status"
