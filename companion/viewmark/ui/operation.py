"""One operation: its plan, its indicators as plots and tables, the checks of it, and those that it proposes."""

import asyncio
from datetime import UTC, datetime

from fastapi import FastAPI, HTTPException, Response
from nicegui import ui
from starlette.concurrency import run_in_threadpool

from viewmark.operations.plan import Plan
from viewmark.ui.desk import Desk
from viewmark.ui.elements import box, facts, link, section, text
from viewmark.ui.exchange import OPERATIONS, exchange_frame
from viewmark.ui.language import _, sentence
from viewmark.ui.operation_checks import checks_part
from viewmark.ui.operation_figures import figures_part
from viewmark.ui.operations import days_of, planning_part, stands
from viewmark.ui.people import token_here
from viewmark.ui.wording import shown
from viewmark_protocol.errors import ViewmarkError


def add_operation(server: FastAPI, desk: Desk) -> None:
    """Add the page at `/operations/{id}`, and its indicators at `/operations/{id}.csv`."""

    @server.get(OPERATIONS + "/{operation}.csv")
    async def indicators(operation: str) -> Response:
        try:
            content = await run_in_threadpool(desk.operations.table, operation)
        except ViewmarkError as error:
            raise HTTPException(404, str(error)) from error
        # An id of letters, digits and hyphens, or there is no plan of it.
        headers = {"Content-Disposition": f"attachment; filename={operation}.csv", "Cache-Control": "no-store"}
        return Response(content, media_type="text/csv", headers=headers)

    @ui.page(OPERATIONS + "/{operation}")
    async def page(operation: str, parts: int = 0, proposed: int = 0) -> None:
        token = token_here()
        with exchange_frame(desk, OPERATIONS, is_below=True):
            with box("vm-crumbs"):
                link(_("Back to the operations"), OPERATIONS, "vm-back")
            try:
                plan = desk.operations.plan(operation)
            except ViewmarkError as error:
                ui.context.client.status_code = 404
                text(sentence(str(error)), "vm-warning", "p", "operation-why")
                return
            _head(desk, token, plan)
            found = box("vm-handhelds")
            with found:
                text(_("The checks are being gone through ..."), "vm-empty", "p", "operation-computing")

            async def fill() -> None:
                try:
                    looked = await asyncio.to_thread(desk.operations.look, plan)
                except ViewmarkError as error:
                    found.clear()
                    with found:
                        text(sentence(str(error)), "vm-warning", "p", "operation-why")
                    return
                found.clear()
                with found:
                    figures_part(looked)
                    checks_part(desk, token, looked, max(0, parts), max(0, proposed))

            ui.timer(0.05, fill, once=True)


def _head(desk: Desk, token: str, plan: Plan) -> None:
    with section(_("Operation"), "operation-head"):
        text(shown(plan.name), "vm-called", "p", "operation-name")
        facts(
            [
                (_("Days (UTC)"), f"{days_of(plan)}, {stands(plan, datetime.now(UTC).date())}"),
                (_("Posts"), shown(", ".join(plan.posts))),
                (_("Actions"), shown("; ".join(plan.actions))),
                (_("Id"), plan.operation),
            ],
            "operation-facts",
        )
        if desk.people.operator(token) is not None:
            planning_part(desk, token, plan)
