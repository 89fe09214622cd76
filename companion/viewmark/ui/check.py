"""One check: what was read and confirmed, the verdict, and what the register says of it."""

from typing import NamedTuple

from nicegui import ui

from viewmark.archive.checks import FiledCheck, RegisterAnswer
from viewmark.archive.entries import Entry
from viewmark.casework.attachments import Attachment
from viewmark.casework.decisions import standing_decisions
from viewmark.ui.acting import acting_part, deciding_part
from viewmark.ui.attachments import attachments_part
from viewmark.ui.candidates import register_part
from viewmark.ui.cases import Seen
from viewmark.ui.desk import Desk
from viewmark.ui.elements import box, facts, link, section, text, verdict
from viewmark.ui.frame import NAME, TICK_S, frame
from viewmark.ui.history import history_part
from viewmark.ui.language import _
from viewmark.ui.marks import marks_table, reading
from viewmark.ui.people import token_here
from viewmark.ui.photo_view import photo
from viewmark.ui.second import second_part
from viewmark.ui.trace import Trace
from viewmark.ui.wording import CLOCKS, ERASED, SEALS, UNREADABLE, WARNINGS, counted, utc, words
from viewmark_protocol.checks import Check, Firearm, serial_mark
from viewmark_protocol.meanings import MEANINGS


class _Shown(NamedTuple):
    """What a check's weapons are drawn from, as it was read at one time."""

    filed: FiledCheck
    check: Check
    answer: RegisterAnswer | None
    decisions: dict[str, Entry]
    seen: list[Seen]
    attachments: list[Attachment]
    may_download: bool


def add_check(desk: Desk) -> None:
    """Add the page at `/check/{id}`."""

    @ui.page("/check/{wanted_id}")
    def check(wanted_id: str) -> None:
        filed = desk.check(wanted_id)
        with frame(desk, "/check"):
            if filed is None:
                _unknown(wanted_id)
                return
            ui.page_title(_("Check {0} of {1} – {2}").format(filed.sequence, filed.device_id, NAME))
            _live(desk, filed, token_here())


def _unknown(wanted_id: str) -> None:
    ui.context.client.status_code = 404
    with box("vm-section vm-message", test="unknown-check"):
        text(_("There is no such check here"), "vm-title", "h1")
        text(
            _("No check on this laptop has the id {0}. It may still be on a handheld.").format(wanted_id[:80]), tag="p"
        )
        link(_("Back to the lane"), "/", "vm-back")


def _live(desk: Desk, filed: FiledCheck, token: str) -> None:
    """The check, drawn again only when its answer, its photo, its history or its place in the register has changed.

    The forms stay where they are meanwhile: what is being typed is not lost.
    """
    place = box("vm-check", test="check")
    place.props["data-check-id"] = filed.id
    deciding, forms = box("vm-check"), box("vm-check")
    drawn: list[object] = []
    offered: list[object] = []
    traces: list[Trace] = []

    def tick() -> None:
        now = desk.check(filed.id) or filed
        answer = desk.answer(filed)
        photos = [desk.photo_state(digest) for digest in desk.photos(now)]
        history = desk.cases.history(now)
        candidates = [one.register_id for one in answer.candidates] if answer else []
        if now.check is not None and not offered:
            with forms:
                if now.check.firearms and desk.people.operator(token) is not None:
                    traces.append(Trace(desk, token, now, tick))
                acting_part(desk, token, now, now.check, tick)
        if [candidates] != offered:
            offered[:] = [candidates]
            deciding.clear()
            with deciding:
                deciding_part(desk, token, now, answer, tick)
        readings = desk.cases.readings(now)
        seen = [
            now.in_register,
            now.seal,
            now.erased_s,
            answer.number if answer else None,
            photos,
            len(history),
            [one.at_s for one in readings],
        ]
        if seen == drawn:
            return
        drawn[:] = seen
        for one in traces:
            one.refresh()
        place.clear()
        with place:
            if now.check is None:
                _unreadable(now)
                history_part(history)
                return
            _head(now, now.check)
            acts = standing_decisions(history), desk.cases.seen(now, readings), desk.cases.attachments(now)
            shown = _Shown(now, now.check, answer, *acts, desk.people.operator(token) is not None)
            for number, firearm in enumerate(desk.cases.firearms(now)):
                _firearm(desk, shown, firearm, number)
            if not now.check.firearms:
                _circumstances(desk, now, now.check)
            history_part(history)

    tick()
    ui.timer(TICK_S, tick)


