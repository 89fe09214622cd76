"""The figures of the report: equal to an independent count in SQL, and made in memory that does not grow."""

import random
import sqlite3
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from viewmark.casework.trace_states import LEVELS
from viewmark.exchange.demo import demo_checks
from viewmark.focal_report.coding import Coding
from viewmark.focal_report.completeness import CODED, FIELDS, FURTHER_POSTS, MOST_POSTS, NO_POST, Posts
from viewmark.focal_report.report import Report
from viewmark.focal_report.sources import Counted
from viewmark.reference.tables import Tables
from viewmark_protocol.checks import Check
from viewmark_protocol.makers import maker_names

NO_TABLES = Path("no-such-folder")
CHECKS = 10_000
# Values of which the second, third ... are in no code list: SQL knows only the first.
MAKERS, CALIBRES = ("GLOCK", "UNKNOWN WORKS", "", None), ("9x19", "calibre of nobody", None)
COUNTRIES, METHODS = ("AT", "Austria", "Atlantis", None), ("stamped", "unknown", "laser")


def made_checks(count: int) -> Iterator[tuple[str | None, Check]]:
    """Generated checks whose values are replaced by those that the SQL below can judge, and levels of tracing."""
    source = random.Random(7)
    for number, (_, check) in enumerate(demo_checks(count, seed=3)):
        check.post = source.choice(("north", "south", " ", "harbour"))
        check.legal_ground = source.choice(("customs act", " ", ""))
        for weapon in check.firearms:
            weapon.marks = [one for one in weapon.marks if one.kind in ("serial", "maker")]
            serial, maker = weapon.marks
            serial.method, maker.confirmed = source.choice(METHODS), source.choice(MAKERS)
            for kind, values in (("calibre", CALIBRES), ("country", COUNTRIES)):
                one = type(maker).unpack(maker.pack())
                one.kind, one.confirmed = kind, source.choice(values)
                weapon.marks.append(one)
        yield (None, *LEVELS)[number % (len(LEVELS) + 1)], check


_SQL = """
SELECT CASE trim(post) WHEN '' THEN '(no post given)' ELSE post END, count(DISTINCT number), count(*),
  sum(coalesce(trim(maker), '') <> ''), sum(coalesce(trim(calibre), '') <> ''), sum(coalesce(trim(country), '') <> ''),
  sum(method <> 'unknown'), sum(trim(ground) <> ''),
  sum(coalesce(maker, '') = 'GLOCK'), sum(coalesce(calibre, '') = '9x19'),
  sum(coalesce(country, '') IN ('AT', 'Austria'))
FROM weapon GROUP BY 1 ORDER BY 1
"""
_MARKED = (
    "coalesce(serial, '') <> '' AND instr(serial, '?') = 0 AND coalesce(maker, '') <> ''"
    " AND state NOT IN ('none', 'unknown', 'obliterated')"
)
_COUNTS_SQL = f"""
SELECT context,
  CASE WHEN place = 0 AND level IS NOT NULL THEN level
    WHEN {_MARKED} THEN 'never-attempted' ELSE 'not-enough-information' END,
  CASE WHEN {_MARKED} THEN 'yes' ELSE 'no' END, count(*) FROM weapon GROUP BY 1, 2, 3
"""


@pytest.fixture(scope="module")
def counted() -> Iterator[tuple[Report, sqlite3.Connection]]:
    """The report on 10 000 checks, and the same weapons as rows of a table."""
    table = sqlite3.connect(":memory:")
    columns = "number, place, post, ground, context, level, serial, state, method, maker, calibre, country"
    table.execute(f"CREATE TABLE weapon ({columns})")

    def items() -> Iterator[Counted]:
        for number, (level, check) in enumerate(made_checks(CHECKS)):
            for place, weapon in enumerate(check.firearms):
                serial, maker, calibre, country = weapon.marks
                row = (number, place, check.post, check.legal_ground, check.context, level)
                said = (serial.confirmed, serial.state, serial.method)
                others = (maker.confirmed, calibre.confirmed, country.confirmed)
                table.execute(f"INSERT INTO weapon VALUES ({', '.join('?' * 12)})", (*row, *said, *others))
            yield Counted(check, [level])

    with closing(Report(Coding(Tables(NO_TABLES)))) as report, closing(table):
        report.add(items(), lambda _: None)
        yield report, table


def test_each_posts_figures_equal_an_independent_count(counted: tuple[Report, sqlite3.Connection]) -> None:
    report, table = counted
    rows = [
        (
            one.post,
            one.checks,
            one.records,
            *(one.given[field] for field in FIELDS),
            *(one.coded[kind] for kind in CODED),
        )
        for one in report.posts.rows()
    ]
    assert rows == table.execute(_SQL).fetchall() and rows[0][0] == NO_POST
    assert sum(row[1] for row in rows) == report.posts.total().checks == CHECKS


def test_the_counts_of_sdg_16_4_2_equal_an_independent_count(counted: tuple[Report, sqlite3.Connection]) -> None:
    report, table = counted
    expected = {tuple(row[:3]): row[3] for row in table.execute(_COUNTS_SQL)}
    assert {row[:3]: row[3] for row in report.counts.rows() if row[3]} == expected


def peak_bytes(checks: int) -> int:
    """Return the most memory that a report on so many checks takes, beyond what was taken before."""
    with closing(Report(Coding(Tables(NO_TABLES)))) as report:
        tracemalloc.start()
        report.add((Counted(check, []) for _, check in demo_checks(checks)), lambda _: None)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return peak


def test_ten_times_the_checks_take_the_same_memory() -> None:
    peak_bytes(100)  # what is loaded once
    assert peak_bytes(CHECKS) < 1.5 * peak_bytes(CHECKS // 10)


def test_posts_beyond_every_bound_are_counted_together_and_none_is_dropped() -> None:
    posts = Posts(Coding(Tables(NO_TABLES)))
    _, check = next(iter(demo_checks(1)))
    for number in range(MOST_POSTS + 20):
        check.post = f"post {number}" + "x" * 10_000
        posts.add(check)
    rows = {one.post: one for one in posts.rows()}
    assert len(rows) == MOST_POSTS + 1 and rows[FURTHER_POSTS].checks == 20
    assert max(map(len, rows)) <= 80 and posts.total().checks == MOST_POSTS + 20


@pytest.mark.parametrize(
    ("kind", "text", "is_coded"),
    [
        *(("maker", name, True) for name in maker_names()),
        ("maker", "nobody's works", False),
        ("maker", "x" * 100_000, False),
        ("maker", "\ud800", False),
        ("calibre", "9 mm Kurz", True),
        ("calibre", "cal. unknown", False),
        ("country", "MADE IN AUSTRIA", True),
        ("country", "Atlantis", False),
        ("country", None, False),
    ],
)
def test_a_text_is_in_a_code_or_not(kind: str, text: str | None, is_coded: bool) -> None:
    assert Coding(Tables(NO_TABLES)).is_coded(kind, text) == is_coded
