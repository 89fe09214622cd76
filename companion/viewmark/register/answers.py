"""A question to the register and its answer, the same values on both sides of HTTP."""

from dataclasses import dataclass, field
from typing import Any

from .errors import AnswerError

HIT = "hit"
NEAR = "near"
NONE = "none"
ANSWERS = (HIT, NEAR, NONE)

# What found a candidate.
MATCHED_KEYS = (
    "exact",
    "skeleton",
    "unread",
    "alternative",
    "letters",
    "component",
    "one-edit",
    "other-character",
    "pattern",
)
DISAGREEMENTS = ("maker", "model", "calibre")
MOST_CANDIDATES = 50


@dataclass(frozen=True)
class Query:
    """What is asked of one weapon, by whom and under which power; `alternatives` are other readings of the serial."""

    serial: str
    officer: str
    post: str
    legal_ground: str
    maker: str | None = None
    model: str | None = None
    calibre: str | None = None
    check_id: str | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """One weapon that the register names; `status` is `registered` or the category of its open report.

    `place` is counted from 1; candidates that are equally good share it.
    """

    register_id: str
    serial: str
    maker: str | None
    model: str | None
    calibre: str | None
    status: str
    matched_key: str
    disagrees: tuple[str, ...] = ()
    place: int = 1


@dataclass(frozen=True)
class Answer:
    """The register's answer: `hit`, `near` or `none`, its candidates best first, and the UTC second of asking."""

    answer: str
    candidates: tuple[Candidate, ...] = field(default=())
    asked_s: int = 0


def parse_answer(value: Any) -> Answer:
    """Return the answer in decoded JSON; AnswerError where it is none. What is not known is not guessed."""
    table = _table(value, "answer")
    word = _text(table, "answer")
    if word not in ANSWERS:
        raise _nonsense("the answer is none of " + ", ".join(ANSWERS))
    asked_s = table.get("asked_s")
    if not isinstance(asked_s, int) or isinstance(asked_s, bool) or asked_s < 0:
        raise _nonsense("asked_s is no time")
    rows = table.get("candidates")
    if not isinstance(rows, list) or len(rows) > MOST_CANDIDATES:
        raise _nonsense(f"candidates is no list of at most {MOST_CANDIDATES}")
    candidates = tuple(_candidate(row) for row in rows)
    if word != NONE and not candidates:
        raise _nonsense(f"{word} without a candidate")
    if word == HIT and (candidates[0].matched_key != "exact" or "maker" in candidates[0].disagrees):
        raise _nonsense("a near match is called a hit")
    return Answer(word, candidates, asked_s)


def _candidate(value: Any) -> Candidate:
    table = _table(value, "candidate")
    disagrees = table.get("disagrees")
    if not isinstance(disagrees, list) or any(one not in DISAGREEMENTS for one in disagrees):
        raise _nonsense("disagrees holds unknown words")
    matched_key = _text(table, "matched_key")
    if matched_key not in MATCHED_KEYS:
        raise _nonsense("matched_key is an unknown word")
    place = table.get("place", 1)
    if type(place) is not int or place < 1:
        raise _nonsense("place is no number")
    return Candidate(
        register_id=_text(table, "register_id"),
        serial=_text(table, "serial"),
        maker=_optional_text(table, "maker"),
        model=_optional_text(table, "model"),
        calibre=_optional_text(table, "calibre"),
        status=_text(table, "status"),
        matched_key=matched_key,
        disagrees=tuple(disagrees),
        place=place,
    )


def _table(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _nonsense(name + " is no object")
    return value


def _text(table: dict[str, Any], name: str) -> str:
    value = table.get(name)
    if not isinstance(value, str) or not value:
        raise _nonsense(name + " is no text")
    return value.encode("utf-8", "backslashreplace").decode()  # half a character, which no message can carry, is shown


def _optional_text(table: dict[str, Any], name: str) -> str | None:
    return None if table.get(name) in (None, "") else _text(table, name)


def _nonsense(what: str) -> AnswerError:
    return AnswerError(f"The register's answer cannot be used: {what}. Check its address and version.")
