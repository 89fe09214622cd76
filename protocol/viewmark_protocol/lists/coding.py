"""Golomb-Rice coding (Rice and Plaunt, 1971) of ascending numbers, each with a payload of fixed width.

Each entry is the gap to the number before as `gap >> rice` zeros, a one and the last `rice` bits of the gap, then the
payload. Zeros fill up the last byte: fewer bits than the shortest entry end the row, so no count is stored.
"""

from ..compat import TYPE_CHECKING
from ..errors import ListError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Read = Callable[[int, int], bytes]

LEAST_RICE_BITS = 7  # below it, the fill of the last byte could pass for an entry
_WINDOW_BYTES = 32


def pack(pairs: "Iterable[tuple[int, int]]", rice_bits: int, payload_bits: int) -> bytes:
    """Return the bytes of `(number, payload)` in ascending order of both."""
    out = bytearray()
    held = held_bits = before = 0
    for number, payload in pairs:
        gap = number - before
        before = number
        zeros = gap >> rice_bits
        width = zeros + 1 + rice_bits + payload_bits
        entry = (1 << rice_bits | gap & (1 << rice_bits) - 1) << payload_bits | payload
        held = held << width | entry
        held_bits += width
        whole = held_bits >> 3
        if whole:
            held_bits &= 7
            out.extend((held >> held_bits).to_bytes(whole, "big"))
            held &= (1 << held_bits) - 1
    if held_bits:
        out.append(held << 8 - held_bits & 0xFF)
    return bytes(out)


def unpack(read: "Read", start: int, size: int, rice_bits: int, payload_bits: int) -> "Iterator[tuple[int, int]]":
    """Yield `(number, payload)` of the row in so many bytes from `start` on; ListError where they are no such row."""
    bits = _Bits(read, start, start + size)
    number = 0
    while bits.left >= 1 + rice_bits + payload_bits:
        zeros = bits.zeros()
        if zeros < 0:
            if -zeros >= 8:
                raise _no_row()
            return
        if bits.left < rice_bits + payload_bits:
            raise _no_row()
        number += (zeros << rice_bits) + bits.take(rice_bits)
        yield number, bits.take(payload_bits)
    if bits.left >= 8 or bits.take(bits.left):
        raise _no_row()


def in_memory(data: "bytes | memoryview") -> "Read":
    """Return `read(offset, size)` over bytes."""
    return lambda offset, size: data[offset : offset + size]  # type: ignore[return-value]


class _Bits:
    """The bits of a stretch of bytes, fetched a window at a time, the highest of each byte first."""

    def __init__(self, read: "Read", start: int, end: int) -> None:
        self._read = read
        self._at = start
        self._end = end
        self._held = self._held_bits = 0

    @property
    def left(self) -> int:
        """How many bits have not been taken."""
        return self._held_bits + 8 * (self._end - self._at)

    def take(self, count: int) -> int:
        """Return the next bits as a number; there must be so many."""
        while self._held_bits < count:
            self._fetch()
        self._held_bits -= count
        value = self._held >> self._held_bits
        self._held &= (1 << self._held_bits) - 1
        return value

    def zeros(self) -> int:
        """Return how many zeros come before the next one, and take them and it; minus their count where none comes."""
        count = 0
        while not self._held:
            count += self._held_bits
            self._held_bits = 0
            if self._at == self._end:
                return -count
            self._fetch()
        while not self._held >> self._held_bits - 1:
            self._held_bits -= 1
            count += 1
        self.take(1)
        return count

    def _fetch(self) -> None:
        size = min(_WINDOW_BYTES, self._end - self._at)
        data = self._read(self._at, size)
        if len(data) != size or not size:
            raise ListError("The list is cut off. Sync with the laptop to get it again.")
        self._held = self._held << 8 * size | int.from_bytes(bytes(data), "big")
        self._held_bits += 8 * size
        self._at += size


def _no_row() -> ListError:
    return ListError("A row of the list is damaged. Sync with the laptop to get it again.")
