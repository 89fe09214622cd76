"""Indicators: equal to an independent count in SQL over what the test put in, zeros too, and never above the whole."""

import random
import sqlite3
from statistics import median

import pytest

from viewmark.archive.checks import RegisterAnswer
from viewmark.casework.casework import TECHNICAL_STATES
from viewmark.operations.indicators import Indicator
from viewmark.operations.membership import Membership
from viewmark.operations.report import ALL_POSTS, ELSEWHERE, NOT_READABLE, report
from viewmark_protocol.checks import encode_check

from .conftest import DEVICE, LOG, RECEIVED_S, Desk

_TABLES = """
CREATE TABLE part (number, post, context, fits, state, waited_s, level, sent);
CREATE TABLE weapon (number, place, word, category, unmarked, tampered, own);
CREATE TABLE photo (number, disagrees);
"""
_ENDED = "'traced', 'established-otherwise'"
_OWN = "weapon.own AND part.context <> 'inspected'"
# name, its value, and of how many; `WHERE post` is put behind each.
_SQL = {
    "checks": ("SELECT count(*) FROM part", None),
    "checks outside of the plan's posts and days": ("SELECT sum(NOT fits) FROM part", None),
    "firearms": ("SELECT count(*) FROM part JOIN weapon USING (number)", None),
    "hits": ("SELECT sum(word = 'hit') FROM part JOIN weapon USING (number)", "count(*)"),
    "hits: stolen": ("SELECT sum(word = 'hit' AND category = 'stolen') FROM part JOIN weapon USING (number)", None),
    "hits: category not said": (
        "SELECT sum(word = 'hit' AND category IS NULL) FROM part JOIN weapon USING (number)",
        None,
    ),
    "near": ("SELECT sum(word = 'near') FROM part JOIN weapon USING (number)", "count(*)"),
    "unchecked": ("SELECT sum(word = 'unchecked') FROM part JOIN weapon USING (number)", "count(*)"),
    "converted": ("SELECT sum(state IS 'converted') FROM part", "count(state)"),
    "privately made": ("SELECT sum(state IS 'privately-made') FROM part", "count(state)"),
    "printed": ("SELECT sum(state IS 'printed') FROM part", "count(state)"),
    "unmarked": ("SELECT sum(unmarked) FROM part JOIN weapon USING (number)", "count(*)"),
    "altered": ("SELECT sum(tampered) FROM part JOIN weapon USING (number)", "count(*)"),
    "seizures": ("SELECT sum(context = 'seized') FROM part", None),
    "seized": ("SELECT sum(context = 'seized') FROM part JOIN weapon USING (number)", None),
    "answered by the register": ("SELECT count(waited_s) FROM part", "count(*)"),
    "trace requests sent": ("SELECT sum(sent) FROM part", None),
    "trace requests pending": ("SELECT sum(sent AND level = 'pending') FROM part", "sum(sent)"),
    "traced": (
        f"SELECT sum({_OWN} AND place = 0 AND level IN ({_ENDED})) FROM part JOIN weapon USING (number)",
        f"sum({_OWN})",
    ),
    "reading disagrees": ("SELECT sum(disagrees) FROM part JOIN photo USING (number)", "count(*)"),
}


