"""An unread character is tried, but never so many that most guns would be near something."""

from viewmark_protocol.enumeration import MOST_CANDIDATES, candidates
from viewmark_protocol.makers import maker_code, maker_names, maker_shapes

GLOCK = maker_code("GLOCK")


def test_a_serial_that_was_read_whole_is_its_own_candidate():
    assert candidates("ab-123", GLOCK) == ["AB123"]
    assert candidates("AB123", 0) == ["AB123"]


def test_one_unread_character_is_tried_as_all_36():
    for maker in (0, GLOCK, 230):
        found = candidates("AB?23", maker)
        assert len(found) == len(set(found)) == 36
        assert "AB023" in found and "AB923" in found and "ABA23" in found and "ABZ23" in found


def test_two_unread_characters_are_never_tried_without_a_maker():
    assert candidates("AB?2?", 0) is None
    assert candidates("AB?2?", 230) is None
    assert candidates("AB?2?", maker_code("NORINCO")) is None


def test_two_unread_characters_leave_more_than_64_for_every_shape_of_letters_and_digits():
    # Ten digits twice are a hundred: until a maker's shape says more than letter or digit, two are too many.
    for name in maker_names():
        code = maker_code(name)
        for one in maker_shapes(code):
            assert candidates("??" + one[2:].replace("A", "B").replace("9", "1"), code) is None


def test_a_shape_that_does_not_fit_gives_no_candidates():
    assert candidates("??", GLOCK) is None
    assert candidates("1234??", GLOCK) is None


def test_the_bound_is_never_passed():
    for raw in ("?", "A?", "??", "???", "A?9?9?9", "????????????????"):
        for code in range(70):
            found = candidates(raw, code)
            assert found is None or len(found) <= MOST_CANDIDATES
