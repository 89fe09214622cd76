"""The finder of lines, and what it offers where letters are taller than they seem."""

import numpy as np
import pytest

from viewmark.reading.training.frames import Frame

TOP, BOTTOM = 92, 150  # of letters that nearly fill the aiming box


@pytest.fixture
def finder(firmware_path):
    from reading.line import LineFinder, room_bytes

    return LineFinder(320, bytearray(room_bytes(320)))


def bars(*rows: tuple[int, int]) -> Frame:
    """A frame with six short bars side by side at each of the rows."""
    frame = np.full((240, 320), 60, np.uint8)
    for left in range(40, 280, 40):
        for first, end in rows:
            frame[first:end, left : left + 24] = 220
    return frame


def found(finder, frame: Frame):
    return finder.find(frame.tobytes(), 320, 240)


def test_a_line_is_as_high_as_its_strokes(finder) -> None:
    left, top, right, bottom, slope = found(finder, bars((110, 132)))
    assert abs(top - 110) <= 4 and abs(bottom - 132) <= 4
    assert abs(left - 40) <= 4 and abs(right - 264) <= 4 and slope == 0
    assert finder.taller is None


def test_letters_with_a_bare_middle_are_offered_at_their_full_height(finder) -> None:
    line = found(finder, bars((TOP, TOP + 18), (BOTTOM - 16, BOTTOM)))
    assert line[3] - line[1] < (BOTTOM - TOP) * 2 // 3  # the upper strokes alone
    assert abs(finder.taller[1] - TOP) <= 4 and abs(finder.taller[3] - BOTTOM) <= 4


def test_the_offer_is_of_the_last_frame_only(finder) -> None:
    found(finder, bars((TOP, TOP + 18), (BOTTOM - 16, BOTTOM)))
    found(finder, bars((110, 132)))
    assert finder.taller is None


def test_bare_metal_offers_nothing(finder) -> None:
    assert found(finder, bars())[2] == 0
    assert finder.taller is None
