"""What a board says while it is tested is read line by line; what is cut, damaged or no part of it is noticed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewmark.handheld.board_test.errors import BoardTestError
from viewmark.handheld.board_test.lines import Begun, BoardLines, Check, Question

BOARD = {"board": "sim", "device_id": "handheld-1", "parts": ["clock"], "all_parts": ["clock", "flash"]}
CHECK = {"part": "clock", "name": "running", "result": "passed", "detail": "2 s", "limits": "2 s", "advice": ""}
ASKED = {"asks": "top", "part": "light", "question": "Is the top lit?", "wanted": {"light": 1}}
WHOLE = [BOARD, {"begins": "clock"}, CHECK, {"ends": 1}]


def said(*lines: object) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in lines)


def test_a_whole_test_has_its_board_and_its_checks() -> None:
    lines = BoardLines()
    found = lines.feed(said(*WHOLE))
    assert [type(one) for one in found] == [Begun, Check]
    tested = lines.finish()
    assert (tested.board, tested.device_id) == ("sim", "handheld-1")
    assert tested.as_json()["checks"] == [CHECK]
    assert tested.as_json()["counts"] == {"passed": 1, "failed": 0, "not there": 0, "asks a person": 0}


@given(st.lists(st.integers(1, 40), min_size=1))
def test_it_does_not_matter_how_the_bytes_are_cut(sizes: list[int]) -> None:
    lines, left, turn = BoardLines(), said(*WHOLE), 0
    while left:
        size = sizes[turn % len(sizes)]
        lines.feed(left[:size])
        left, turn = left[size:], turn + 1
    assert [one.name for one in lines.finish().checks] == ["running"]


def test_a_question_is_handed_on() -> None:
    (question,) = BoardLines().feed(said(ASKED))
    assert isinstance(question, Question) and question.wanted == {"light": 1}


def test_a_board_that_ends_in_a_part_is_named_with_its_last_words() -> None:
    lines = BoardLines()
    lines.feed(said(BOARD, {"begins": "clock"}) + b"Traceback (most recent call last):\r\nMemoryError: \r\n")
    with pytest.raises(BoardTestError, match=r"ended in the part clock.*MemoryError"):
        lines.finish()


def test_a_board_that_never_began_is_said() -> None:
    lines = BoardLines()
    lines.feed(b"MicroPython v1.29.0 on a board\n>>> ")
    with pytest.raises(BoardTestError, match=r"did not begin.*MicroPython v1\.29"):
        lines.finish()


@pytest.mark.parametrize("place", [2])
def test_a_check_that_was_lost_on_the_way_is_noticed(place: int) -> None:
    lines = BoardLines()
    lines.feed(said(*WHOLE[:place], *WHOLE[place + 1 :]))
    with pytest.raises(BoardTestError, match="Of 1 checks 0 came whole"):
        lines.finish()


def test_a_part_that_said_nothing_is_no_passed_part() -> None:
    lines = BoardLines()
    lines.feed(said(BOARD | {"parts": ["clock", "flash"]}, CHECK, {"ends": 1}))
    with pytest.raises(BoardTestError, match="run it again"):
        lines.finish()


@pytest.mark.parametrize(
    "line",
    [
        CHECK | {"result": "perfect"},
        CHECK | {"advice": None},
        CHECK | {"detail": "x" * 1001},
        {**CHECK, "more": 1},
        {"part": "clock"},
        {"ends": "1"},
        [],
        None,
    ],
)
def test_a_line_of_another_form_is_no_check(line: object) -> None:
    assert BoardLines().feed(said(line)) == []


@given(st.binary(max_size=300))
def test_nonsense_never_passes_and_never_breaks_it(noise: bytes) -> None:
    lines = BoardLines()
    assert lines.feed(noise + b"\n") == []
    with pytest.raises(BoardTestError):
        lines.finish()


def test_a_line_without_an_end_is_not_kept_whole() -> None:
    lines = BoardLines()
    for _ in range(100):
        lines.feed(b"x" * 4096)
    with pytest.raises(BoardTestError) as told:
        lines.finish()
    assert len(str(told.value)) < 1000


def test_a_board_that_says_checks_for_ever_is_stopped() -> None:
    lines = BoardLines()
    with pytest.raises(BoardTestError, match="more checks than there are"):
        lines.feed(said(*[CHECK] * 1001))
