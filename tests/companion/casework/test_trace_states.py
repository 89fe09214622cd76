"""The states of a trace request: which can follow which, at which level of tracing, by whom."""

import asyncio
from typing import Any

import pytest

from viewmark.archive.checks import FiledCheck
from viewmark.archive.entries import Entry
from viewmark.casework.trace_states import (
    LEVELS,
    STATES,
    TraceState,
    level_reached,
    newest_numbers,
    next_state,
    open_number,
    states_of,
)
from viewmark.errors import CaseworkError

from ..conftest import check_record, firearm, read_mark
from ..laptop.conftest import Bench
from ..laptop.conftest import bench as bench
from .test_trace_sources import GIVEN_WHOLE, WHOLE


def passed(*states: str) -> dict[int, list[TraceState]]:
    return {1: [TraceState(one, "pending", 5, "K7", "") for one in states]}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("present", STATES)
def test_a_request_goes_the_ways_of_the_register_alone(present: str, state: str) -> None:
    allowed = {("drafted", "closed"), ("sent", "answered"), ("sent", "closed"), ("answered", "sent")} | {
        ("answered", "closed")
    }
    levels = {"sent": "pending", "answered": "traced", "closed": "not-enough-information"}
    if (present, state) in allowed:
        before = passed("drafted") if present == "drafted" else passed("drafted", "sent", present)
        made = next_state(before, 1, state, levels[state], "a note")
        assert (made["state"], made["level"]) == (state, levels[state])
    else:
        with pytest.raises(CaseworkError):
            next_state(passed(present), 1, state, levels.get(state, ""), "a note")


@pytest.mark.parametrize(
    ("before", "state", "allowed"),
    [
        (("drafted",), "closed", {"never-attempted", "not-enough-information", "established-otherwise"}),
        (("drafted", "sent"), "closed", {"traced", "established-otherwise", "not-enough-information"}),
        (("drafted", "sent"), "answered", {"traced", "established-otherwise", "not-enough-information", "pending"}),
        (("drafted", "sent", "answered"), "sent", {"pending"}),
    ],
)
def test_sdg_16_4_2_what_was_asked_was_attempted_and_nothing_closed_is_pending(
    before: tuple[str, ...], state: str, allowed: set[str]
) -> None:
    for level in (*LEVELS, "", "solved"):
        if level in allowed:
            assert next_state(passed(*before), 1, state, level, "why")["level"] == level
        else:
            with pytest.raises(CaseworkError, match="Say "):
                next_state(passed(*before), 1, state, level, "why")


@pytest.mark.parametrize(
    ("number", "state", "note", "says"),
    [
        (2, "answered", "x", "no trace request 2.*on the check's page, under Trace request"),
        (1, "lost", "x", "no state"),
        (1, "answered", " ", "Write a note"),
        (1, "drafted", "x", "cannot become drafted. It can become answered or closed"),
    ],
)
def test_an_impossible_step_is_refused_with_what_can_be_done(number: int, state: str, note: str, says: str) -> None:
    with pytest.raises(CaseworkError, match=says):
        next_state(passed("drafted", "sent"), number, state, "traced", note)


def test_after_a_request_was_sent_or_closed_the_next_draft_is_another_one() -> None:
    assert open_number({}, [1], 0) == 1
    assert open_number(passed("drafted"), [1], 0) == 1
    for ending in ("sent", "closed"):
        assert open_number(passed("drafted", ending), [1], 0) == 2


def test_each_firearm_has_its_own_number_whichever_is_asked_for_first() -> None:
    assert newest_numbers({}, 3) == [1, 2, 3]
    assert newest_numbers({3: 2}, 3) == [1, 2, 3]
    assert newest_numbers({1: 0, 2: 0}, 3) == [2, 3, 4], "requests of before that were all for the first"
    assert open_number(passed("drafted", "sent"), newest_numbers({1: 0}, 3), 0) == 4, "2 and 3 are the others' first"


@pytest.mark.parametrize(
    ("requests", "level"),
    [
        ([], None),
        ([("drafted", "never-attempted")], None),
        ([("sent", "pending")], "pending"),
        ([("closed", "traced"), ("sent", "pending")], "traced"),
        ([("closed", "not-enough-information"), ("drafted", "never-attempted")], "not-enough-information"),
        ([("closed", "never-attempted"), ("answered", "established-otherwise")], "established-otherwise"),
    ],
)
def test_a_firearm_is_counted_at_the_level_of_the_request_that_came_furthest(
    requests: list[tuple[str, str]], level: str | None
) -> None:
    states = {number: [TraceState(*one, 5, "K7", "")] for number, one in enumerate(requests, 1)}
    assert level_reached(states) == level


def test_the_newest_state_of_a_request_counts() -> None:
    levels = [("sent", "pending"), ("answered", "traced"), ("sent", "pending")]
    assert level_reached({1: [TraceState(*one, 5, "K7", "") for one in levels]}) == "pending"


def test_entries_that_were_erased_after_their_time_are_no_states() -> None:
    assert states_of([Entry(1, "trace", 5, "K7", {"erased": True}), Entry(2, "erasure", 6, "x", {})]) == {}


