"""Which characters of a candidate's serial are marked."""

import pytest

from viewmark.ui.comparing import compared
from viewmark.ui.wording import line, shown, utc


@pytest.mark.parametrize(
    ("ours", "theirs", "marked"),
    [
        ("AB1234", "ab1234", ""),
        ("AB-1234", "AB1234", ""),
        ("AB1234", "AB 12 34", ""),
        ("AB1234", "A81234", "8"),
        ("AB?234", "AB1234", "1"),
        ("AB1234", "AB134", "␣"),
        ("AB1234", "AB12934", "9"),
        ("", "AB", "AB"),
    ],
)
def test_what_differs_is_marked(ours: str, theirs: str, marked: str) -> None:
    assert "".join(one.character for one in compared(ours, theirs) if one.state != "same") == marked


def test_unread_is_no_disagreement() -> None:
    assert [one.state for one in compared("A?", "AB")] == ["same", "unread"]


def test_long_serials_are_compared_in_bounded_time() -> None:
    assert len(compared("A" * 100_000, "B" * 99_999)) <= 400


def test_what_cannot_be_seen_is_shown_as_code_point() -> None:
    assert shown("a\u202eb\x00") == "a⟨U+202E⟩b⟨U+0000⟩"
    assert line("x" * 500) == "x" * 79 + "…"


@pytest.mark.parametrize("seconds", [1 << 62, 1 << 40, -(1 << 62)])
def test_no_number_is_too_large_for_a_time(seconds: int) -> None:
    assert utc(seconds)


def test_time_is_utc() -> None:
    assert utc(1_790_000_000) == "2026-09-21 14:13:20"
    assert utc(None) == "time not known"
