"""The register's answers in the archive: the newest counts, and the handheld is told each of them once."""

from typing import Any

from viewmark.archive.archive import Archive
from viewmark.archive.checks import RegisterAnswer
from viewmark_protocol.messages.downward import Candidate

LOG = bytes(8)
CANDIDATE = Candidate(
    register_id="W1",
    serial="A1",
    maker="[red]Ü",
    model=None,
    calibre=None,
    status="stolen",
    matched_key="exact",
    disagrees=["maker"],
)


def answered(word: str, sequence: int = 1, candidates: list[Candidate] | None = None) -> RegisterAnswer:
    return RegisterAnswer("one", LOG, sequence, word, 1_790_000_000, candidates or [], "text")


def newest(archive: Archive, sequence: int = 1) -> str | None:
    answer = archive.answer("one", LOG, sequence)
    return answer.word if answer else None


def test_a_check_that_nobody_asked_about_has_no_answer(archive: Archive) -> None:
    assert newest(archive) is None
    assert archive.answers.undelivered("one", LOG) == []


def test_the_newest_answer_counts(archive: Archive) -> None:
    for word in ("queued", "near", "hit"):
        archive.answers.file(answered(word))
    assert newest(archive) == "hit"
    assert [one.word for one in archive.answers.undelivered("one", LOG)] == ["hit"]


def test_a_delivered_answer_is_not_told_again_and_neither_are_the_ones_before_it(archive: Archive) -> None:
    archive.answers.file(answered("queued"))
    archive.answers.file(answered("none"))
    (waiting,) = archive.answers.undelivered("one", LOG)
    archive.answers.delivered(waiting)
    assert archive.answers.undelivered("one", LOG) == []


def test_an_answer_that_came_while_another_was_delivered_is_told_next(archive: Archive) -> None:
    archive.answers.file(answered("queued"))
    (waiting,) = archive.answers.undelivered("one", LOG)
    archive.answers.file(answered("hit"))
    archive.answers.delivered(waiting)
    assert [one.word for one in archive.answers.undelivered("one", LOG)] == ["hit"]


def test_candidates_come_back_as_they_were_filed(archive: Archive, record: Any) -> None:
    archive.file_records("one", LOG, [(1, record("A1"))], 1)
    archive.answers.file(answered("near", candidates=[CANDIDATE, CANDIDATE]))
    answer = archive.answer("one", LOG, 1)
    assert answer is not None
    assert [one.pack() for one in answer.candidates] == [CANDIDATE.pack()] * 2
    (row,) = archive.lane.page(10)
    assert (row.answer, row.candidates, row.answer_delivered) == ("near", 2, 0)


def test_answers_of_another_log_are_not_told_to_this_one(archive: Archive) -> None:
    archive.answers.file(answered("hit"))
    assert archive.answers.undelivered("one", bytes([1] * 8)) == []
    assert archive.answers.undelivered("two", LOG) == []


def test_the_first_answer_is_the_registers_own_and_stays_the_first_when_it_is_asked_again(archive: Archive) -> None:
    assert archive.answers.first_s(("one", LOG, 1)) is None
    said = [("queued", 10, "waits"), ("none", 11, "not asked"), ("near", 30, ""), ("hit", 20, ""), ("none", 40, "")]
    for word, answered_s, text in said:
        archive.answers.file(answered(word)._replace(answered_s=answered_s, text=text))
    assert archive.answers.first_s(("one", LOG, 1)) == 20
    assert archive.answers.first_s(("one", LOG, 2)) is None
