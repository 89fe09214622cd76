"""The counts of SDG 16.4.2: equal to an independent count in SQL, and whole whatever is missing."""

import sqlite3

from viewmark.casework.trace_states import LEVELS
from viewmark.exchange.demo import demo_checks
from viewmark.exchange.sdg import Counts, is_uniquely_marked
from viewmark_protocol.checks import CONTEXTS


def test_the_counts_equal_an_independent_count() -> None:
    counts = Counts()
    table = sqlite3.connect(":memory:")
    table.execute("CREATE TABLE weapon (context TEXT, place INTEGER, level TEXT, serial TEXT, state TEXT, maker TEXT)")
    levels = (None, *LEVELS)
    for number, (_, check) in enumerate(demo_checks(2000)):
        reached = [levels[(number + place) % len(levels)] for place in range(len(check.firearms))]
        counts.add(check, reached)
        for place, weapon in enumerate(check.firearms):
            serial, maker = weapon.marks[0], weapon.marks[1]
            row = (check.context, place, reached[place], serial.confirmed, serial.state, maker.confirmed)
            table.execute("INSERT INTO weapon VALUES (?, ?, ?, ?, ?, ?)", row)
    marked = (
        "coalesce(serial, '') <> '' AND instr(serial, '?') = 0 AND coalesce(maker, '') <> ''"
        " AND state NOT IN ('none', 'unknown', 'obliterated')"
    )
    otherwise = f"CASE WHEN {marked} THEN 'never-attempted' ELSE 'not-enough-information' END"
    level = f"CASE WHEN level IS NOT NULL THEN level ELSE {otherwise} END"
    query = (
        f"SELECT context, {level}, CASE WHEN {marked} THEN 'yes' ELSE 'no' END, count(*) FROM weapon GROUP BY 1, 2, 3"
    )
    expected = {(one, two, three): count for one, two, three, count in table.execute(query)}
    assert {row[:3]: row[3] for row in counts.rows() if row[3]} == expected
    assert {level for _, level, _ in expected} == set(LEVELS), "each is put to the test"
    part = f"{level} IN ('traced', 'established-otherwise')"
    for condition, found in ((marked, counts.indicator(True)), ("1", counts.indicator())):
        indicator = f"SELECT sum({part}), count(*) FROM weapon WHERE context <> 'inspected' AND {condition}"
        assert found == table.execute(indicator).fetchone() and 0 < found[0] < found[1]


def test_every_combination_is_there_so_that_posts_can_be_added() -> None:
    assert len(list(Counts().rows())) == len(CONTEXTS.words) * len(LEVELS) * 2


def test_a_serial_with_an_unread_character_marks_no_weapon_uniquely() -> None:
    weapon = next(one.firearms[0] for _, one in demo_checks(50) if is_uniquely_marked(one.firearms[0]))
    weapon.marks[0].confirmed += "?"
    assert not is_uniquely_marked(weapon)
