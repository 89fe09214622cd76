"""The operations that this laptop knows: a plan each, which may be edited by hand."""

from typing import Any

from viewmark.deskbook.desk_book import DeskBook
from viewmark.errors import CaseworkError
from viewmark.operations.plan import Plan, planned

_TABLE = "operations"


def plans(book: DeskBook) -> list[Plan]:
    """Return every plan, by first day and id; CaseworkError for one that was edited into something else."""
    return sorted((_plan(row) for row in book.rows(_TABLE)), key=lambda one: (one.first_day, one.operation))


def plan_of(book: DeskBook, operation: str) -> Plan:
    """Return the plan of an operation; CaseworkError where there is none."""
    for row in book.rows(_TABLE, operation=operation):
        return _plan(row)
    raise CaseworkError(f"There is no operation {operation} here. `viewmark operation plan` makes one.")


def keep_plan(book: DeskBook, plan: Plan) -> None:
    """Keep a plan in place of the one of the same id."""
    days = {"first_day": plan.first_day.isoformat(), "last_day": plan.last_day.isoformat()}
    book.put(_TABLE, "operation", plan._asdict() | days | {"posts": list(plan.posts), "actions": list(plan.actions)})


def _plan(row: dict[str, Any]) -> Plan:
    texts = [row.get(name) for name in ("operation", "name", "first_day", "last_day")]
    lists = [row.get(name) for name in ("posts", "actions")]
    if any(not isinstance(one, str) for one in texts) or any(not _is_texts(one) for one in lists):
        raise CaseworkError(
            f"The plan of {str(row.get('operation'))[:60]!r} in the desk book is damaged. Correct it there, or make it"
            " anew by `viewmark operation plan`."
        )
    return planned(row["operation"], row["name"], row["posts"], row["first_day"], row["last_day"], row["actions"])


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
