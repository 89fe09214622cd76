"""The changes since the base list in one structure of the same codec, as a handheld keeps it and makes it.

Its header, then rows (16 buckets of the base to a row), then the directory, the removed places (4 bytes each), and the
filter (Bloom 1970, two bits a number): a byte for each bucket of the base.
The handheld makes it from signed deltas and trusts its own digest; it is written front to back, the header last.
"""

import binascii
import hashlib
import struct

from ..compat import TYPE_CHECKING
from ..errors import ListError
from .entries import REMAINDER_BITS
from .header import OFFSET_BYTES, OVERLAY_MAGIC, ListHeader
from .offline import Buckets, damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .coding import Read

GROUP_BITS = 4
RICE_BITS = 19
_ROW_BITS = REMAINDER_BITS + GROUP_BITS
# magic; base, version; issued, expires; entries, removals, row bytes; SHA-256 of the base's header, of the body;
# CRC-32 of the filter, of the header
FORMAT = ">4sIIQQIII32s32sII"
HEADER_BYTES = struct.calcsize(FORMAT)
REMOVED_BYTES = 4
_WINDOW = 64  # removed places that are read at once


def rows_for(buckets: int) -> int:
    """Return how many rows the overlay of a list of so many buckets has."""
    return (buckets >> GROUP_BITS) + 1


class Overlay:
    """The changes that `read(offset, size)` delivers, on a base (its header); ListError where they are another's."""

    def __init__(self, read: "Read", base: ListHeader) -> None:
        data = read(0, HEADER_BYTES)
        if len(data) != HEADER_BYTES or data[:4] != OVERLAY_MAGIC or crc_of(data[:-4]) != data[-4:]:
            raise ListError("There are no changes here.")
        _, _, version, issued_s, expires_s, entries, removals, row_bytes, head, digest, filter_crc, _ = struct.unpack(
            FORMAT, data
        )
        if head != base.digest():
            raise ListError("The changes are of another list.")
        self._read = read
        self._removals = removals
        self._digest = digest
        self.rows = rows_for(base.buckets)
        self._directory = HEADER_BYTES + row_bytes
        self._removed = self._directory + OFFSET_BYTES * (self.rows + 1)
        filter_at = self._removed + REMOVED_BYTES * removals
        self.total_bytes = filter_at + base.buckets
        self.filter = read(filter_at, base.buckets)  # in memory: it spares seven of eight lookups the flash
        if len(self.filter) != base.buckets or binascii.crc32(self.filter) != filter_crc:
            raise damaged()
        self._buckets = Buckets(read, self._directory, HEADER_BYTES, RICE_BITS)
        self.header = ListHeader(
            version, issued_s, expires_s, base.entries + entries - removals, base.buckets, base.body_bytes,
            base.key_id, base.issuer, base.table_digest, 0, base.version,
        )  # fmt: skip

    def find(self, bucket: int, remainder: int) -> "list[int]":
        """Return the payloads of the added entries at a place of the base; none where `filter` lacks a bit."""
        row, number = split(bucket << REMAINDER_BITS | remainder)
        return [payload for payload, _ in self._buckets.find(row, number)]

    def removes(self, place: int) -> bool:
        """Return whether the base's entry at `bucket << 8 | place` counts no more."""
        low, high = 0, self._removals
        middle = high * place >> 8  # they lie nearly evenly: seldom is it more than a window or two away
        middle, step = middle // len(self.filter), _WINDOW
        while low < high:
            first = max(low, min(middle, high) - _WINDOW // 2)
            places = self._removed_from(first, min(_WINDOW, high - first))
            if place < places[0]:
                high, middle = first, first - step
            elif place > places[-1]:
                low = first + len(places)
                middle = low + step
            else:
                return place in places
            step *= 4
        return False

    def row(self, number: int) -> bytes:
        """Return one coded row."""
        return self._buckets.row(number)

    def removed(self) -> "Iterator[int]":
        """Yield every removed place, ascending."""
        for first in range(0, self._removals, _WINDOW):
            yield from self._removed_from(first, min(_WINDOW, self._removals - first))

    def verifying(self) -> "Iterator[int]":
        """Yield the bytes verified so far between small steps; ListError where the body is not as it was made."""
        hasher = hashlib.sha256()
        for at in range(HEADER_BYTES, self.total_bytes, 512):
            hasher.update(self._read(at, min(512, self.total_bytes - at)))
            yield at
        if hasher.digest() != self._digest:
            raise damaged()

    def _removed_from(self, first: int, count: int) -> "tuple[int, ...]":
        data = self._read(self._removed + REMOVED_BYTES * first, REMOVED_BYTES * count)
        if len(data) != REMOVED_BYTES * count:
            raise damaged()
        return struct.unpack(">%dI" % count, data)


def split(number: int) -> "tuple[int, int]":
    """Return the overlay's row of `bucket << 20 | remainder`, and the number within it."""
    return number >> _ROW_BITS, number & (1 << _ROW_BITS) - 1


def crc_of(data: bytes) -> bytes:
    """Return the CRC-32 as it stands at the header's end."""
    return binascii.crc32(data).to_bytes(4, "big")
