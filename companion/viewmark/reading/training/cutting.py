"""Cuts a line out of a frame as `firmware/reading/strip.py` does, and tells where its strokes lie in the strip."""

# The extra `train` is not installed where the types are checked.
# pyright: reportMissingImports=false

import cv2
import numpy as np
from numpy.typing import NDArray

from .camera import Frame
from .contrast import evened

Line = tuple[int, int, int, int, int]  # left, top, right, bottom in frame pixels, slope in 1/128
Extent = tuple[float, float, float, float]  # left, top, right, bottom in strip pixels

HIGH_PX, LETTERS_PX = 32, 24
_WIDE_PX = (32, 320)
_STROKE = 77  # of 255: what counts as a stroke in a mask
_ROWS = 128  # in which a line's strokes are looked for, over three of its heights


def strip_of(frame: Frame, line: Line, width_percent: int = 100) -> Frame:
    """The evened strip of a line, as the device's `strip.cut` makes it from these numbers."""
    left, top, right, bottom, slope = line
    high = bottom - top
    wide = width_px(line, width_percent)
    margin = high * 30 // 100
    step_y, step_x = high * 256 // LETTERS_PX, (right - left + 2 * margin) * 256 // wide
    start_x, start_y = (left - margin) * 256, (top + bottom) * 128 - HIGH_PX // 2 * step_y
    rows, columns = np.mgrid[0:HIGH_PX, 0:wide]
    total = np.zeros((HIGH_PX, wide), np.int64)
    for tap in range(4):
        x = start_x + columns * step_x + (((tap & 1) * 2 + 1) * step_x >> 2)
        y = start_y + rows * step_y + (((tap >> 1) * 2 + 1) * step_y >> 2)
        y = y + ((x - (frame.shape[1] // 2 << 8)) * slope >> 7)
        total += _between(frame, x - 128, y - 128)
    return evened((total + 512 >> 10).astype(np.uint8))


def width_px(line: Line, width_percent: int = 100) -> int:
    """Width of a line's strip, a multiple of 4."""
    left, top, right, bottom, _ = line
    high = bottom - top
    wide = (right - left + high * 6 // 10) * LETTERS_PX * width_percent // (100 * high)
    return min(_WIDE_PX[1], max(_WIDE_PX[0], (wide + 3) & ~3))


def _between(frame: Frame, x: NDArray[np.int64], y: NDArray[np.int64]) -> NDArray[np.int64]:
    """Greys (256 times) at places in 1/256 pixels; beyond the edge its own grey."""
    height, width = frame.shape
    columns, right = _held(x, width - 2)
    rows, lower = _held(y, height - 2)
    grey = frame.astype(np.int64)
    above = grey[rows, columns] * (256 - right) + grey[rows, columns + 1] * right
    below = grey[rows + 1, columns] * (256 - right) + grey[rows + 1, columns + 1] * right
    return above * (256 - lower) + below * lower >> 8


def _held(place: NDArray[np.int64], last: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    whole, part = place >> 8, place & 255
    part = np.where(whole < 0, 0, np.where(whole > last, 255, part))
    return whole.clip(0, last), part


def stroke_rows(strokes: Frame, line: Line) -> tuple[float, float] | None:
    """First and end row of the strokes along a line's slope, in its heights from its top; None without strokes near."""
    left, top, right, bottom, slope = line
    high = bottom - top
    margin = 0.3 * high
    columns = np.arange(left - margin, right + margin, 1.0)
    heights = (np.arange(_ROWS) + 0.5) * 3 / _ROWS - 1
    x = np.broadcast_to(columns, (_ROWS, len(columns))).astype(np.float32)
    y = (top + heights * high)[:, None] + (columns - strokes.shape[1] / 2)[None] * slope / 128
    seen = cv2.remap(strokes, x, (y - 0.5).astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    found = np.flatnonzero((seen > _STROKE).any(1))
    if not len(found):
        return None
    half = 1.5 / _ROWS
    return float(heights[found[0]] - half), float(heights[found[-1]] + half)


def extent(line: Line, rows: tuple[float, float], columns: tuple[float, float], width_percent: int = 100) -> Extent:
    """Where strokes lie in a line's strip: rows in the line's heights from its top, columns in frame pixels."""
    left, top, right, bottom, _ = line
    margin = (bottom - top) * 30 // 100
    across = width_px(line, width_percent) / (right - left + 2 * margin)
    first, end = ((HIGH_PX - LETTERS_PX) / 2 + LETTERS_PX * row for row in rows)
    return (columns[0] - left + margin) * across, first, (columns[1] - left + margin) * across, end
