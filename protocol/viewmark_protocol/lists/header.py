"""The head of a list or delta: a header, the issuer's signature over it, and the digests of the body's segments."""

import binascii
import hashlib
import struct

from ..errors import ListError

MAGIC = b"VML2"
KEY_BYTES = 32
KEY_ID_BYTES = 8
ISSUER_BYTES = 24
SEGMENT_BYTES = 128 * 1024
OVERLAY_MAGIC = b"VMO3"  # what an overlay begins with (`overlay.py`, which is loaded only where there is one)
DIGEST_BYTES = 32
OFFSET_BYTES = 3  # of a place in the directory
# magic; version, base, before; issued, expires (seconds UTC); entries, buckets, body bytes; key id, issuer,
# SHA-256 of the segment digests, bytes of the signature, CRC-32
FORMAT = ">4sIIIQQIII8s24s32sHI"
HEADER_BYTES = struct.calcsize(FORMAT)
_CRC_BYTES = 4
MOST_SIGNATURE_BYTES = 8192


class ListHeader:
    """What a list says of itself; `issued_s` and `expires_s` are UTC.

    A whole list has `base` 0. A delta turns version `before` of the list that began as version `base` into `version`.
    """

    def __init__(
        self,
        version: int,
        issued_s: int,
        expires_s: int,
        entries: int,
        buckets: int,
        body_bytes: int,
        key_id: bytes,
        issuer: str,
        table_digest: bytes,
        base: int = 0,
        before: int = 0,
        signature_bytes: int = 0,
    ) -> None:
        self.version = version
        self.issued_s = issued_s
        self.expires_s = expires_s
        self.entries = entries
        self.buckets = buckets
        self.body_bytes = body_bytes
        self.key_id = key_id
        self.issuer = issuer
        self.table_digest = table_digest
        self.base = base
        self.before = before
        self.signature_bytes = signature_bytes

    def has_expired(self, now_s: int) -> bool:
        """Return whether the list is past its time, which is never before it was issued, whatever the clock says."""
        return max(now_s, self.issued_s) > self.expires_s

    @property
    def is_delta(self) -> bool:
        """Whether it changes a list instead of being one."""
        return self.base != 0

    @property
    def directory_bytes(self) -> int:
        """The size of the directory at the start of the body; a delta has none."""
        return 0 if self.is_delta else min(self.body_bytes, OFFSET_BYTES * (self.buckets + 1))

    @property
    def segments(self) -> int:
        """Into how many segments the body is divided: the directory, then the rest in equal parts."""
        rest = self.body_bytes - self.directory_bytes
        return (rest + SEGMENT_BYTES - 1) // SEGMENT_BYTES + (0 if self.is_delta else 1)

    def segment(self, number: int) -> "tuple[int, int]":
        """Return where in the body a segment begins and ends."""
        if not self.is_delta:
            if number == 0:
                return 0, self.directory_bytes
            number -= 1
        start = self.directory_bytes + number * SEGMENT_BYTES
        return start, min(self.body_bytes, start + SEGMENT_BYTES)

    @property
    def head_bytes(self) -> int:
        """The size of header, signature and segment digests: what lies before the body."""
        return HEADER_BYTES + self.signature_bytes + DIGEST_BYTES * self.segments

    @property
    def total_bytes(self) -> int:
        """The size of the whole file."""
        return self.head_bytes + self.body_bytes

    def encode(self) -> bytes:
        """Return the header's bytes, CRC-32 last; ListError where the issuer's name is too long."""
        issuer = self.issuer.encode()
        if len(issuer) > ISSUER_BYTES:
            raise ListError("The issuer's name is over " + str(ISSUER_BYTES) + " bytes. Shorten it.")
        numbers = (self.version, self.base, self.before, self.issued_s, self.expires_s)
        sizes = (self.entries, self.buckets, self.body_bytes)
        texts = (self.key_id, issuer, self.table_digest, self.signature_bytes)
        data = struct.pack(FORMAT, MAGIC, *(numbers + sizes + texts + (0,)))[:-_CRC_BYTES]
        return data + struct.pack(">I", binascii.crc32(data))

    def digest(self) -> bytes:
        """Return the SHA-256 of the header's bytes: what names this very list."""
        return hashlib.sha256(self.encode()).digest()

    def signed_bytes(self) -> bytes:
        """Return what the issuer signs: the header without its CRC-32."""
        return self.encode()[:-_CRC_BYTES]


def key_id(key: bytes) -> bytes:
    """Return the 8 bytes that name a list key without telling it."""
    return hashlib.sha256(b"viewmark list key" + key).digest()[:KEY_ID_BYTES]


def segment_table(header: ListHeader, body: "bytes | memoryview") -> bytes:
    """Return the SHA-256 of each segment of a body, one behind the other."""
    digests: "list[bytes]" = []
    for number in range(header.segments):
        start, end = header.segment(number)
        digests.append(hashlib.sha256(body[start:end]).digest())
    return b"".join(digests)


def decode_header(data: bytes) -> ListHeader:
    """Return the header in the first bytes of a list; ListError where there is none or it is damaged."""
    if bytes(data[:4]) == b"VML1":
        raise ListError("The list is of an older format. Sync with the laptop to get a new one.")
    if len(data) < HEADER_BYTES or bytes(data[:4]) != MAGIC:
        raise ListError("There is no list here. Sync with the laptop to get one.")
    fields = struct.unpack(FORMAT, bytes(data[:HEADER_BYTES]))
    if binascii.crc32(data[: HEADER_BYTES - _CRC_BYTES]) != fields[13]:
        raise ListError("The list's header is damaged. Sync with the laptop to get it again.")
    try:
        issuer = bytes(fields[10]).rstrip(b"\0").decode()
    except UnicodeError:
        raise ListError("The list's header names no issuer. Sync with the laptop to get it again.")
    version, base, before, issued_s, expires_s, entries, buckets, body_bytes = fields[1:9]
    if not buckets or fields[12] > MOST_SIGNATURE_BYTES:
        raise ListError("The list's header makes no sense. Sync with the laptop to get it again.")
    return ListHeader(
        version, issued_s, expires_s, entries, buckets, body_bytes, fields[9], issuer, fields[11],
        base, before, fields[12],
    )  # fmt: skip


def decode_head(data: "bytes | memoryview") -> "tuple[ListHeader, memoryview]":
    """Return header and segment table of a head; ListError where it is damaged, cut off or not what it was."""
    header = decode_header(bytes(data[:HEADER_BYTES]))
    if len(data) < header.head_bytes:
        raise ListError("The list is cut off. Sync with the laptop to get it again.")
    table = memoryview(data)[HEADER_BYTES + header.signature_bytes : header.head_bytes]
    if hashlib.sha256(table).digest() != header.table_digest:
        raise ListError("The list's table of digests is damaged. Sync with the laptop to get it again.")
    return header, table
