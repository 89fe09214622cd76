"""Says what keeps the aiming box from being read well: too dark, glare, out of focus."""

from array import array

from viewmark_protocol.compat import MICROPYTHON, TYPE_CHECKING

from .line import BOX_HEIGHT_PX

if TYPE_CHECKING or not MICROPYTHON:  # MicroPython's compiler knows these names by itself
    from viewmark_protocol.compat import micropython, ptr8, ptr32

GOOD, DARK, GLARE, BLURRED = "", "too-dark", "glare", "out-of-focus"


_MOST_BRIGHT_PERCENT = 25
_LEAST_MEAN = 16
# Steep slopes a pixel apart against slopes three apart: a sharp edge gives 1/3, a ramp of three pixels 1/9.
_LEAST_SHARPNESS_PERMILLE = 128
_LEAST_CONTRAST = 6  # mean squared slope below which there is nothing to be sharp


@micropython.viper
def _measure(frame: object, out: object, geometry: object) -> int:
    """Writes the sum of greys, the number of bright ones, and the squared slopes one and three pixels apart / 16."""
    source = ptr8(frame)
    target = ptr32(out)
    numbers = ptr32(geometry)
    width = int(numbers[0])
    i = int(numbers[1]) * width
    end = i + int(numbers[2]) * width
    total = 0
    bright = 0
    near = 0
    far = 0
    while i < end:
        last = i + width - 3
        while i < last:
            v = int(source[i])
            total += v
            if v >= 250:
                bright += 1
            d = int(source[i + 1]) - v
            near += d * d >> 4
            d = int(source[i + 3]) - v
            far += d * d >> 4
            i += 1
        i += 3
    target[0] = total
    target[1] = bright
    target[2] = near
    target[3] = far
    return 0


def hint(frame: "bytes | bytearray", width: int, height: int) -> str:
    """The gravest fault of the aiming box of a grey frame: GOOD, DARK, GLARE or BLURRED."""
    measured = array("I", bytes(16))
    _measure(frame, measured, array("I", (width, (height - BOX_HEIGHT_PX) // 2, BOX_HEIGHT_PX)))
    total, bright, near, far = measured
    count = (width - 3) * BOX_HEIGHT_PX
    if total < _LEAST_MEAN * count:
        return DARK
    if bright * 100 > _MOST_BRIGHT_PERCENT * count:
        return GLARE
    if far * 16 > _LEAST_CONTRAST * count and near * 1000 < _LEAST_SHARPNESS_PERMILLE * far:
        return BLURRED
    return GOOD