@pytest.fixture
def filed(bench: Bench) -> FiledCheck:
    """A check whose marks give a whole request."""
    marks = [read_mark(text, kind) for kind, text in WHOLE.items()]
    bench.handheld.records = [check_record(firearm(*marks))]
    asyncio.run(bench.sync())
    (one,) = bench.laptop.archive.checks()
    return one


def test_every_state_stays_on_record_with_who_brought_it_there(bench: Bench, filed: FiledCheck) -> None:
    work = bench.laptop.casework
    work.keep_trace(filed, "K7", GIVEN_WHOLE, False)
    work.keep_trace(filed, "K7", GIVEN_WHOLE, True)
    work.bring_trace(filed, "K9", 1, "answered", "pending", "sold to a dealer, who is asked next")
    work.bring_trace(filed, "K9", 1, "sent", "pending", "")
    work.bring_trace(filed, "K7", 1, "answered", "traced", "first retail sale found")
    work.bring_trace(filed, "K7", 1, "closed", "traced", "done")
    told: list[Any] = [(one.state, one.level, one.who) for one in work.trace_states(filed)[1]]
    assert told == [
        ("drafted", "never-attempted", "K7"),
        ("sent", "pending", "K7"),
        ("answered", "pending", "K9"),
        ("sent", "pending", "K9"),
        ("answered", "traced", "K7"),
        ("closed", "traced", "K7"),
    ]
    with pytest.raises(CaseworkError, match="nothing else: keep a new request"):
        work.bring_trace(filed, "K7", 1, "sent", "pending", "")
    work.keep_trace(filed, "K7", GIVEN_WHOLE, False)
    assert work.newest_trace(filed)[0] == f"{filed.id}-T2"


@pytest.fixture
def three(bench: Bench) -> FiledCheck:
    """A check of three firearms, whose marks give a whole request each."""
    serials = [WHOLE | {"serial": f"AB12{number}"} for number in (3, 4, 5)]
    weapons = [firearm(*(read_mark(text, kind) for kind, text in one.items())) for one in serials]
    bench.handheld.records = [check_record(*weapons)]
    asyncio.run(bench.sync())
    (filed,) = bench.laptop.archive.checks()
    return filed


def test_each_firearm_of_a_check_has_a_request_of_its_own(bench: Bench, three: FiledCheck) -> None:
    work = bench.laptop.casework
    work.keep_trace(three, "K7", GIVEN_WHOLE, True, firearm=2)
    work.keep_trace(three, "K7", GIVEN_WHOLE | {"type": "rifle"}, False, firearm=1)
    newest = [work.newest_trace(three, place) for place in range(3)]
    assert [one[0] for one in newest] == [f"{three.id}-T{number}" for number in (1, 2, 3)]
    assert [one[1].content["serial"] for one in newest] == ["AB123", "AB124", "AB125"]
    assert [one[1].content["type"] for one in newest] == ["", "rifle", "pistol"]
    assert work.sent_traces(three) == work.sent_traces(three, 2) == [f"{three.id}-T3"]
    assert work.sent_traces(three, 1) == []
    assert work.levels_reached(three) == [None, None, "pending"]
    assert work.trace_given(three, 0)["circumstances"] == GIVEN_WHOLE["circumstances"], "said of the check"


def test_a_firearm_that_the_check_does_not_hold_has_no_request(bench: Bench, three: FiledCheck) -> None:
    with pytest.raises(CaseworkError, match=r"no firearm 4\. It holds 3:"):
        bench.laptop.casework.keep_trace(three, "K7", GIVEN_WHOLE, False, firearm=3)
    with pytest.raises(CaseworkError, match="no firearm 0"):
        bench.laptop.casework.newest_trace(three, -1)
    assert bench.laptop.casework.history(three) == []


def test_nobody_brings_a_request_anywhere_without_a_name(bench: Bench, filed: FiledCheck) -> None:
    bench.laptop.casework.keep_trace(filed, "K7", GIVEN_WHOLE, False)
    with pytest.raises(CaseworkError, match="Sign in"):
        bench.laptop.casework.bring_trace(filed, "", 1, "closed", "never-attempted", "no longer of interest")


def test_what_was_sent_stays_as_it_was_sent_after_a_correction(bench: Bench, filed: FiledCheck) -> None:
    work = bench.laptop.casework
    work.keep_trace(filed, "K7", GIVEN_WHOLE, True)
    work.correct(filed, "K7", 0, "frame", "serial", "AB128", "looked again")
    assert work.newest_trace(filed)[1].content["serial"] == "AB123"
    assert work.trace(filed).content["serial"] == "AB128"


def test_what_lacks_is_refused_with_how_to_get_it(bench: Bench, filed: FiledCheck) -> None:
    with pytest.raises(CaseworkError, match="Intended use of the reply: Write what the reply is for"):
        bench.laptop.casework.keep_trace(filed, "K7", GIVEN_WHOLE | {"intended_use": ""}, True)
    assert bench.laptop.casework.history(filed) == []
