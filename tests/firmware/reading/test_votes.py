"""Several views of one mark: each votes on every position."""

import pytest

SURE_A, SURE_B = [("A", 95), ("4", 5)], [("B", 90), ("8", 10)]


@pytest.fixture
def combined(firmware_path):
    from reading.votes import combined

    return combined


def test_one_view_stands_as_it_is(combined) -> None:
    assert combined([[SURE_A, SURE_B]]) == [SURE_A, SURE_B]


def test_views_that_show_nothing_do_not_vote(combined) -> None:
    assert combined([[], [SURE_A, SURE_B], []]) == [SURE_A, SURE_B]
    assert combined([[], []]) == []
    assert combined([]) == []


def test_percentages_are_averaged_and_alternatives_kept(combined) -> None:
    found = combined([[SURE_A, [("8", 60), ("B", 40)]], [SURE_A, [("B", 80), ("8", 20)]]])
    assert found == [SURE_A, [("B", 60), ("8", 40)]]


def test_two_views_outvote_one_that_is_surer(combined) -> None:
    surer, others = [SURE_A, [("8", 99)]], [SURE_A, [("B", 70), ("8", 30)]]
    assert combined([surer, others, others])[1][0] == ("8", 53)
    assert combined([surer, others, others, others])[1][0] == ("B", 53)


def test_the_length_with_the_most_confident_views_wins(combined) -> None:
    short, long = [SURE_A, SURE_B], [[("A", 50)], [("B", 50)], [("1", 30)]]
    assert len(combined([short, long])) == 2
    assert len(combined([short, long, long, long])) == 3


def test_what_one_view_cannot_read_another_fills_in(combined) -> None:
    unread = [SURE_A, [("?", 60), ("B", 40)]]
    assert combined([unread, [SURE_A, SURE_B]])[1][0] == ("B", 65)
