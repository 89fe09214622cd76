"""Where a line's strokes lie in its strip, as the network says it beside the characters: for a second, nearer look."""

from . import strip

_NOMINAL_PX = (4, 28)  # first row and end of the strokes in a strip that is cut as it should be
_EXTENT_PX = 0.5  # what a nat of their scores stands for
_LEAST_HIGH_PX = 8
_SAME_PERCENT = 4  # of the height: nearer than this, a second look would show the same


def nearer(line: tuple, scores: "bytes | bytearray", pitch: int, steps: range, scale: tuple) -> "tuple | None":
    """The line of a straight cut with its rows as the scores have them; None where they are as they should be.

    `steps` are those on which characters stand, `pitch` the bytes from one to the next, the last two of them the
    strokes' rows; `scale` is nats per unit and the score that stands for 0.
    """
    if not steps:
        return None
    left, top, right, bottom, slope = line
    high = bottom - top
    middle = (top + bottom) / 2
    rows = []
    for place in (0, 1):
        total = 0
        for step in steps:
            total += scores[(step + 1) * pitch - 2 + place]
        off_px = _EXTENT_PX * scale[0] * (total / len(steps) - scale[1])
        row = _NOMINAL_PX[place] + off_px - strip.HEIGHT_PX / 2
        rows.append(int(middle + row * high / strip.LETTERS_PX + 0.5))
    first, end = rows
    end = max(end, first + _LEAST_HIGH_PX)
    if 100 * (abs(first - top) + abs(end - bottom)) <= _SAME_PERCENT * high:
        return None
    return (left, first, right, end, slope)
