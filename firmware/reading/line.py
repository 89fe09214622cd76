"""Finds the line of characters in the aiming box of a frame."""

from array import array

from viewmark_protocol.compat import MICROPYTHON, TYPE_CHECKING

if TYPE_CHECKING or not MICROPYTHON:  # MicroPython's compiler knows these names by itself
    from viewmark_protocol.compat import micropython, ptr8, ptr32

# The aiming box: full width, centred, this many rows. The finder works on cells of 2 x 2 pixels.
BOX_HEIGHT_PX = 64
CELLS_HIGH = BOX_HEIGHT_PX // 2
# Slopes tried: steps of 1/128, up to 3.6 degrees either way.
STEEPEST = 8
LOWEST_LINE_CELLS = 7
_BRIDGE_CELLS = 5  # between rows of one line
_TALLER_BRIDGE_CELLS = 14  # between the upper and the lower strokes of one whose letters fill the box


@micropython.viper
def _cells(frame: object, cells: object, geometry: object) -> int:
    """Sums of 2 x 2 pixels (0..255 after /4) of the box; geometry: width, first row."""
    source = ptr8(frame)
    target = ptr8(cells)
    numbers = ptr32(geometry)
    width = int(numbers[0])
    start = int(numbers[1]) * width
    half = width >> 1
    y = 0
    while y < 32:
        x = 0
        while x < half:
            i = start + 2 * y * width + 2 * x
            total = source[i] + source[i + 1] + source[i + width] + source[i + width + 1]
            target[y * half + x] = (total + 2) >> 2
            x += 1
        y += 1
    return 0


@micropython.viper
def _energy(cells: object, energy: object, half: int) -> int:
    """Gradient of every inner cell, less the box's own grain; returns the grain."""
    source = ptr8(cells)
    target = ptr8(energy)
    total = 0
    y = 0
    while y < 32:
        x = 0
        while x < half:
            e = 0
            if x > 0 and x < half - 1 and y > 0 and y < 31:
                i = y * half + x
                dx = int(source[i + 1]) - int(source[i - 1])
                dy = int(source[i + half]) - int(source[i - half])
                if dx < 0:
                    dx = 0 - dx
                if dy < 0:
                    dy = 0 - dy
                e = dx + dy
                if e > 255:
                    e = 255
            target[y * half + x] = e
            total += e
            x += 1
        y += 1
    mean = total // (30 * (half - 2))
    # The grain is the mean of what lies below the mean: the metal between the strokes.
    quiet = 0
    count = 1
    i = 0
    while i < 32 * half:
        if target[i] <= mean:
            quiet += target[i]
            count += 1
        i += 1
    grain = quiet // count
    floor = grain + (grain >> 1) + 1
    roof = 3 * mean + 8
    i = 0
    while i < 32 * half:
        e = int(target[i])
        if e > roof:
            e = roof
        e -= floor
        if e < 0:
            e = 0
        target[i] = e
        i += 1
    return grain


@micropython.viper
def _rows(energy: object, rows: object, half: int, slope: int) -> int:
    """Energy of each row along a slope (biased by 16, in 1/128); returns how sharp the rows are."""
    source = ptr8(energy)
    target = ptr32(rows)
    y = 0
    while y < 32:
        target[y] = 0
        y += 1
    middle = half >> 1
    lean = slope - 16
    x = 0
    while x < half:
        shift = ((x - middle) * lean + 64) >> 7
        y = 0
        while y < 32:
            k = y + shift
            if k >= 0 and k < 32:
                target[y] = int(target[y]) + int(source[k * half + x])
            y += 1
        x += 1
    sharpness = 0
    y = 0
    while y < 32:
        r = int(target[y]) >> 3
        sharpness += r * r >> 4
        y += 1
    return sharpness


@micropython.viper
def _columns(energy: object, columns: object, geometry: object) -> int:
    """Energy of each column between two rows along a slope; geometry: half, slope, first, end."""
    source = ptr8(energy)
    target = ptr32(columns)
    numbers = ptr32(geometry)
    half = int(numbers[0])
    lean = int(numbers[1]) - 16
    first = int(numbers[2])
    end = int(numbers[3])
    middle = half >> 1
    x = 0
    while x < half:
        shift = ((x - middle) * lean + 64) >> 7
        total = 0
        y = first
        while y < end:
            k = y + shift
            if k >= 0 and k < 32:
                total += int(source[k * half + x])
            y += 1
        target[x] = total
        x += 1
    return 0


