"""`viewmark operation`: plans of action days, the checks that are part of them, and their indicators."""

import time
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer

from viewmark.archive.checks import FiledCheck
from viewmark.cli.casework import found, opened
from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder, print_json, print_table
from viewmark.cli.places import PLACE
from viewmark.cli.signing_in import Operator, signed_in
from viewmark.deskbook.desk_book import DESK_BOOK_FILE, DeskBook
from viewmark.deskbook.operations import keep_plan, plan_of, plans
from viewmark.exchange.files import put_table
from viewmark.operations.membership import Membership
from viewmark.operations.plan import Plan, planned
from viewmark.operations.report import ALL_POSTS, COLUMNS, report

app = typer.Typer(help="Operations: plans, the checks of each, and their indicators.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(help="The operation's id.")]


@app.command("plan")
def make_plan(
    operation: Annotated[str, typer.Argument(help="An id: small letters, digits, hyphens.")],
    post: Annotated[list[str], typer.Option(help="A post, as its checks name it; give it again for each.")],
    first_day: Annotated[str, typer.Option("--from", help="The first day, as 2026-05-31, in UTC.")],
    last_day: Annotated[str, typer.Option("--to", help="The last day; without it the first one is.")] = "",
    name: Annotated[str, typer.Option(help="What people call it.")] = "",
    action: Annotated[list[str] | None, typer.Option(help="What is done; give it again for each.")] = None,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Keep an operation's plan, in place of one of the same id.

    Example: viewmark operation plan action-day-1 --post "post north" --from 2026-05-31 --action "parcels, lane 2"
    """
    made = planned(operation, name, post, first_day, last_day or first_day, action or [])
    keep_plan(DeskBook(folder / DESK_BOOK_FILE), made)
    if as_json:
        print_json(_plan_told(made))
    else:
        print(f"{made.operation} is planned from {made.first_day} to {made.last_day} at {', '.join(made.posts)}.")


@app.command("list")
def list_plans(folder: Folder = DEFAULT_FOLDER, as_json: AsJson = False) -> None:
    """List the operations, and how many checks are part of each.

    Example: viewmark operation list
    """
    known = plans(DeskBook(folder / DESK_BOOK_FILE))
    with ExitStack() as stack:
        counts = Membership(opened(stack, folder)[0]).counts()
    if as_json:
        print_json([_plan_told(one) | {"checks": counts.get(one.operation, 0)} for one in known])
        return
    columns = ("operation", "name", "from", "to", "posts", "actions", "checks")
    rows = [
        (*one[:2], *one[3:5], ", ".join(one.posts), "; ".join(one.actions), counts.get(one.operation, 0))
        for one in known
    ]
    print_table("Operations", columns, rows)


@app.command()
def join(
    operation: Id,
    operator: Operator,
    check: Annotated[list[str] | None, typer.Argument(help="Ids of checks, as `viewmark checks` prints them.")] = None,
    matching: Annotated[bool, typer.Option(help="All at the plan's posts on its days that nobody took out.")] = False,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Make checks part of an operation: an entry each, by who is signed in.

    Example: viewmark operation join action-day-1 --matching --operator K7
    """
    if bool(check) == matching:
        raise typer.BadParameter("Give the ids of checks, or --matching.")
    plan = plan_of(DeskBook(folder / DESK_BOOK_FILE), operation)
    with ExitStack() as stack:
        archive = opened(stack, folder)[0]
        membership = Membership(archive)
        who, now_s = signed_in(folder, operator), int(time.time())
        wanted: list[FiledCheck] = [found(archive, one) for one in check or []] or membership.proposed(plan)
        with archive.together():
            joined = [one.id for one in wanted if membership.join(operation, one, who, now_s)]
    if as_json:
        print_json({"operation": operation, "joined": joined})
    else:
        print(f"{len(joined)} checks were joined to {operation}; {len(wanted) - len(joined)} were part of it already.")


@app.command()
def leave(
    operation: Id,
    check: Annotated[str, typer.Argument(help="The id of a check.")],
    operator: Operator,
    reason: Annotated[str, typer.Option(help="Why it is no part of the operation.")],
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Take a check out of an operation: an entry, with its reason.

    Example: viewmark operation leave action-day-1 0123456789abcdef-12 --operator K7 --reason "a routine check"
    """
    with ExitStack() as stack:
        archive = opened(stack, folder)[0]
        filed = found(archive, check)
        Membership(archive).leave(operation, filed, signed_in(folder, operator), int(time.time()), reason)
    if as_json:
        print_json({"operation": operation, "left": check})
    else:
        print(f"Check {check} is no part of {operation} any more.")


@app.command("report")
def report_on(
    operation: Id,
    out: Annotated[Path | None, typer.Option(help="A CSV file, with each post by itself.", **PLACE)] = None,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Compute the indicators of an operation from its checks.

    Example: viewmark operation report action-day-1 --out indicators.csv
    """
    plan = plan_of(DeskBook(folder / DESK_BOOK_FILE), operation)
    with ExitStack() as stack:
        made = report(*opened(stack, folder), plan)
    if out is not None:
        put_table(out, COLUMNS, made.rows())
    if as_json:
        by_post = {post: [one._asdict() for one in found] for post, found in made.by_post.items()}
        print_json({"plan": _plan_told(plan), "indicators": by_post, "not_joined": made.not_joined})
        return
    rows = [(one.name, "-" if one.value is None else one.value, one.of, one.unit) for one in made.by_post[ALL_POSTS]]
    print_table(f"{plan.name}, {plan.first_day} to {plan.last_day}", ("indicator", "value", "of", "unit"), rows)
    if made.not_joined:
        print(f"{made.not_joined} checks at its posts on its days are not part of it: `viewmark operation join`.")


def _plan_told(plan: Plan) -> dict[str, Any]:
    return plan._asdict() | {"first_day": plan.first_day.isoformat(), "last_day": plan.last_day.isoformat()}
