"""What operators add to a check: attributed entries beside a record that stays as it came."""

import asyncio
import sqlite3
from typing import Any

import pytest

from viewmark.archive.checks import FiledCheck, RegisterAnswer
from viewmark.errors import CaseworkError
from viewmark_protocol.messages.downward import Candidate

from ..laptop.conftest import LOG_ID, Bench, record  # noqa: F401
from ..laptop.conftest import bench as bench

CANDIDATE = Candidate(register_id="W1", serial="ABC128", status="stolen", matched_key="skeleton", disagrees=[])


@pytest.fixture
def filed(bench: Bench, record: Any) -> FiledCheck:  # noqa: F811
    """A check of ABC123, answered with one candidate."""
    bench.handheld.records = [record("ABC123")]
    asyncio.run(bench.sync())
    bench.laptop.archive.answers.file(RegisterAnswer("VM-1", LOG_ID, 1, "near", 5, [CANDIDATE], ""))
    (one,) = bench.laptop.archive.checks()
    return one


def correct(bench: Bench, filed: FiledCheck, now: str = "ABC128", reason: str = "the 8 is worn", **other: Any) -> None:
    """Correct the serial of the frame."""
    values = {"firearm": 0, "component": "frame", "kind": "serial", "now": now, "reason": reason} | other
    bench.laptop.casework.correct(filed, "K7", **values)


def test_a_correction_is_an_entry_and_the_record_stays(bench: Bench, filed: FiledCheck) -> None:
    before = bench.laptop.archive.checks()[0].record
    correct(bench, filed)
    correct(bench, filed, "ABC188", "looked again")
    entries = bench.laptop.casework.history(filed)
    assert [(one.kind, one.who, one.content["now"]) for one in entries] == [
        ("correction", "K7", "ABC128"),
        ("correction", "K7", "ABC188"),
    ]
    assert bench.laptop.casework.firearms(filed)[0].marks[0].confirmed == "ABC188"
    assert bench.laptop.archive.checks()[0].record == before


def test_the_register_is_asked_again_with_what_the_mark_says_now(bench: Bench, filed: FiledCheck) -> None:
    correct(bench, filed)
    assert bench.answer() == ("queued", "Waits for the register, with the corrected marks.")
    asyncio.run(bench.laptop.deliver())
    assert [one.serial for one in bench.register.asked] == ["ABC123", "ABC128"]
    assert bench.answer() == ("none", "")


def test_a_mark_that_was_not_recorded_is_added(bench: Bench, filed: FiledCheck) -> None:
    correct(bench, filed, "TAURUS", "seen on the slide", component="slide", kind="maker")
    asyncio.run(bench.laptop.deliver())
    assert bench.register.asked[-1].maker == "TAURUS"
    assert bench.laptop.casework.firearms(filed)[0].marks[-1].source == "typed"


@pytest.mark.parametrize(
    "wrong",
    [{"now": " "}, {"now": "x" * 201}, {"now": "A\x00B"}, {"reason": ""}, {"kind": "colour"}, {"firearm": 1}],
)
def test_a_correction_that_cannot_be_made_says_why_and_adds_nothing(
    bench: Bench, filed: FiledCheck, wrong: dict[str, Any]
) -> None:
    with pytest.raises(CaseworkError):
        correct(bench, filed, **wrong)
    assert bench.laptop.casework.history(filed) == []


def test_a_near_is_decided_with_a_reason_and_the_verdict_stays(bench: Bench, filed: FiledCheck) -> None:
    casework = bench.laptop.casework
    casework.decide(filed, "K7", "W1", "another-weapon", "another calibre")
    casework.decide(filed, "K9", "W1", "same-weapon", "the importer agrees")
    assert [(one.who, one.content["decision"]) for one in casework.history(filed)] == [
        ("K7", "another-weapon"),
        ("K9", "same-weapon"),
    ]
    assert bench.laptop.archive.lane.page(1)[0].verdict == "clear" and bench.answer() == ("near", "")


@pytest.mark.parametrize(
    ("register_id", "word", "reason"), [("W2", "same-weapon", "x"), ("W1", "hit", "x"), ("W1", "same-weapon", "")]
)
def test_nothing_else_can_be_decided(bench: Bench, filed: FiledCheck, register_id: str, word: str, reason: str) -> None:
    with pytest.raises(CaseworkError):
        bench.laptop.casework.decide(filed, "K7", register_id, word, reason)


def test_a_hit_is_confirmed_by_the_authority_that_owns_the_record(bench: Bench, filed: FiledCheck) -> None:
    bench.laptop.casework.confirm(filed, "K7", "W1", "Police of the north", "2026/17")
    with pytest.raises(CaseworkError, match="reference"):
        bench.laptop.casework.confirm(filed, "K7", "W1", "Police of the north", "")
    (entry,) = bench.laptop.casework.history(filed)
    assert entry.content["authority"] == "Police of the north"


def test_links_are_added_to_those_of_the_officer(bench: Bench, filed: FiledCheck) -> None:
    bench.laptop.casework.link(filed, "K7", "vehicle", "plate AB-123")
    with pytest.raises(CaseworkError):
        bench.laptop.casework.link(filed, "K7", "animal", "x")
    assert [(one.kind, one.reference) for one in bench.laptop.casework.links(filed)] == [("vehicle", "plate AB-123")]


def test_nobody_adds_without_a_name_and_nothing_is_changed_or_removed(bench: Bench, filed: FiledCheck) -> None:
    with pytest.raises(CaseworkError, match="Sign in"):
        bench.laptop.casework.link(filed, "", "vehicle", "x")
    bench.laptop.casework.link(filed, "K7", "vehicle", "x")
    with sqlite3.connect(bench.laptop.archive.folder / "archive.sqlite") as database:
        for statement in ("UPDATE entry SET who = 'K9'", "DELETE FROM entry"):
            with pytest.raises(sqlite3.IntegrityError, match="never"):
                database.execute(statement)
