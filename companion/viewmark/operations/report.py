"""The report of an operation: its indicators for all posts and for each, and what they leave out."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from viewmark.archive.archive import Archive
from viewmark.archive.checks import FiledCheck
from viewmark.casework.casework import Casework
from viewmark.operations.indicators import Indicator, Indicators
from viewmark.operations.membership import Membership
from viewmark.operations.plan import Plan

COLUMNS = ("operation", "post", "indicator", "unit", "value", "of")
ALL_POSTS = "all posts"
NOT_READABLE, ELSEWHERE = "(not readable)", "(other posts)"


class Report(NamedTuple):
    """An operation's plan, its indicators by post, all posts first, and how many checks nobody joined, though they fit.

    Checks at posts that the plan does not name stand together.
    """

    plan: Plan
    by_post: dict[str, list[Indicator]]
    not_joined: int

    def rows(self) -> Iterator[tuple[str, str, str, str, float | None, int | None]]:
        """Yield the rows of its table, by `COLUMNS`."""
        for post, indicators in self.by_post.items():
            for one in indicators:
                yield self.plan.operation, post, one.name, one.unit, one.value, one.of


def unheard(filed: FiledCheck, is_part: bool) -> None:
    """Tell nobody of a check."""


def report(
    archive: Archive, casework: Casework, plan: Plan, on_check: Callable[[FiledCheck, bool], None] = unheard
) -> Report:
    """Return the report of an operation, in one pass over the archive's checks.

    `on_check` hears of each that is part of it (True), and of each that it proposes (False), the newest first.
    """
    names = (ALL_POSTS, *plan.posts, ELSEWHERE, NOT_READABLE)
    found = {name: Indicators(archive, casework, plan) for name in names}
    seen: set[str] = set()
    not_joined = 0
    for filed, is_part in Membership(archive).standing(plan):
        on_check(filed, is_part)
        if not is_part:
            not_joined += 1
            continue
        post = filed.check.post if filed.check else NOT_READABLE
        post = post if post in plan.posts or filed.check is None else ELSEWHERE
        for one in (ALL_POSTS, post):
            found[one].add(filed)
        seen.add(post)
    shown = [name for name in names if name in (ALL_POSTS, *plan.posts) or name in seen]
    by_post = {name: list(found[name].rows()) for name in shown}
    return Report(plan, by_post, not_joined)
