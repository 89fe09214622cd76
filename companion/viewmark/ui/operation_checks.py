"""The checks of an operation, and those that its plan proposes: joining is somebody's act, and so is taking one out."""

import asyncio
from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from viewmark.operations.plan import Plan
from viewmark.operations.report import ALL_POSTS
from viewmark.ui.desk import PAGE_ROWS, Desk
from viewmark.ui.elements import box, button, link, section, text, verdict
from viewmark.ui.exchange import OPERATIONS
from viewmark.ui.fields import Field
from viewmark.ui.forms import form_part
from viewmark.ui.language import _, sentence
from viewmark.ui.operation_desk import CheckLine, Looked
from viewmark.ui.tables import address, pages, row, table
from viewmark.ui.wording import NOT_READABLE, counted, line, utc
from viewmark_protocol.errors import ViewmarkError

Act = Callable[..., Awaitable[None]]


def checks_part(desk: Desk, token: str, looked: Looked, parts: int, proposed: int) -> None:
    """Put both lists, from a number of each on."""
    plan = looked.report.plan
    total = int(next(one.value or 0 for one in looked.report.by_post[ALL_POSTS] if one.name == "checks"))
    may_act = desk.people.operator(token) is not None
    with section(_("Checks that fit, and that nobody joined"), "proposed"):
        if looked.proposed:
            _proposing(desk, token, looked, proposed, may_act)
        else:
            text(_("None: every check at its posts on its days was joined or taken out."), "vm-empty", "p")
    with section(_("Checks that are part of it"), "parts"):
        if not total:
            text(_("None yet: join those that fit, above."), "vm-empty", "p", "parts-empty")
            return
        if may_act:
            _leaving(desk, token, plan)
        _listed(plan, looked.parts, total, parts, "parts")


def _proposing(desk: Desk, token: str, looked: Looked, start: int, may_act: bool) -> None:
    plan = looked.report.plan
    said = _("{0} at its posts on its days are not part of it: a weapon may have been met there by chance.")
    text(said.format(counted(looked.report.not_joined, "check")), tag="p", test="proposed-said")
    if not may_act:
        link(_("Sign in"), f"/sign-in?next={OPERATIONS}/{plan.operation}", test="proposed-sign-in")
    else:
        with box("vm-row vm-acts"):

            async def join(check_id: str = "") -> None:
                await _acted(why, lambda: desk.operations.join(token, plan, check_id))

            button(_("Join them all"), join, test="join-all")
            why = text("", "vm-bad-text", test="join-why")
            why.props["role"] = "alert"
        _listed(plan, looked.proposed, looked.report.not_joined, start, "proposed", join)
        return
    _listed(plan, looked.proposed, looked.report.not_joined, start, "proposed")


def _leaving(desk: Desk, token: str, plan: Plan) -> None:
    with form_part(_("Take a check out"), "leave"):
        with box("vm-fields"):
            check_id = Field(_("Its id, as listed below"), "leave-check")
            reason = Field(_("Why"), "leave-reason")

        async def leave() -> None:
            await _acted(why, lambda: desk.operations.leave(token, plan, check_id.value, reason.value))

        with box("vm-row"):
            button(_("Take it out"), leave, test="leave-send")
            why = text("", "vm-bad-text", test="leave-why")
            why.props["role"] = "alert"


async def _acted(why: TextElement, act: Callable[[], object]) -> None:
    try:
        await asyncio.to_thread(act)
    except ViewmarkError as error:
        why.set_text(sentence(str(error)))
    else:
        ui.navigate.reload()


def _listed(plan: Plan, lines: list[CheckLine], total: int, start: int, which: str, join: Act | None = None) -> None:
    listed = lines[start : start + PAGE_ROWS]
    headings = (_("check"), _("Time (UTC)"), _("post"), _("Serial"), _("Verdict"), *(("",) if join else ()))
    with table(headings, f"{which}-table"):
        for one in listed:
            _row(one, which, join)
    here = f"{OPERATIONS}/{plan.operation}"
    older = address(here, **{which: start + PAGE_ROWS}) if start + PAGE_ROWS < len(lines) else ""
    said = _("{0} of {1} checks").format(len(listed), total)
    pages(_("Pages of checks"), said, here if start else "", older)


def _row(one: CheckLine, which: str, join: Act | None) -> None:
    cells = [
        lambda: link(one.id, f"/check/{one.id}", "vm-raw"),
        utc(one.opened_s)[:16] if one.opened_s else "–",
        lambda: text(line(one.post or "–"), "vm-raw"),
        lambda: text(line(one.serial or "–"), "vm-raw"),
        lambda: verdict(one.verdict or NOT_READABLE),
    ]
    if join:
        cells.append(lambda: button(_("Join"), lambda: join(one.id), "vm-quiet", "join"))
    row(f"{which}-check", cells)
