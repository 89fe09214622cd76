"""Consistent Overhead Byte Stuffing (Cheshire and Baker 1999): bytes without a zero, at most 1 in 254 longer.

It writes into a buffer that is there already: a handheld's heap has no room for a copy of each frame at each step.
"""

from ..errors import FrameError

_ZERO = b"\0"
MOST_RUN_BYTES = 254


def stuffed_bytes(count: int) -> int:
    """Return how long `count` bytes are at the most once they are stuffed."""
    return count + count // MOST_RUN_BYTES + 1


class Stuffer:
    """Stuffs pieces one after the other into `buffer`, from `at` on."""

    def __init__(self, buffer: bytearray, at: int = 0) -> None:
        self._buffer = buffer
        self._code_at = at  # where the length of the present run goes
        self._at = at + 1
        self._was_full = False  # the last run had 254 bytes: what follows, if anything, is announced anew

    def add(self, data: bytes) -> None:
        """Stuff one piece."""
        view = memoryview(data)  # slices of it cost no memory
        at, size = 0, len(data)
        while at < size:
            end = data.find(_ZERO, at)
            if end < 0:
                end = size
            while at < end:
                count = min(end - at, MOST_RUN_BYTES - (self._at - self._code_at - 1))
                self._buffer[self._at : self._at + count] = view[at : at + count]
                at += count
                self._at += count
                self._was_full = self._at - self._code_at > MOST_RUN_BYTES
                if self._was_full:
                    self._end_run(255)
            if end < size:
                self._end_run(self._at - self._code_at)
                self._was_full = False
                at = end + 1

    def end(self) -> int:
        """Return where the stuffed bytes end."""
        if self._was_full and self._at == self._code_at + 1:
            return self._code_at  # nothing follows that a code would have to announce
        self._buffer[self._code_at] = self._at - self._code_at
        return self._at

    def _end_run(self, code: int) -> None:
        self._buffer[self._code_at] = code
        self._code_at = self._at
        self._at += 1


def unstuff(stuffed: "bytes | bytearray", size: int, out: bytearray) -> int:
    """Write what was stuffed into the first `size` bytes into `out`; return its length. FrameError: it is no COBS.

    `out` may be the stuffed buffer itself: no byte is written before it was read.
    """
    view = memoryview(stuffed)
    at = length = 0
    while at < size:
        code = stuffed[at]
        end = at + code
        if code == 0 or end > size or stuffed.find(_ZERO, at + 1, end) >= 0:
            raise FrameError("no COBS")
        out[length : length + code - 1] = view[at + 1 : end]
        length += code - 1
        at = end
        if code < 255 and at < size:
            out[length] = 0
            length += 1
    return length


def encode(data: bytes) -> bytes:
    """Return `data` stuffed: no zero byte, no delimiter."""
    out = bytearray(stuffed_bytes(len(data)))
    stuffer = Stuffer(out)
    stuffer.add(data)
    return bytes(memoryview(out)[: stuffer.end()])


def decode(data: bytes) -> bytes:
    """Return what was stuffed into `data` (without its delimiter); FrameError where it is no COBS."""
    out = bytearray(len(data))
    return bytes(memoryview(out)[: unstuff(data, len(data), out)])
