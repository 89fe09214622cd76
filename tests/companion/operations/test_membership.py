"""Joining and leaving: entries by somebody, of which the newest counts; a plan proposes and never joins by itself."""

import pytest

from viewmark.errors import CaseworkError
from viewmark.operations.membership import KIND, Membership

from .conftest import CHECKS, Desk


def parts(desk: Desk) -> list[str]:
    return [filed.id for filed, is_part in Membership(desk.archive).standing(desk.plan) if is_part]


def test_a_plan_proposes_the_checks_at_its_posts_on_its_days_and_joins_none(desk: Desk) -> None:
    proposed = Membership(desk.archive).proposed(desk.plan)
    fits = [
        one.id
        for one in desk.filed()
        if one.check and one.check.post in ("harbour", "rail yard") and one.sequence % 3 < 2 and one.sequence % 7
    ]
    assert sorted(one.id for one in proposed) == sorted(fits) and 0 < len(fits) < CHECKS
    assert parts(desk) == []


def test_joining_and_leaving_are_entries_by_somebody_and_the_record_stays(desk: Desk) -> None:
    membership, filed = Membership(desk.archive), desk.filed()[0]
    assert membership.join("action-day", filed, "K7", 10)
    assert not membership.join("action-day", filed, "K9", 11)
    assert parts(desk) == [filed.id]
    membership.leave("action-day", filed, "K9", 12, " a routine check ")
    assert parts(desk) == []
    said = [(one.at_s, one.who, one.content) for one in desk.archive.entries.of(filed.key, KIND)]
    left = {"operation": "action-day", "left": True, "reason": "a routine check"}
    assert said == [(10, "K7", {"operation": "action-day"}), (12, "K9", left)]
    assert desk.filed()[0].record == filed.record


def test_what_was_taken_out_is_not_proposed_again_and_can_be_joined_again(desk: Desk) -> None:
    membership = Membership(desk.archive)
    filed = membership.proposed(desk.plan)[0]
    membership.join("action-day", filed, "K7", 10)
    membership.leave("action-day", filed, "K7", 11, "no")
    assert filed.id not in [one.id for one in membership.proposed(desk.plan)]
    assert membership.join("action-day", filed, "K7", 12) and parts(desk) == [filed.id]


def test_a_check_may_be_part_of_several_operations(desk: Desk) -> None:
    membership, filed = Membership(desk.archive), desk.filed()[0]
    membership.join("action-day", filed, "K7", 10)
    membership.join("other", filed, "K7", 10)
    membership.leave("action-day", filed, "K7", 11, "no")
    assert membership.counts() == {"action-day": 0, "other": 1}


def test_nobody_joins_without_a_name_nor_leaves_without_a_reason_or_from_outside(desk: Desk) -> None:
    membership, filed = Membership(desk.archive), desk.filed()[0]
    with pytest.raises(CaseworkError, match="Sign in"):
        membership.join("action-day", filed, "", 10)
    with pytest.raises(CaseworkError, match="not part of"):
        membership.leave("action-day", filed, "K7", 10, "no")
    membership.join("action-day", filed, "K7", 10)
    for reason in ("", " ", "x" * 201):
        with pytest.raises(CaseworkError, match="why"):
            membership.leave("action-day", filed, "K7", 11, reason)
    assert parts(desk) == [filed.id]
