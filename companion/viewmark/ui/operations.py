"""The operations: when, where, how many checks are part of each; and planning one."""

import asyncio
from datetime import UTC, date, datetime

from nicegui import ui

from viewmark.operations.plan import Plan
from viewmark.ui.desk import PAGE_ROWS, Desk
from viewmark.ui.elements import box, button, link, section, text
from viewmark.ui.exchange import OPERATIONS, exchange_frame
from viewmark.ui.fields import Field
from viewmark.ui.forms import form_part
from viewmark.ui.language import N_, _, sentence
from viewmark.ui.people import token_here
from viewmark.ui.tables import address, pages, row, table
from viewmark.ui.wording import counted, line
from viewmark_protocol.errors import ViewmarkError

_HEADINGS = (N_("operation"), N_("days (UTC)"), N_("stands"), N_("posts"), N_("actions"), N_("checks of it"))
_MOST_POSTS = 12


def add_operations(desk: Desk) -> None:
    """Add the page at `/operations`."""

    @ui.page(OPERATIONS)
    async def operations(start: int = 0) -> None:
        token = token_here()
        with exchange_frame(desk, OPERATIONS):
            with section(_("Operations"), "operations"):
                await _listed(desk, max(0, start))
            with section(_("Plan"), "planning"):
                if desk.people.operator(token) is None:
                    text(_("Who plans an operation, and who joins checks to it, has signed in."), tag="p")
                    link(_("Sign in"), f"/sign-in?next={OPERATIONS}", test="planning-sign-in")
                else:
                    planning_part(desk, token)


async def _listed(desk: Desk, start: int) -> None:
    try:
        found = desk.operations.plans()
        counts = await asyncio.to_thread(desk.operations.counts)
    except ViewmarkError as error:
        text(sentence(str(error)), "vm-bad-text", "p", "operations-why").props["role"] = "alert"
        return
    if not found:
        text(
            _("No operation is planned here. Plan one below: its posts and days propose the checks that fit."),
            "vm-empty",
            "p",
            "operations-empty",
        )
        return
    listed = found[start : start + PAGE_ROWS]
    with table([_(one) for one in _HEADINGS], "operations-table"):
        for one in listed:
            _row(one, counts.get(one.operation, 0))
    older = address(OPERATIONS, start=start + PAGE_ROWS) if start + PAGE_ROWS < len(found) else ""
    said = _("{0} of {1} operations").format(len(listed), len(found))
    pages(_("Pages of the operations"), said, OPERATIONS if start else "", older)


def _row(one: Plan, count: int) -> None:
    def named() -> None:
        link(line(one.name), f"{OPERATIONS}/{one.operation}", "vm-strong", "operation-link")
        text(one.operation, "vm-label vm-raw", "div")

    row(
        "operation",
        (
            named,
            days_of(one),
            stands(one, datetime.now(UTC).date()),
            lambda: text(line(", ".join(one.posts)), "vm-raw"),
            lambda: text(line("; ".join(one.actions)), "vm-raw"),
            counted(count, "check"),
        ),
    )


def days_of(plan: Plan) -> str:
    """Return the days of a plan."""
    if plan.first_day == plan.last_day:
        return plan.first_day.isoformat()
    return _("{0} to {1}").format(plan.first_day.isoformat(), plan.last_day.isoformat())


def stands(plan: Plan, today: date) -> str:
    """Return how an operation stands on a day: its plan's days open and close it."""
    if today < plan.first_day:
        return _("planned")
    return _("under way") if today <= plan.last_day else _("over")


def planning_part(desk: Desk, token: str, plan: Plan | None = None) -> None:
    """Put the form of a plan, of a new one or of one that is changed."""
    with form_part(_("Plan an operation") if plan is None else _("Change the plan"), "plan"):
        with box("vm-fields"):
            operation = None if plan else Field(_("Id: small letters, digits, hyphens"), "plan-id")
            name = Field(_("Name"), "plan-name", plan.name if plan else "")
            first = Field(_("First day"), "plan-first", plan.first_day.isoformat() if plan else "", kind="date")
            last = Field(_("Last day"), "plan-last", plan.last_day.isoformat() if plan else "", kind="date")
            posts = Field(_("Posts, as checks name them; semicolons between"), "plan-posts", _joined(plan, "posts"))
            actions = Field(_("Actions; semicolons between"), "plan-actions", _joined(plan, "actions"))
        known = [one for one, count in desk.figures.by_post()[:_MOST_POSTS]]
        if known:
            text(
                _("Posts of the checks here: {0}").format(line("; ".join(known))), "vm-label vm-raw", "p", "plan-known"
            )

        def press() -> None:
            try:
                which = plan.operation if plan else operation.value if operation else ""
                days = (first.value, last.value)
                made = desk.operations.keep(token, which, name.value, days, posts.value, actions.value)
            except ViewmarkError as error:
                why.set_text(sentence(str(error)))
            else:
                ui.navigate.to(f"{OPERATIONS}/{made.operation}")

        with box("vm-row"):
            button(_("Keep the plan"), press, test="plan-keep")
            why = text("", "vm-bad-text", test="plan-why")
            why.props["role"] = "alert"


def _joined(plan: Plan | None, which: str) -> str:
    return "; ".join(getattr(plan, which)) if plan else ""
