"""A reading with alternatives: likeliest first, of equals the fewest changes, never more than asked for."""

from viewmark_protocol.lattice import likeliest, raw_text

READING = [[["A", 90], ["4", 6]], [["B", 80], ["8", 15], ["6", 5]], [["1", 99]]]


def test_the_first_choice_of_every_position_is_the_reading():
    assert raw_text(READING) == "AB1"
    assert raw_text([]) == ""


def test_the_likeliest_comes_first():
    assert list(likeliest(READING, 64)) == ["A81", "4B1", "A61", "481", "461"]


def test_two_likely_changes_come_before_one_that_is_unlikely():
    reading = [[["O", 50], ["0", 50]], [["8", 55], ["B", 45]], [["A", 98], ["4", 2]]]
    assert list(likeliest(reading, 4)) == ["08A", "OBA", "0BA", "O84"]


def test_the_bound_holds():
    wide = [[["O", 40], ["0", 35], ["Q", 25]] for _ in range(20)]
    assert len(list(likeliest(wide, 64))) == 64
    assert len(set(likeliest(wide, 64))) == 64
    assert list(likeliest(wide, 0)) == []
    assert list(likeliest(READING, 2)) == ["A81", "4B1"]


def test_equal_losses_come_in_the_same_order_on_both_interpreters():
    even = [[["O", 50], ["0", 50]] for _ in range(6)]
    others = list(likeliest(even, 64))
    assert others[:6] == ["0OOOOO", "O0OOOO", "OO0OOO", "OOO0OO", "OOOO0O", "OOOOO0"]
    expected = []
    for first in range(6):
        for second in range(first + 1, 6):
            expected.append("".join(["0" if place in (first, second) else "O" for place in range(6)]))
    assert others[6:21] == expected
    assert len(others) == 63  # every set of the six changes


def test_an_unread_position_stays_unread():
    assert list(likeliest([[["?", 0], ["8", 40]], [["1", 80], ["I", 15]]], 64)) == ["?I"]


def test_an_alternative_that_is_unread_is_no_reading():
    assert list(likeliest([[["1", 60], ["?", 40]]], 64)) == []


def test_the_reading_itself_does_not_come_again():
    assert "AB1" not in list(likeliest(READING, 64))
