"""The list in use: buckets of Golomb-Rice-coded fingerprints, a directory before them, an overlay of later days.

Body of a whole list: the place where each bucket begins behind the directory (3 bytes, and one for the end), then the
buckets: 2 bytes of check sum, then the coded row of `(remainder, payload)`.
"""

import binascii
import hashlib

from ..compat import TYPE_CHECKING, words
from ..errors import ListError, ListReplacedError
from .entries import PAYLOAD_BITS, REMAINDER_BITS, Entry, entry_of, place_of
from .header import DIGEST_BYTES, HEADER_BYTES, OFFSET_BYTES, ListHeader, decode_head, decode_header, key_id
from .looking import DAMAGED, MOST_FOUND, scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .overlay import Overlay

    Read = Callable[[int, int], bytes]

RICE_BITS = 14
CHECK_BYTES = 2
MOST_BUCKET_BYTES = 4096
_HASHED_BYTES = 512
# An overlay's filter has two bits for a number: one in its bucket's byte, by its first 3 bits; one, by its last 3, in
# a byte that the bits before those lead to.
FIRST_SHIFT = REMAINDER_BITS - 3


class Buckets:
    """Rows by bucket, as `read(offset, size)` delivers them; `directory` and `rows` are where these begin."""

    def __init__(self, read: "Read", directory: int, rows: int, rice_bits: int) -> None:
        self._read = read
        self._directory = directory
        self._rows = rows
        self._rice_bits = rice_bits
        self._found = words(2 * MOST_FOUND)

    def row(self, bucket: int) -> bytes:
        """Return the coded row of a bucket; ListError where it is not what was written."""
        two = self._whole(self._directory + OFFSET_BYTES * bucket, 2 * OFFSET_BYTES)
        first = two[0] << 16 | two[1] << 8 | two[2]
        size = (two[3] << 16 | two[4] << 8 | two[5]) - first
        if not CHECK_BYTES <= size <= MOST_BUCKET_BYTES:
            raise damaged()
        data = self._whole(self._rows + first, size)
        row = data[CHECK_BYTES:]
        if check_of(row, bucket) != data[:CHECK_BYTES]:
            raise damaged()
        return row

    def find(self, bucket: int, remainder: int) -> "list[tuple[int, int]]":
        """Return `(payload, place in the bucket)` of every entry of a bucket with this remainder."""
        row = self.row(bucket)
        count = scan(row, len(row), self._rice_bits, PAYLOAD_BITS, remainder, self._found)
        if count == DAMAGED:
            raise damaged()
        return [(self._found[2 * one], self._found[2 * one + 1]) for one in range(count)]

    def _whole(self, offset: int, size: int) -> bytes:
        data = self._read(offset, size)
        if len(data) != size:  # never "clear" because of entries that are not there
            raise ListError("The list is cut off. Sync with the laptop to get it again.")
        return data


def buckets_of(read: "Read", base: ListHeader) -> Buckets:
    """Return the buckets of a whole list's file with this header."""
    directory = base.head_bytes
    return Buckets(read, directory, directory + OFFSET_BYTES * (base.buckets + 1), RICE_BITS)


def check_of(row: "bytes | memoryview", bucket: int) -> bytes:
    """Return a bucket's check sum: of its row and its number, so that no bucket passes for another."""
    return (binascii.crc32(row, bucket) & 0xFFFF).to_bytes(CHECK_BYTES, "big")


def damaged() -> ListError:
    """Return the error for a list that is not as it was issued."""
    return ListError("The list is damaged. Sync with the laptop to get it again.")


class OfflineList:
    """Answers from the list that `read(offset, size)` delivers, and its overlay; ListError when the key is another.

    `header` says version and dates of what is in use: the overlay's where there is one.
    """

    def __init__(self, read: "Read", key: bytes, overlay: "Overlay | None" = None) -> None:
        self.key = key
        self.base = decode_header(read(0, HEADER_BYTES))
        if self.base.is_delta:
            raise ListError("This is a day's changes, not a list. Sync with the laptop to get the list.")
        if self.base.key_id != key_id(key):
            raise ListError("The list is under another key. Sync with the laptop to get this key's list.")
        self._buckets = buckets_of(read, self.base)
        self.use(overlay)

    def use(self, overlay: "Overlay | None") -> None:
        """Take up the changes of later days, or none."""
        self.overlay = overlay
        self.header = overlay.header if overlay else self.base

    def find(self, serial: str) -> "list[Entry]":
        """Return every entry whose fingerprint is that of the serial's skeleton."""
        bucket, remainder, mask = place_of(self.key, serial, self.base.buckets)
        found = self._buckets.find(bucket, remainder)
        overlay = self.overlay
        if overlay is None:
            payloads = [payload for payload, _ in found]
        else:
            payloads = [payload for payload, place in found if not overlay.removes(bucket << 8 | place)]
            bits = overlay.filter
            second = (bucket + 1 + (remainder >> 3)) % len(bits)
            if bits[bucket] >> (remainder >> FIRST_SHIFT) & bits[second] >> (remainder & 7) & 1:
                payloads.extend(overlay.find(bucket, remainder))
        return [entry_of(payload ^ mask, self.key) for payload in payloads]


def verify(read: "Read") -> ListHeader:
    """Return the header after hashing every segment; ListError where head or body is not the one it was issued with."""
    header = decode_header(read(0, HEADER_BYTES))
    for _ in verifying(read):
        pass
    return header


def verifying(read: "Read") -> "Iterator[int]":
    """Yield the bytes verified so far, between small steps; ListError where head or body is not as it was issued."""
    header, table = decode_head(read(0, decode_header(read(0, HEADER_BYTES)).head_bytes))
    for segment in range(header.segments):
        at, end = header.segment(segment)
        hasher = hashlib.sha256()
        while at < end:
            part = read(header.head_bytes + at, min(_HASHED_BYTES, end - at))
            if not part:
                raise ListError("The list is cut off. Sync with the laptop to get it again.")
            hasher.update(part)
            at += len(part)
            yield at
        if hasher.digest() != bytes(table[DIGEST_BYTES * segment : DIGEST_BYTES * (segment + 1)]):
            raise damaged()


class Replacing:
    """A list that a newer one is replacing part by part: each part answers from the one that has it whole.

    ListReplacedError for the part in hand. `header` is the older one's, whose dates count until all is here.
    """

    def __init__(self, older: OfflineList, newer: OfflineList) -> None:
        self._older = older
        self._newer = newer
        self.header = older.header

    def find(self, serial: str) -> "list[Entry]":
        """Return every entry whose fingerprint is that of the serial's skeleton."""
        try:
            return self._newer.find(serial)
        except ListReplacedError:
            return self._older.find(serial)