def _unreadable(filed: FiledCheck) -> None:
    with box("vm-section vm-message", test="unreadable-check"):
        title, why = (_(one) for one in UNREADABLE.get(filed.seal, UNREADABLE[None]))
        why = why.format(len(filed.sealed or filed.record))
        if filed.erased_s is not None:
            title, why = _(ERASED[0]), _(ERASED[1]).format(utc(filed.erased_s))
        text(title, "vm-title", "h1")
        text(why, tag="p")
        facts([(_("record"), filed.id), (_("handheld"), filed.device_id)], "facts")
        link(_("Back to the lane"), "/", "vm-back")


def _head(filed: FiledCheck, check: Check) -> None:
    with box("vm-crumbs"):
        link(_("Lane"), "/", "vm-back", "back")
        text(_("Check {0} on {1}, {2} UTC").format(filed.sequence, filed.device_id, utc(check.opened.utc_s)))
    if not check.firearms:
        text(_("This check holds no firearm."), "vm-empty", "p")


def _firearm(desk: Desk, shown: _Shown, firearm: Firearm, number: int) -> None:
    """Put one weapon: its marks as they stand, and its serial as it was recorded."""
    filed, check = shown.filed, shown.check
    recorded = check.firearms[number]
    given = firearm.verdict
    with box(f"vm-banner vm-edge-{given.word}", "section", "verdict-part"):
        verdict(given.word)
        with box("vm-banner-text"):
            text(words(given.reason), "vm-strong", "h1", "verdict-reason")
            text(_(MEANINGS[given.reason]), tag="p", test="verdict-meaning")
        asked = given.list_asked
        listed = _("version {0}, issued {1} UTC").format(asked.version, utc(asked.issued_s)) if asked else _("none")
        category = words(given.category) if given.category else None
        facts([(_("list asked"), listed), (_("matched by"), given.matched), (_("listed as"), category)], "list-facts")
    for warning in firearm.warnings:
        text(_(WARNINGS[warning]), "vm-warning", "p", "warning")
    with box("vm-columns"):
        with box("vm-column"), section(_("At the weapon"), "weapon"):
            mark, now = serial_mark(recorded), serial_mark(firearm)
            if now is not None and (mark is None or mark.confirmed != now.confirmed):
                with box("vm-serial-corrected"):
                    text(_("corrected here to"), "vm-label")
                    text(now.confirmed or "", "vm-large vm-raw", test="corrected-serial")
            if mark is None:
                text(_("No serial was recorded."), "vm-empty", "p")
            else:
                reading(mark)
            for digest in dict.fromkeys(one.photo for one in firearm.marks if one.photo):
                photo(filed.id, digest, desk.photo_state(digest))
        with box("vm-column"):
            if recorded is check.firearms[0]:
                second_part(shown.seen, desk.reads_photos, bool(desk.photos(filed)))
            register_part(firearm, shown.answer, shown.decisions)
            with section(_("All marks"), "marks"):
                marks_table(firearm.marks)
            attached = [one for one in shown.attachments if one.firearm == number + 1]
            attachments_part(filed, attached, shown.may_download)
            if recorded is check.firearms[-1]:
                _circumstances(desk, filed, check)


def _circumstances(desk: Desk, filed: FiledCheck, check: Check) -> None:
    with section(_("Circumstances"), "circumstances"):
        opened = check.opened
        facts(
            [
                (
                    _("opened"),
                    _("{0} UTC, clock {1}, start {2}").format(
                        utc(opened.utc_s), _(CLOCKS[opened.trust]), opened.boot_count
                    ),
                ),
                (
                    _("clock"),
                    _("went back by {0}").format(counted(opened.behind_s, "second")) if opened.behind_s else None,
                ),
                (_("seal"), _(SEALS[filed.seal])),
                (_("arrived here"), _("{0} UTC").format(utc(filed.received_s))),
                (_("register"), _("has this check") if filed.in_register else _("does not have this check yet")),
                (_("context"), words(check.context)),
                (_("legal ground"), check.legal_ground),
                (_("officer"), check.officer),
                (_("post"), check.post),
                (_("transport"), words(check.transport)),
                *((_("linked {0}").format(words(one.kind)), one.reference) for one in desk.cases.links(filed)),
                (_("note"), check.note),
                (_("record"), filed.id),
                (_("handheld"), filed.device_id),
            ],
            "facts",
        )