def _strongest_run(profile: list[int], threshold: int, bridge: int) -> tuple[int, int]:
    """The run (first, end) above the threshold with most in it; shorter gaps are bridged."""
    best = (0, 0)
    most = 0
    first = -1
    last = 0
    total = 0
    for i in range(len(profile) + bridge + 1):
        value = profile[i] if i < len(profile) else 0
        if value > threshold:
            if first < 0:
                first = i
                total = 0
            last = i
            total += value
        elif first >= 0 and i - last > bridge:
            if total > most:
                most = total
                best = (first, last + 1)
            first = -1
    return best


def room_bytes(width: int) -> int:
    """How much room the finder needs for frames of this width in pixels."""
    return 2 * CELLS_HIGH * (width // 2)


class LineFinder:
    """Finds lines in frames of one width in pixels; `room` may hold other things between finds.

    `taller` is the line that was found last as it would be if its letters had strokes only far above and below their
    middle, None where there are no such.
    """

    def __init__(self, width: int, room: bytearray) -> None:
        half = width // 2
        self._half = half
        self._cells = memoryview(room)[: CELLS_HIGH * half]
        self._energy = memoryview(room)[CELLS_HIGH * half : 2 * CELLS_HIGH * half]
        self._rows = array("I", bytes(4 * CELLS_HIGH))
        self._columns = array("I", bytes(4 * half))
        self.taller = None

    def find(self, frame: object, width: int, height: int) -> tuple[int, int, int, int, int]:
        """Returns left, top, right, bottom in pixels and the slope in 1/128, at the box's middle.

        An empty box (0, 0, 0, 0, 0) where nothing stands out.
        """
        half = self._half
        self.taller = None
        first_row = (height - BOX_HEIGHT_PX) // 2
        _cells(frame, self._cells, array("I", (width, first_row)))
        _energy(self._cells, self._energy, half)
        slope = self._slope()
        _rows(self._energy, self._rows, half, slope + 16)
        rows = list(self._rows)
        low = sorted(rows[2:-2])[4]
        high = sorted(rows)[-4]
        top, bottom = _strongest_run(rows, low + (high - low) * 14 // 100, _BRIDGE_CELLS)
        found = self._line(first_row, top, bottom, slope)
        further = _strongest_run(rows, low + (high - low) * 6 // 100, _TALLER_BRIDGE_CELLS)
        if further == (top, bottom):
            return found
        taller = self._line(first_row, *further, slope)
        if found[2] == 0:  # what stood out most was one row of strokes
            return taller
        if taller[2]:
            self.taller = taller
        return found

    def _line(self, first_row: int, top: int, bottom: int, slope: int) -> tuple[int, int, int, int, int]:
        """The line between two rows of cells, as `find` returns it."""
        half = self._half
        if bottom - top < LOWEST_LINE_CELLS:
            return (0, 0, 0, 0, 0)
        _columns(self._energy, self._columns, array("I", (half, slope + 16, top, bottom)))
        columns = list(self._columns)
        ranked = sorted(columns)
        low = ranked[half // 20]
        high = ranked[-half // 8]
        bridge = (bottom - top) * 5 // 4
        left, right = _strongest_run(columns, low + (high - low) * 15 // 100, bridge)
        if right - left < 3:
            return (0, 0, 0, 0, 0)
        return (2 * left, first_row + 2 * top, 2 * right, first_row + 2 * bottom, slope)

    def _slope(self) -> int:
        """The slope along which the rows differ most, in 1/128; level unless clearly better."""
        best = 0
        most = _rows(self._energy, self._rows, self._half, 16)
        most += most // 50
        for slope in range(-STEEPEST, STEEPEST + 1):
            sharpness = _rows(self._energy, self._rows, self._half, slope + 16)
            if sharpness > most:
                most = sharpness
                best = slope
        return best