def fill(desk: Desk, table: sqlite3.Connection) -> None:
    """Give each check a fate, join all but every fifth, and put the same into the table."""
    source, membership = random.Random(11), Membership(desk.archive)
    table.executescript(_TABLES)
    for filed in desk.filed():
        assert filed.check is not None
        is_part = bool(filed.sequence % 5)
        state = source.choice((None, *TECHNICAL_STATES))
        if state:
            for said in ("normal", state):  # the newest word counts
                desk.archive.entries.add(filed.key, "assessment", 1, "K7", {"technical_state": said, "stated": []})
        waited_s = source.choice((None, 5, 60, 3600))
        if source.random() < 0.5:  # said by the laptop in the register's place
            word = source.choice(("queued", "error", "none"))
            desk.archive.answers.file(RegisterAnswer(DEVICE, LOG, filed.sequence, word, RECEIVED_S + 1, [], "why"))
        if waited_s:
            for later_s in (0, source.choice((10, 86_400))):  # asked again after a correction
                word = source.choice(("hit", "near", "none"))
                answered_s = RECEIVED_S + waited_s + later_s
                desk.archive.answers.file(RegisterAnswer(DEVICE, LOG, filed.sequence, word, answered_s, [], ""))
        level = source.choice((None, "pending", "traced", "established-otherwise", "not-enough-information"))
        if level:
            desk.archive.entries.add(filed.key, "trace", 1, "K7", {"given": {}, "sent": True, "number": 1})
            if level != "pending":
                told = {"number": 1, "state": "answered", "level": level, "note": "x"}
                desk.archive.entries.add(filed.key, "trace-state", 2, "K7", told)
        disagrees = source.choice((None, "readings-differ"))
        lines = source.choice(([["AB1", 0.9]], []))
        read = {"lines": lines, "codes": []}
        desk.archive.readings.add(source.randbytes(32), filed.key, 1, read, disagrees if lines else None)
        if not is_part:
            continue
        membership.join(desk.plan.operation, filed, "K7", 3)
        check = filed.check
        fits = check.post in desk.plan.posts and filed.sequence % 3 < 2 and filed.sequence % 7
        row = (filed.number, check.post, check.context, bool(fits), state, waited_s, level, level is not None)
        table.execute("INSERT INTO part VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        if lines:
            table.execute("INSERT INTO photo VALUES (?, ?)", (filed.number, disagrees is not None))
        for place, weapon in enumerate(check.firearms):
            serial, maker = weapon.marks[:2]
            is_own = serial.confirmed and "?" not in serial.confirmed and maker.confirmed
            tells = (
                serial.state == "none",
                serial.state in ("altered", "obliterated", "restored"),
                bool(is_own) and serial.state not in ("none", "unknown", "obliterated"),
            )
            verdict = (weapon.verdict.word, weapon.verdict.category)
            table.execute("INSERT INTO weapon VALUES (?, ?, ?, ?, ?, ?, ?)", (filed.number, place, *verdict, *tells))


def expected(table: sqlite3.Connection, condition: str) -> dict[str, tuple[float | None, int | None]]:
    found = {}
    for name, (query, whole) in _SQL.items():
        row = table.execute(query.replace(" FROM", f", {whole or 'NULL'} FROM", 1) + f" WHERE {condition}").fetchone()
        found[name] = (row[0] or 0, None if whole is None else row[1] or 0)
    waits = [row[0] for row in table.execute(f"SELECT waited_s FROM part WHERE waited_s NOT NULL AND {condition}")]
    found["time to answer, median"] = (median(waits) if waits else None, None)
    return found


def by_name(indicators: list[Indicator]) -> dict[str, tuple[float | None, int | None]]:
    return {one.name: (one.value, one.of) for one in indicators}


def test_every_indicator_equals_an_independent_count_for_all_posts_and_each(desk: Desk) -> None:
    table = sqlite3.connect(":memory:")
    fill(desk, table)
    made = report(desk.archive, desk.casework, desk.plan)
    conditions = {
        ALL_POSTS: "1",
        "harbour": "post = 'harbour'",
        "rail yard": "post = 'rail yard'",
        ELSEWHERE: "post NOT IN ('harbour', 'rail yard')",
    }
    assert list(made.by_post) == list(conditions)
    assert not [name for name, (value, _) in expected(table, "1").items() if not value], "each is put to the test"
    for post, condition in conditions.items():
        own = by_name(made.by_post[post])
        for name, value in expected(table, condition).items():
            assert own[name] == value, (post, name)
    table.close()


def test_parts_are_within_their_whole_and_hits_by_list_add_up(desk: Desk) -> None:
    with sqlite3.connect(":memory:") as table:
        fill(desk, table)
    own = by_name(report(desk.archive, desk.casework, desk.plan).by_post[ALL_POSTS])
    assert all(of is None or (value or 0) <= of for value, of in own.values())
    assert sum(value or 0 for name, (value, _) in own.items() if name.startswith("hits: ")) == own["hits"][0]


def test_an_operation_without_checks_has_every_indicator_and_says_what_was_not_joined(desk: Desk) -> None:
    made = report(desk.archive, desk.casework, desk.plan)
    own = by_name(made.by_post[ALL_POSTS])
    assert own["checks"] == (0, None) and own["time to answer, median"] == (None, None)
    assert made.not_joined == len(Membership(desk.archive).proposed(desk.plan)) > 0
    assert list(made.by_post) == [ALL_POSTS, "harbour", "rail yard"]


@pytest.mark.parametrize(("state", "is_unmarked"), [("none", 1), ("unknown", 0)])
def test_known_to_bear_no_serial_is_unmarked_and_not_found_out_is_not(desk: Desk, state: str, is_unmarked: int) -> None:
    filed = next(one for one in desk.filed() if one.check and len(one.check.firearms) == 1)
    check = filed.check
    assert check is not None
    check.firearms[0].marks[0].confirmed, check.firearms[0].marks[0].state = None, state
    desk.archive.file_records("VM-2", bytes(7) + b"\x01", [(1, encode_check(check))], RECEIVED_S)
    (added,) = desk.archive.checks(1)
    Membership(desk.archive).join(desk.plan.operation, added, "K7", 1)
    assert by_name(report(desk.archive, desk.casework, desk.plan).by_post[ALL_POSTS])["unmarked"] == (is_unmarked, 1)


def test_a_record_that_cannot_be_read_is_counted_as_such(desk: Desk) -> None:
    desk.archive.file_records("VM-2", bytes(7) + b"\x01", [(1, b"no record at all")], RECEIVED_S)
    (added,) = desk.archive.checks(1)
    Membership(desk.archive).join(desk.plan.operation, added, "K7", 1)
    made = report(desk.archive, desk.casework, desk.plan)
    assert by_name(made.by_post[ALL_POSTS])["checks that can't be read here"] == (1, None)
    assert NOT_READABLE in made.by_post
