"""The list as it lies on the handheld: a header, then packed entries in ascending order of their bytes.

A first format: fixed entries and a binary search. The header keeps its fields when the coding gets denser.
"""

import binascii
import hashlib
import struct

from ..compat import TYPE_CHECKING
from ..errors import ListError
from .entries import ENTRY_BYTES, FINGERPRINT_BYTES, Entry, fingerprint, unpack

if TYPE_CHECKING:
    from collections.abc import Callable

    Read = Callable[[int, int], bytes]

MAGIC = b"VML1"
KEY_BYTES = 32
KEY_ID_BYTES = 8
ISSUER_BYTES = 24
# magic, version, issued, expires (both seconds UTC), entries, key id, issuer, SHA-256 of the entries, CRC-32
_HEADER = ">4sIQQI8s24s32sI"
HEADER_BYTES = struct.calcsize(_HEADER)
_PAGE_ENTRIES = 32
_HASHED_BYTES = 512


class ListHeader:
    """What a list says of itself: version, issued_s and expires_s (UTC), entries, key_id, issuer, digest."""

    def __init__(
        self,
        version: int,
        issued_s: int,
        expires_s: int,
        entries: int,
        key_id: bytes,
        issuer: str,
        digest: bytes,
    ) -> None:
        self.version = version
        self.issued_s = issued_s
        self.expires_s = expires_s
        self.entries = entries
        self.key_id = key_id
        self.issuer = issuer
        self.digest = digest

    def encode(self) -> bytes:
        """Return the header's bytes, CRC-32 last."""
        issuer = self.issuer.encode()
        if len(issuer) > ISSUER_BYTES:
            raise ListError("The issuer's name is over " + str(ISSUER_BYTES) + " bytes.")
        fields = (self.version, self.issued_s, self.expires_s, self.entries, self.key_id)
        head = struct.pack(_HEADER, MAGIC, *(fields + (issuer, self.digest, 0)))[:-4]
        return head + struct.pack(">I", binascii.crc32(head))

    def total_bytes(self) -> int:
        """Return the size of the whole list in bytes."""
        return HEADER_BYTES + self.entries * ENTRY_BYTES


def decode_header(data: bytes) -> ListHeader:
    """Return the header in the first bytes of a list; ListError where there is none or it is damaged."""
    if len(data) < HEADER_BYTES or bytes(data[:4]) != MAGIC:
        raise ListError("There is no list here. Sync with the laptop to get one.")
    fields = struct.unpack(_HEADER, data[:HEADER_BYTES])
    if binascii.crc32(data[: HEADER_BYTES - 4]) != fields[8]:
        raise ListError("The list's header is damaged. Sync with the laptop to get it again.")
    try:
        issuer = bytes(fields[6]).rstrip(b"\0").decode()
    except UnicodeError:
        raise ListError("The list's header names no issuer. Sync with the laptop to get it again.")
    return ListHeader(fields[1], fields[2], fields[3], fields[4], fields[5], issuer, fields[7])


def key_id(key: bytes) -> bytes:
    """Return the 8 bytes that name a list key without telling it."""
    return hashlib.sha256(b"viewmark list key" + key).digest()[:KEY_ID_BYTES]


class OfflineList:
    """Answers from the list that `read(offset, size)` delivers; ListError when the header does not fit the key."""

    def __init__(self, read: "Read", key: bytes) -> None:
        self._read = read
        self.key = key
        self.header = decode_header(read(0, HEADER_BYTES))
        if self.header.key_id != key_id(key):
            raise ListError("The list is under another key. Sync with the laptop to get this key's list.")

    def find(self, serial: str) -> "list[Entry]":
        """Return every entry whose fingerprint is that of the serial's skeleton."""
        wanted = fingerprint(self.key, serial)
        low, high = 0, self.header.entries
        while high - low > _PAGE_ENTRIES:
            middle = (low + high) // 2
            if self._at(middle, 1)[:FINGERPRINT_BYTES] < wanted:
                low = middle
            else:
                high = middle
        return self._scan(wanted, low)

    def _scan(self, wanted: bytes, start: int) -> "list[Entry]":
        found: "list[Entry]" = []
        while start < self.header.entries:
            count = min(_PAGE_ENTRIES, self.header.entries - start)
            page = self._at(start, count)
            for place in range(0, len(page), ENTRY_BYTES):
                entry = page[place : place + ENTRY_BYTES]
                if entry[:FINGERPRINT_BYTES] > wanted:
                    return found
                if entry[:FINGERPRINT_BYTES] == wanted:
                    found.append(unpack(entry))
            start += count
        return found

    def _at(self, entry: int, count: int) -> bytes:
        page = self._read(HEADER_BYTES + entry * ENTRY_BYTES, count * ENTRY_BYTES)
        if len(page) != count * ENTRY_BYTES:  # never "clear" because of entries that are not there
            raise ListError("The list is cut off. Sync with the laptop to get it again.")
        return page


def verify(read: "Read") -> ListHeader:
    """Return the header after hashing every entry; ListError where the body is not the one it was issued with."""
    header = decode_header(read(0, HEADER_BYTES))
    hasher = hashlib.sha256()
    at, end = HEADER_BYTES, header.total_bytes()
    while at < end:
        part = read(at, min(_HASHED_BYTES, end - at))
        if not part:
            raise ListError("The list is cut off. Sync with the laptop to get it again.")
        hasher.update(part)
        at += len(part)
    if hasher.digest() != header.digest:
        raise ListError("The list is damaged. Sync with the laptop to get it again.")
    return header
