"""One message to another system: what it says, field by field, with where each field is written; and its release."""

import asyncio
import json
from typing import Any

from nicegui import ui

from viewmark.gateways.entry import DEAD, Entry
from viewmark.gateways.message import HANDLING, INFORMATION, SOURCE, Message
from viewmark.gateways.profiles import PROFILES
from viewmark.ui.desk import Desk
from viewmark.ui.elements import box, button, facts, link, section, text
from viewmark.ui.exchange import GATEWAYS, exchange_frame
from viewmark.ui.gateway_messages import STATE_WORDS
from viewmark.ui.language import _, sentence
from viewmark.ui.people import token_here
from viewmark.ui.tables import row, table
from viewmark.ui.wording import counted, line, shown, utc
from viewmark_protocol.errors import ViewmarkError

_MOST_ROWS = 200


def add_gateway_message(desk: Desk) -> None:
    """Add the page at `/gateways/{id}`."""

    @ui.page(GATEWAYS + "/{message_id}")
    async def message(message_id: str) -> None:
        token = token_here()
        with exchange_frame(desk, GATEWAYS, is_below=True):
            with box("vm-crumbs"):
                link(_("Back to the gateways"), GATEWAYS, "vm-back")
            try:
                entry = await asyncio.to_thread(desk.gateways.entry, message_id)
            except ViewmarkError as error:
                text(sentence(str(error)), "vm-warning", "p", "message-why")
                return
            if entry is None:
                ui.context.client.status_code = 404
                text(_("There is no such message here."), "vm-empty", "p", "no-message")
                return
            _head(entry)
            if entry.state == DEAD:
                _release(desk, token, entry)
            with section(_("What it says"), "message-says"):
                await _says(desk, token, entry)


def _head(entry: Entry) -> None:
    profile = PROFILES.get(entry.profile)
    receipt = entry.receipt or {}
    with section(_("Message to another system"), "message-head"):
        if profile is not None and not profile.is_verified:
            text(_("The mapping of this gateway is not verified."), "vm-warning", "p", "message-not-verified")
        facts(
            [
                (_("State"), _(STATE_WORDS[entry.state])),
                (_("Gateway"), _(profile.title) if profile else entry.profile),
                (_("For"), line(entry.addressee)),
                (_("Put"), _("{0} UTC").format(utc(entry.put_s))),
                (_("Goes to"), line(entry.gateway or "")),
                (_("Tried"), _tried(entry)),
                (_("Reason"), sentence(entry.error or "")),
                (_("Arrived"), _("{0} UTC").format(utc(entry.sent_s)) if entry.sent_s else ""),
                (_("Taken as"), line(str(receipt.get("reference") or ""))),
                (_("Its id"), entry.id),
                ("SHA-256", entry.digest),
            ],
            "message-facts",
        )
        with box("vm-foot"):
            link(_("The check that it is about"), f"/check/{entry.check_id}", test="message-check")


def _tried(entry: Entry) -> str:
    """Return how often a message was tried, and when last."""
    times = [counted(entry.tries, "try")] if entry.tries else []
    return ", ".join(times + ([_("last {0} UTC").format(utc(entry.tried_s))] if entry.tried_s else []))


def _release(desk: Desk, token: str, entry: Entry) -> None:
    with section(_("Dead letter"), "message-release"):
        text(
            _("Remove the reason first; then let it be sent again, where it was begun."),
            tag="p",
        )

        async def press(is_elsewhere: bool) -> None:
            try:
                await asyncio.to_thread(desk.gateways.release, token, entry, is_elsewhere)
            except ViewmarkError as error:
                why.set_text(sentence(str(error)))
            else:
                ui.navigate.reload()

        with box("vm-row vm-acts"):
            button(_("Release"), lambda: press(False), test="release")
            button(_("Release to any gateway"), lambda: press(True), "vm-quiet", "release-elsewhere")
            why = text("", "vm-bad-text", test="release-why")
            why.props["role"] = "alert"
        text(_("To any gateway only where the former surely does not have it."), "vm-label", "p")


async def _says(desk: Desk, token: str, entry: Entry) -> None:
    try:
        found = await asyncio.to_thread(desk.gateways.message, token, entry)
    except ViewmarkError as error:
        text(sentence(str(error)), "vm-bad-text", "p", "message-why")
        return
    if found is None:
        text(
            _("It was sent, so what it says lies here no more; its id and SHA-256 stay, and the check says the rest."),
            "vm-empty",
            "p",
            "message-gone",
        )
        return
    _codes(found)
    profile = PROFILES.get(entry.profile)
    sources = {one.name: one.source for one in profile.fields} if profile else {}
    with table((_("field"), _("says"), _("where the field is written")), "message-table"):
        for name, value in list(found.body.items())[:_MOST_ROWS]:
            row("message-field", (shown(name, 200), _value(value), _(sources.get(name) or "not verified")))


def _codes(found: Message) -> None:
    handling, evaluation = found.handling, found.evaluation
    facts(
        [
            (_("Handling"), f"{handling.code}: {_(HANDLING[handling.code])}"),
            (_("Restriction"), handling.restriction),
            (_("Source"), f"{evaluation.source}: {_(SOURCE[evaluation.source])}"),
            (_("Information"), f"{evaluation.information}: {_(INFORMATION[evaluation.information])}"),
        ],
        "message-codes",
    )


def _value(value: Any) -> Any:
    """Return a cell with a value as it stands in the file; what is nested as JSON."""
    if value is None:
        return lambda: text("–", "vm-none")
    told = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return lambda: text(told, "vm-raw vm-long")
