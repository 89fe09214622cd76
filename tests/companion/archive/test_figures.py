"""The archive's figures, from checks, answers, assessments and second readings."""

from pathlib import Path
from typing import Any

import pytest

from viewmark.archive.archive import Archive
from viewmark.archive.checks import RegisterAnswer
from viewmark.csvtable import harmless

from ..conftest import check_record, firearm, read_mark

LOG = b"log-0001"


@pytest.fixture
def archive(tmp_path: Path) -> Any:
    """Three checks: an altered serial, and two others on another day."""
    one = Archive(tmp_path)
    made = [
        check_record(firearm(read_mark("AB1", state="altered"), read_mark("GLOCK", "maker"))),
        check_record(firearm(read_mark("AB2"), read_mark("GLOCK", "maker"))),
        check_record(firearm(read_mark("AB3"))),
    ]
    one.file_records("VM-1", LOG, list(enumerate(made, 1)), 1_790_000_100)
    yield one
    one.close()


def test_counts_are_by_post_maker_and_threat(archive: Archive) -> None:
    assert archive.figures.by_post() == [("post-1", 3)]
    assert archive.figures.by_maker(5) == [("GLOCK", 2), ("not known", 1)]
    assert archive.figures.by_threat() == [("altered", 1)]
    assert archive.figures.by_day(5) == [("2026-09-21", "clear", 3)]


def test_the_newest_assessment_of_each_check_counts(archive: Archive) -> None:
    filed = archive.checks()[0]
    for state in ("alarm-signal", "converted"):
        archive.entries.add(filed.key, "assessment", 1, "K7", {"technical_state": state, "stated": []})
    assert sorted(archive.figures.by_threat()) == [("altered", 1), ("converted", 1)]


def test_the_time_to_an_answer_is_the_median_of_those_that_came(archive: Archive) -> None:
    assert archive.figures.answer_time_s() is None
    archive.answers.file(RegisterAnswer("VM-1", LOG, 1, "queued", 1_790_000_100, [], "Waits for the register."))
    assert archive.figures.answer_time_s() is None
    for sequence, after_s in ((1, 10), (2, 30)):
        archive.answers.file(RegisterAnswer("VM-1", LOG, sequence, "none", 1_790_000_100 + after_s, [], ""))
    assert archive.figures.answer_time_s() == 20


def test_the_rate_of_disagreement_leaves_out_photos_on_which_nothing_was_read(archive: Archive) -> None:
    filed = archive.checks()[0]
    for number, (lines, disagrees) in enumerate(
        [([["AB4", 1.0]], "readings-differ"), ([["AB3", 1.0]], None), ([], None)]
    ):
        archive.readings.add(bytes([number]) * 32, filed.key, 1, {"lines": lines, "codes": []}, disagrees)
    assert archive.figures.disagreeing() == (1, 2)


@pytest.mark.parametrize("steering", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
def test_no_cell_is_a_formula(steering: str) -> None:
    assert harmless(steering) == "'" + steering
    assert harmless("AB-1") == "AB-1" and harmless(3) == 3
