"""Building the offline list: what is on it is found, what cannot be on it is reported."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewmark.lists.builder import Edition, Row, build
from viewmark_protocol.errors import ListError
from viewmark_protocol.judging import judge
from viewmark_protocol.lists.coding import in_memory
from viewmark_protocol.lists.entries import CATEGORIES
from viewmark_protocol.lists.offline import OfflineList, verify
from viewmark_protocol.makers import maker_names

KEY = bytes(range(32))
EDITION = Edition(1, 1000, 2000, "test")


def opened(rows: list[Row]) -> OfflineList:
    content, _ = build(rows, KEY, EDITION)
    verify(in_memory(content))
    return OfflineList(in_memory(content), KEY)


def test_a_listed_weapon_is_a_hit_and_its_namesake_is_near() -> None:
    listed = opened([("ABC4567", "GLOCK", "stolen"), ("DEF4567", "SOMEBODY", "lost")])
    verdicts = [
        judge(serial, maker, listed, 1500, "laptop").word
        for serial, maker in (
            ("abc-4567", "Glock"),
            ("ABC4567", "BERETTA"),
            ("ABC4567", None),
            ("DEF4567", "Somebody"),
            ("XYZ4567", "GLOCK"),
        )
    ]
    assert verdicts == ["hit", "near", "near", "hit", "clear"]


def test_what_cannot_be_listed_is_reported_with_its_place_and_reason() -> None:
    rows: list[Row] = [
        ("", None, "stolen"),
        ("UNKNOWN", "GLOCK", "stolen"),
        ("A1", "GLOCK", "stolen"),
        ("AB?4567", "GLOCK", "stolen"),
        ("ABC4567", "GLOCK", "borrowed"),
        ("ABC4567", "GLOCK", "stolen"),
        ("abc 4567", "GLOCK", "stolen"),
    ]
    _, report = build(rows, KEY, EDITION)
    assert [(one.row, one.reason) for one in report.left_out] == [
        (0, "no-serial"),
        (1, "placeholder"),
        (2, "too-short"),
        (3, "unread-characters"),
        (4, "unknown-category"),
    ]
    assert (report.listed, report.entries, report.doubled) == (2, 1, 1)
    assert report.reasons()["too-short"] == 1


def test_the_order_of_the_rows_does_not_change_a_byte() -> None:
    rows: list[Row] = [(f"A{number:05}", name, "lost") for number, name in enumerate(maker_names())]
    assert build(rows, KEY, EDITION)[0] == build(rows[::-1], KEY, EDITION)[0]


def test_an_empty_list_is_a_list() -> None:
    assert judge("ABC4567", "GLOCK", opened([]), 1500, "laptop").word == "clear"


@pytest.mark.parametrize(
    ("key", "version", "issued_s", "expires_s", "issuer"),
    [
        (b"short", 1, 1000, 2000, "test"),
        (KEY, 0, 1000, 2000, "test"),
        (KEY, 1 << 32, 1000, 2000, "test"),
        (KEY, 1, 2000, 2000, "test"),
        (KEY, 1, 1000, 2000, "ä" * 13),  # would be cut inside of a character
    ],
)
def test_what_a_header_cannot_hold_is_an_error(
    key: bytes, version: int, issued_s: int, expires_s: int, issuer: str
) -> None:
    with pytest.raises(ListError):
        build([], key, Edition(version, issued_s, expires_s, issuer))


_SERIALS = st.text("ABCD0123456789", min_size=5, max_size=9)
_MAKERS = st.sampled_from([None, "SOMEBODY", *maker_names()[:8]])
_ROWS = st.lists(st.tuples(_SERIALS, _MAKERS, st.sampled_from(CATEGORIES)), max_size=60)


@settings(max_examples=60, deadline=None)
@given(rows=_ROWS)
def test_every_listed_weapon_is_found_and_never_a_hit_without_its_maker(rows: list[Row]) -> None:
    listed = opened(rows)
    _, report = build(rows, KEY, EDITION)
    left_out = {one.row for one in report.left_out}
    for row, (serial, maker, _category) in enumerate(rows):
        if row not in left_out:
            word = judge(serial, maker, listed, 1500, "laptop").word
            assert word in (("hit",) if maker else ("near", "untraceable")) or word == "untraceable"
        assert judge(serial, None, listed, 1500, "laptop").word != "hit"
