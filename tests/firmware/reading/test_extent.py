"""A second look at a line is cut where the network says that its strokes lie."""

import pytest

PITCH = 5  # three classes, then first row and end of the strokes
ZERO = 100
SCALE = (0.4, ZERO)  # a unit is a fifth of a pixel of the strip: half a pixel a nat
LINE = (40, 100, 200, 124, -3)  # 24 pixels high: a pixel of the strip is one of the frame


@pytest.fixture
def nearer(firmware_path):
    from reading.extent import nearer

    return nearer


def scores(*rows: tuple[int, int]) -> bytes:
    """Scores of steps whose strokes begin and end so many units below where they should."""
    return b"".join(bytes((0, 0, 0, ZERO + first, ZERO + end)) for first, end in rows)


def test_rows_move_as_the_steps_say_on_average(nearer) -> None:
    told = scores((10, -20), (20, -10), (30, -30))
    assert nearer(LINE, told, PITCH, range(3), SCALE) == (40, 104, 200, 120, -3)


def test_only_steps_with_characters_count(nearer) -> None:
    told = scores((-100, 100), (20, 0), (20, 0), (100, -100))
    assert nearer(LINE, told, PITCH, range(1, 3), SCALE) == (40, 104, 200, 124, -3)


def test_the_lines_own_height_sets_what_a_pixel_is(nearer) -> None:
    tall = (40, 100, 200, 148, 0)
    assert nearer(tall, scores((20, -20)), PITCH, range(1), SCALE) == (40, 108, 200, 140, 0)


def test_a_line_that_is_cut_as_it_should_be_needs_no_second_look(nearer) -> None:
    assert nearer(LINE, scores((0, 0)), PITCH, range(1), SCALE) is None


def test_without_characters_nothing_is_nearer(nearer) -> None:
    assert nearer(LINE, scores((40, -40)), PITCH, range(0), SCALE) is None


def test_strokes_that_end_before_they_begin_leave_a_line_of_some_height(nearer) -> None:
    left, top, right, bottom, _ = nearer(LINE, scores((127, -100)), PITCH, range(1), SCALE)
    assert bottom - top == 8 and (left, right) == (40, 200)
