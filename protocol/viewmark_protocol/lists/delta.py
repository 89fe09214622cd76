"""A day's changes: what is added, what of earlier days is dropped, and which places of the base list count no more.

Body: a byte of Rice bits for each of the three rows and a spare one, bytes of the first two rows (4 each), the rows.
An added or dropped entry is `bucket << 20 | remainder` with its payload, a removed one `bucket << 8 | place`.
"""

import struct

from ..compat import TYPE_CHECKING
from ..errors import ListError
from .coding import LEAST_RICE_BITS, pack, unpack
from .entries import PAYLOAD_BITS, REMAINDER_BITS
from .header import ListHeader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .coding import Read

    Pair = tuple[int, int]

_HEAD = ">BBBxII"
_HEAD_BYTES = struct.calcsize(_HEAD)
_MOST_RICE_BITS = 40
PLACE_BITS = 8


class Delta:
    """Reads the body of a delta's file, which `read(offset, size)` delivers; ListError where it is none."""

    def __init__(self, read: "Read", header: ListHeader) -> None:
        start = header.head_bytes
        data = read(start, _HEAD_BYTES)
        if len(data) != _HEAD_BYTES:
            raise ListError("The day's changes are cut off. Sync with the laptop to get them again.")
        *rice_bits, adds_bytes, drops_bytes = struct.unpack(_HEAD, data)
        rest = header.body_bytes - _HEAD_BYTES - adds_bytes - drops_bytes
        if rest < 0 or min(rice_bits) < LEAST_RICE_BITS or max(rice_bits) > _MOST_RICE_BITS:
            raise ListError("The day's changes are damaged. Sync with the laptop to get them again.")
        self.header = header
        self._read = read
        self._rice_bits = rice_bits
        start += _HEAD_BYTES
        self._rows = ((start, adds_bytes), (start + adds_bytes, drops_bytes), (start + adds_bytes + drops_bytes, rest))

    def adds(self) -> "Iterator[Pair]":
        """Yield `(number, payload)` of every added entry."""
        return self._row(0, PAYLOAD_BITS)

    def drops(self) -> "Iterator[Pair]":
        """Yield `(number, payload)` of every entry that an earlier delta added and that counts no more."""
        return self._row(1, PAYLOAD_BITS)

    def removals(self) -> "Iterator[int]":
        """Yield `bucket << 8 | place` of every entry of the base that counts no more."""
        for number, _ in self._row(2, 0):
            yield number

    def _row(self, which: int, payload_bits: int) -> "Iterator[Pair]":
        start, size = self._rows[which]
        return unpack(self._read, start, size, self._rice_bits[which], payload_bits)


def encode_body(adds: "Sequence[Pair]", drops: "Sequence[Pair]", removals: "Sequence[int]", buckets: int) -> bytes:
    """Return a delta's body; all three ascending, numbers below `buckets` << 20 (removals << 8)."""
    most = buckets << REMAINDER_BITS
    rice_bits = [
        _rice_bits(most, len(adds)),
        _rice_bits(most, len(drops)),
        _rice_bits(buckets << PLACE_BITS, len(removals)),
    ]
    rows = [
        pack(adds, rice_bits[0], PAYLOAD_BITS),
        pack(drops, rice_bits[1], PAYLOAD_BITS),
        pack([(one, 0) for one in removals], rice_bits[2], 0),
    ]
    return struct.pack(_HEAD, *(rice_bits + [len(rows[0]), len(rows[1])])) + b"".join(rows)


def _rice_bits(most: int, count: int) -> int:
    """Return the Rice bits that suit so many numbers below `most`: 0.69 of the mean gap, rounded down to a power."""
    gap = most * 69 // (100 * max(1, count))
    bits = LEAST_RICE_BITS
    while bits < _MOST_RICE_BITS and 1 << bits + 1 <= gap:
        bits += 1
    return bits
