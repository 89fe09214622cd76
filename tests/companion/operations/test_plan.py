"""Plans: what can be one, what it covers, and that one edited by hand into something else is said."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from viewmark.deskbook.desk_book import DESK_BOOK_FILE, DeskBook
from viewmark.deskbook.operations import keep_plan, plan_of, plans
from viewmark.errors import CaseworkError
from viewmark.exchange.demo import demo_checks
from viewmark.operations.plan import planned

GOOD: dict[str, Any] = {
    "operation": "action-day-1",
    "name": "Action day",
    "posts": [" harbour ", "harbour", "rail yard"],
    "first_day": "2026-05-31",
    "last_day": "2026-06-01",
    "actions": ["parcels"],
}


def test_a_plan_holds_each_post_once_and_a_name_where_none_was_given() -> None:
    made = planned(**GOOD | {"name": " "})
    assert made.posts == ("harbour", "rail yard") and made.name == "action-day-1"
    assert (made.first_day, made.last_day) == (date(2026, 5, 31), date(2026, 6, 1))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"operation": ""}, "no id"),
        ({"operation": "../x"}, "no id"),
        ({"operation": "A" * 10}, "no id"),
        ({"first_day": "31.5.2026"}, "no day"),
        ({"first_day": "2026-02-30"}, "no day"),
        ({"last_day": "2026-05-30"}, "first day first"),
        ({"last_day": "2036-05-30"}, "from 1 to 366 days"),
        ({"posts": []}, "at least one post"),
        ({"posts": [" "]}, "at least one post"),
        ({"posts": ["x" * 201]}, "printable characters"),
        ({"actions": ["a\x1b[2J"]}, "printable characters"),
        ({"posts": [f"p{number}" for number in range(201)]}, "Split it"),
    ],
)
def test_what_is_no_plan_says_what_is_wrong(wrong: dict[str, Any], why: str) -> None:
    with pytest.raises(CaseworkError, match=why):
        planned(**GOOD | wrong)


@pytest.mark.parametrize(
    ("utc_s", "trust", "post", "is_covered"),
    [
        (1_780_185_600, "laptop", "harbour", True),  # the first second of 2026-05-31
        (1_780_185_599, "laptop", "harbour", False),
        (1_780_358_399, "battery", "rail yard", True),  # the last second of 2026-06-01
        (1_780_358_400, "laptop", "harbour", False),
        (1_780_185_600, "unset", "harbour", False),
        (1_780_185_600, "laptop", "airport", False),
        ((1 << 64) - 1, "laptop", "harbour", False),
    ],
)
def test_a_plan_covers_its_posts_on_its_days_by_clocks_that_were_set(
    utc_s: int, trust: str, post: str, is_covered: bool
) -> None:
    _, check = next(iter(demo_checks(1)))
    check.post, check.opened.utc_s, check.opened.trust = post, utc_s, trust
    assert planned(**GOOD).covers(check) == is_covered


@pytest.fixture
def book(tmp_path: Path) -> DeskBook:
    """An empty desk book."""
    return DeskBook(tmp_path / DESK_BOOK_FILE)


def test_a_plan_comes_back_from_the_desk_book_and_a_new_one_takes_its_place(book: DeskBook) -> None:
    made = planned(**GOOD)
    keep_plan(book, planned(**GOOD | {"actions": []}))
    keep_plan(book, made)
    keep_plan(book, planned(**GOOD | {"operation": "earlier", "first_day": "2026-05-01"}))
    assert plan_of(book, "action-day-1") == made
    assert [one.operation for one in plans(book)] == ["earlier", "action-day-1"]


@pytest.mark.parametrize("wrong", [{"posts": "harbour"}, {"posts": [1]}, {"first_day": 3}, {"first_day": "soon"}])
def test_a_plan_edited_into_something_else_is_said(book: DeskBook, wrong: dict[str, Any]) -> None:
    book.put("operations", "operation", GOOD | wrong)
    with pytest.raises(CaseworkError):
        plan_of(book, "action-day-1")


def test_an_operation_that_nobody_planned_is_said(book: DeskBook) -> None:
    with pytest.raises(CaseworkError, match="operation plan"):
        plan_of(book, "none")
