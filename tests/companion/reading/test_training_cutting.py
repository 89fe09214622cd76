"""The reference of the device's cut, and where it places a line's strokes."""

import numpy as np
import pytest

pytest.importorskip("cv2", reason="lines are made with the extra `train`")

from viewmark import samples
from viewmark.reading.training import cutting, device
from viewmark.reading.training.frames import folder_of

LINE = (60, 100, 260, 124, 0)


def strokes(top: int, bottom: int, slope: float = 0.0) -> np.ndarray:
    """A mask of the frame with a bar between two rows, which leans about the frame's middle."""
    rows, columns = np.mgrid[0:240, 0:320]
    level = rows - (columns - 160) * slope
    return np.where((level >= top) & (level < bottom) & (columns >= 80) & (columns < 240), 255, 0).astype(np.uint8)


@pytest.mark.usefixtures("micropython")
def test_the_cut_equals_the_devices() -> None:
    frames, _, _ = folder_of(samples.PHOTOS)
    for frame, strip in zip(frames, device.strips(frames), strict=True):
        assert strip is not None
        assert np.array_equal(cutting.strip_of(frame, strip.line), strip.pixels)


def test_strokes_are_placed_in_the_lines_own_heights() -> None:
    rows = cutting.stroke_rows(strokes(106, 118), LINE)
    assert rows is not None
    assert np.allclose(rows, (0.25, 0.75), atol=0.03)


def test_a_leaning_line_is_measured_along_its_slope() -> None:
    rows = cutting.stroke_rows(strokes(100, 124, 8 / 128), (60, 100, 260, 124, 8))
    assert rows is not None
    assert np.allclose(rows, (0.0, 1.0), atol=0.05)


def test_strokes_beyond_the_line_are_found_and_far_ones_are_not() -> None:
    rows = cutting.stroke_rows(strokes(90, 112), LINE)
    assert rows is not None and rows[0] < -0.35
    assert cutting.stroke_rows(strokes(20, 40), LINE) is None


def test_an_extent_tells_rows_and_columns_of_the_strip() -> None:
    left, top, right, bottom = cutting.extent(LINE, (0.0, 1.0), (60, 260))
    width = cutting.width_px(LINE)
    assert (top, bottom) == (4, 28)
    assert 0 < left < right < width and np.isclose(left, width - right)
