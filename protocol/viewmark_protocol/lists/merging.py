"""Merging a day's changes into the overlay of the days before."""

import binascii
import hashlib
import struct

from ..compat import TYPE_CHECKING
from ..errors import ListError
from .coding import in_memory, pack, unpack
from .entries import PAYLOAD_BITS, REMAINDER_BITS
from .header import OFFSET_BYTES, OVERLAY_MAGIC, ListHeader
from .offline import FIRST_SHIFT, check_of
from .overlay import (
    FORMAT,
    GROUP_BITS,
    REMOVED_BYTES,
    RICE_BITS,
    Overlay,
    crc_of,
    rows_for,
    split,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .delta import Delta, Pair

_PIECE_BYTES = 512


class Merging:
    """Makes the next overlay of the present one (or None) and a delta: `pieces` of its body, then `header`."""

    def __init__(self, base: ListHeader, present: "Overlay | None", delta: "Delta") -> None:
        before = present.header.version if present else base.version
        if delta.header.key_id != base.key_id or delta.header.base != base.version:
            raise ListError("These changes are of another list than the one here.")
        if delta.header.before == base.version:
            present = None  # all changes since the base, whatever was here
        elif delta.header.before != before:
            raise ListError("These changes do not follow on the list here.")
        self._base = base
        self._present = present
        self._delta = delta
        self._hasher = hashlib.sha256()
        self._row_bytes = self._entries = self._removals = 0
        self._filter = bytearray(present.filter if present else bytes(base.buckets))

    def pieces(self) -> "Iterator[bytes]":
        """Yield the body, a row at a time, in order; ListError where the delta makes no sense."""
        adds, drops = _Rows(self._delta.adds()), _Rows(self._delta.drops())
        directory = bytearray()
        for number in range(rows_for(self._base.buckets)):
            directory.extend(self._row_bytes.to_bytes(OFFSET_BYTES, "big"))
            row = self._row(number, adds.take(number), drops.take(number))
            piece = check_of(row, number) + row
            self._row_bytes += len(piece)
            yield self._hashed(piece)
        if not (adds.is_empty and drops.is_empty):
            raise ListError("The changes are of more buckets than the list has.")
        directory.extend(self._row_bytes.to_bytes(OFFSET_BYTES, "big"))
        yield self._hashed(bytes(directory))
        for one in self._all_removed():
            self._removals += 1
            yield self._hashed(one.to_bytes(REMOVED_BYTES, "big"))
        for at in range(0, len(self._filter), _PIECE_BYTES):
            yield self._hashed(bytes(self._filter[at : at + _PIECE_BYTES]))

    def header(self) -> bytes:
        """Return the header's bytes, after the last piece."""
        new = self._delta.header
        numbers = (self._base.version, new.version, new.issued_s, new.expires_s)
        sizes = (self._entries, self._removals, self._row_bytes)
        digests = (self._base.digest(), self._hasher.digest())
        data = struct.pack(FORMAT, OVERLAY_MAGIC, *(numbers + sizes + digests + (binascii.crc32(self._filter), 0)))[:-4]
        return data + crc_of(data)

    def _row(self, number: int, adds: "list[Pair]", drops: "list[Pair]") -> bytes:
        row = self._present.row(number) if self._present else b""
        entries = list(unpack(in_memory(row), 0, len(row), RICE_BITS, PAYLOAD_BITS))
        for one in drops:
            if one not in entries:
                raise ListError("The changes drop what is not there.")
            entries.remove(one)
        entries.extend(adds)
        for one, _ in adds:  # what was dropped leaves its bit: a needless look, no more
            bucket, remainder = number << GROUP_BITS | one >> REMAINDER_BITS, one & (1 << REMAINDER_BITS) - 1
            self._filter[bucket] |= 1 << (remainder >> FIRST_SHIFT)
            self._filter[(bucket + 1 + (remainder >> 3)) % len(self._filter)] |= 1 << (remainder & 7)
        self._entries += len(entries)
        if not adds and not drops:
            return row
        entries.sort()
        return pack(entries, RICE_BITS, PAYLOAD_BITS)

    def _all_removed(self) -> "Iterator[int]":
        """Merge two ascending rows into one."""
        present = self._present.removed() if self._present else iter(())
        waiting = next(present, None)
        for one in self._delta.removals():
            while waiting is not None and waiting < one:
                yield waiting
                waiting = next(present, None)
            if waiting != one:
                yield one
        while waiting is not None:
            yield waiting
            waiting = next(present, None)

    def _hashed(self, piece: bytes) -> bytes:
        self._hasher.update(piece)
        return piece


class _Rows:
    """Takes ascending numbers row by row."""

    def __init__(self, pairs: "Iterator[Pair]") -> None:
        self._pairs = pairs
        self._next = next(pairs, None)

    @property
    def is_empty(self) -> bool:
        """Whether none is left."""
        return self._next is None

    def take(self, row: int) -> "list[Pair]":
        """Return `(number in the row, payload)` of what lies in the next row asked for."""
        found: "list[Pair]" = []
        while self._next is not None and split(self._next[0])[0] == row:
            found.append((split(self._next[0])[1], self._next[1]))
            self._next = next(self._pairs, None)
        return found
