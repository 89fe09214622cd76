"""Cuts the found line out of the frame as a level strip, 32 pixels high, of even contrast."""

from array import array

from viewmark_protocol.compat import MICROPYTHON, TYPE_CHECKING

if TYPE_CHECKING or not MICROPYTHON:  # MicroPython's compiler knows these names by itself
    from viewmark_protocol.compat import micropython, ptr8, ptr32

HEIGHT_PX = 32
LETTERS_PX = 24  # height of the found line in the strip
WIDEST_PX = 320
NARROWEST_PX = 32


@micropython.viper
def _resample(frame: object, strip: object, geometry: object) -> int:
    """Fills the strip from the frame; positions are 1/256 pixels, biased by 2^20.

    geometry: frame width and height, strip width, left, top, step along x, step along y,
    slope in 1/128 biased by 128, middle of the frame along x.
    """
    source = ptr8(frame)
    target = ptr8(strip)
    numbers = ptr32(geometry)
    width = int(numbers[0])
    last_x = width - 2
    last_y = int(numbers[1]) - 2
    wide = int(numbers[2])
    left = int(numbers[3]) - 1048576
    top = int(numbers[4]) - 1048576
    step_x = int(numbers[5])
    step_y = int(numbers[6])
    slope = int(numbers[7]) - 128
    middle = int(numbers[8]) << 8
    j = 0
    while j < 32:
        i = 0
        while i < wide:
            total = 0
            k = 0
            while k < 4:
                px = left + i * step_x + (((k & 1) * 2 + 1) * step_x >> 2)
                py = top + j * step_y + (((k >> 1) * 2 + 1) * step_y >> 2)
                py += (px - middle) * slope >> 7
                px -= 128
                py -= 128
                x = px >> 8
                y = py >> 8
                fx = px & 255
                fy = py & 255
                if x < 0:
                    x = 0
                    fx = 0
                elif x > last_x:
                    x = last_x
                    fx = 255
                if y < 0:
                    y = 0
                    fy = 0
                elif y > last_y:
                    y = last_y
                    fy = 255
                p = y * width + x
                upper = int(source[p]) * (256 - fx) + int(source[p + 1]) * fx
                lower = int(source[p + width]) * (256 - fx) + int(source[p + width + 1]) * fx
                total += upper * (256 - fy) + lower * fy >> 8
                k += 1
            target[j * wide + i] = (total + 512) >> 10
            i += 1
        j += 1
    return 0


@micropython.viper
def _even(strip: object, sums: object, out: object, wide: int) -> int:
    """Local contrast: 128 + 32 * (grey - mean) / (deviation + 4), mean over 33 columns.

    The result has a border of one pixel of 128, as the first layer wants it.
    """
    source = ptr8(strip)
    columns = ptr32(sums)
    target = ptr8(out)
    pitch = wide + 2
    i = 0
    while i < pitch * 34:
        target[i] = 128
        i += 1
    x = 0
    while x < wide:
        total = 0
        squares = 0
        y = 0
        while y < 32:
            v = int(source[y * wide + x])
            total += v
            squares += v * v
            y += 1
        columns[x] = total
        columns[wide + x] = squares
        x += 1
    x = 0
    while x < wide:
        total = 0
        squares = 0
        k = x - 16
        while k <= x + 16:
            c = k
            if c < 0:
                c = 0
            elif c >= wide:
                c = wide - 1
            total += int(columns[c])
            squares += int(columns[wide + c])
            k += 1
        mean = (total << 4) // 1056
        variance = (squares // 1056 << 8) - mean * mean
        root = 0
        if variance > 0:
            root = 2048
            k = 0
            while k < 14:
                better = (root + variance // root) >> 1
                if better >= root:
                    k = 14
                else:
                    root = better
                k += 1
        scale = root + 64
        y = 0
        while y < 32:
            v = ((((int(source[y * wide + x]) << 4) - mean) << 5) + (scale << 7)) // scale
            if v < 1:
                v = 1
            elif v > 255:
                v = 255
            target[(y + 1) * pitch + x + 1] = v
            y += 1
        x += 1
    return 0


def width_for(line: tuple[int, int, int, int, int], width_percent: int = 100) -> int:
    """Strip width in pixels, a multiple of 4, for a line found; `width_percent` of what keeps its letters' shape."""
    left, top, right, bottom, _ = line
    high = bottom - top
    wide = (right - left + high * 6 // 10) * LETTERS_PX * width_percent // (100 * high)
    return min(WIDEST_PX, max(NARROWEST_PX, (wide + 3) & ~3))


def cut(
    frame: object,
    size: tuple[int, int],
    line: tuple[int, int, int, int, int],
    strip: bytearray,
    out: bytearray,
    width_percent: int = 100,
) -> int:
    """Writes the evened strip of `line` in a frame (width, height) with its border of one pixel to `out`.

    Returns the strip's width (`width_for`). `strip` is room for 32 x WIDEST_PX bytes, `out` for 34 x (WIDEST_PX + 2).
    """
    left, top, right, bottom, slope = line
    wide = width_for(line, width_percent)
    width, height = size
    high = bottom - top
    margin = high * 30 // 100
    step_y = high * 256 // LETTERS_PX
    step_x = (right - left + 2 * margin) * 256 // wide
    start_y = (top + bottom) * 128 - HEIGHT_PX // 2 * step_y
    geometry = (
        width,
        height,
        wide,
        (left - margin) * 256 + 1048576,
        start_y + 1048576,
        step_x,
        step_y,
        slope + 128,
        width // 2,
    )
    _resample(frame, strip, array("I", geometry))
    _even(strip, array("I", bytes(8 * wide)), out, wide)
    return wide
