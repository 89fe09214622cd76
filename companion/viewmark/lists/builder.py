"""Listed weapons -> the fingerprints of one list -> its file, in the format of `viewmark_protocol.lists`."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from viewmark.quickly import quick_exact, quick_skeleton
from viewmark_protocol.errors import ListError
from viewmark_protocol.lists.coding import pack
from viewmark_protocol.lists.entries import (
    CATEGORIES,
    MOST_IN_BUCKET,
    PAYLOAD_BITS,
    REMAINDER_BITS,
    buckets_for,
    fingerprint,
    payload_of_key,
    place_from,
)
from viewmark_protocol.lists.header import ISSUER_BYTES, KEY_BYTES, OFFSET_BYTES, ListHeader, key_id, segment_table
from viewmark_protocol.lists.offline import RICE_BITS, check_of
from viewmark_protocol.makers import maker_code
from viewmark_protocol.plausibility import is_placeholder_key
from viewmark_protocol.serials import UNREAD, exact

SHORTEST_SERIAL = 3  # a shorter one would make most weapons of that maker near something
REPORT_EVERY = 20_000

Row = tuple[str, str | None, str]  # serial, maker, category
Pair = tuple[int, int]  # bucket << 20 | remainder, masked payload


class Signer(Protocol):
    """What signs a list (`signing.ListSigner`, `viewmark.signing.key.SigningKey`)."""

    @property
    def signature_bytes(self) -> int:
        """The length of every signature."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return an HSS signature."""
        ...


_PLACE_BYTES = 11  # of a fingerprint: what `place_from` looks at
_MASK = (1 << REMAINDER_BITS) - 1
_LARGEST_BODY_BYTES = 1 << 8 * OFFSET_BYTES


@dataclass(frozen=True)
class LeftOut:
    """One row that is not on the list: its place in the input, counted from 0, and why."""

    row: int
    reason: str


@dataclass
class BuildReport:
    """What a build did: `listed` weapons, `entries` written, `doubled` and `makerless` rows, every row left out."""

    listed: int = 0
    entries: int = 0
    doubled: int = 0
    makerless: int = 0
    left_out: list[LeftOut] = field(default_factory=list)

    def reasons(self) -> dict[str, int]:
        """Return how many rows were left out for each reason."""
        return dict(sorted(Counter(one.reason for one in self.left_out).items()))


@dataclass(frozen=True)
class Edition:
    """What a list's header says beside its contents: version, validity (UTC seconds) and issuer."""

    version: int
    issued_s: int
    expires_s: int
    issuer: str


class Fingerprints:
    """The weapons of one list as `(fingerprint digest, payload)`, hashed under its key; no bucket is chosen yet."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            text = f"A list key has {KEY_BYTES} bytes, this one {len(key)}. Get the key from the register again."
            raise ListError(text)
        self.key = key
        self.hashed: set[tuple[bytes, int]] = set()
        self.report = BuildReport()

    def add(self, rows: Iterable[Row], progress: Callable[[int], None] | None = None) -> None:
        """Take weapons up; a row that cannot be asked for is left out and reported. `progress` gets rows done."""
        report, hashed = self.report, self.hashed
        code_of = lru_cache(maxsize=4096)(maker_code)
        for place, (serial, maker, category) in enumerate(rows):
            if progress and place % REPORT_EVERY == 0:
                progress(place)
            key = quick_exact(serial)
            reason = _reason(key, category)
            if reason:
                report.left_out.append(LeftOut(place, reason))
                continue
            report.listed += 1
            code = code_of(maker)
            report.makerless += not code
            digest = fingerprint(self.key, quick_skeleton(key))[:_PLACE_BYTES]
            payload = payload_of_key(self.key, key, maker, code, category)
            size = len(hashed)
            hashed.add((digest, payload))
            report.doubled += len(hashed) == size
        report.entries = len(hashed)

    def pairs(self, buckets: int) -> list[Pair]:
        """Return the entries of a list of so many buckets, ascending, payloads masked."""
        found: list[Pair] = []
        for digest, payload in self.hashed:
            bucket, remainder, mask = place_from(digest, buckets)
            found.append((bucket << REMAINDER_BITS | remainder, payload ^ mask))
        found.sort()
        return found


def build(rows: Iterable[Row], key: bytes, edition: Edition, sign: Signer | None = None) -> tuple[bytes, BuildReport]:
    """Return a whole list's bytes and the report; the same rows in any order give the same bytes, but for signatures.

    ListError where key, dates or issuer cannot stand in a header.
    """
    check_edition(edition)
    prints = Fingerprints(key)
    prints.add(rows)
    return whole_list(prints, edition, sign), prints.report


def whole_list(prints: Fingerprints, edition: Edition, sign: Signer | None = None) -> bytes:
    """Return the bytes of the whole list of these weapons; too many that read alike are left out and reported."""
    check_edition(edition)
    buckets = buckets_for(len(prints.hashed))
    pairs = prints.pairs(buckets)
    body = bytearray()
    directory = bytearray()
    at = written = 0
    for bucket in range(buckets):
        end = at
        while end < len(pairs) and pairs[end][0] >> REMAINDER_BITS == bucket:
            end += 1
        entries = [(number & _MASK, payload) for number, payload in pairs[at : min(end, at + MOST_IN_BUCKET)]]
        for _ in range(end - at - len(entries)):
            prints.report.left_out.append(LeftOut(-1, "too-many-alike"))
        at = end
        written += len(entries)
        row = pack(entries, RICE_BITS, PAYLOAD_BITS)
        directory += len(body).to_bytes(OFFSET_BYTES, "big")
        body += check_of(row, bucket) + row
        if len(body) >= _LARGEST_BODY_BYTES:
            raise ListError("The list is too large for a handheld: at most about 3.5 million weapons.")
    directory += len(body).to_bytes(OFFSET_BYTES, "big")
    prints.report.entries = written
    header = ListHeader(
        edition.version,
        edition.issued_s,
        edition.expires_s,
        written,
        buckets,
        0,
        key_id(prints.key),
        edition.issuer,
        b"",
    )
    return signed(header, bytes(directory) + bytes(body), sign)


def signed(header: ListHeader, body: bytes, sign: Signer | None) -> bytes:
    """Return a whole file: the header completed for this body and signed, the table of digests, the body."""
    header.body_bytes = len(body)
    table = segment_table(header, body)
    header.table_digest = hashlib.sha256(table).digest()
    header.signature_bytes = sign.signature_bytes if sign else 0  # its length is signed too
    signature = sign.sign(header.signed_bytes()) if sign else b""
    return header.encode() + signature + table + body


def why_not_listable(serial: str, category: str) -> str | None:
    """Return why a weapon cannot stand on a list (`no-serial`, `placeholder`, `too-short`, ...), None when it can."""
    return _reason(exact(serial), category)


def _reason(key: str, category: str) -> str | None:
    if category not in CATEGORIES:
        return "unknown-category"
    if not key:
        return "no-serial"
    if is_placeholder_key(key):
        return "placeholder"
    if UNREAD in key:
        return "unread-characters"
    if len(key) < SHORTEST_SERIAL:
        return "too-short"
    return None


def check_edition(edition: Edition) -> None:
    """ListError where the numbers or the name cannot stand in a header."""
    if not 0 < edition.version < 1 << 32:
        raise ListError(f"Version {edition.version} is not between 1 and 2^32. Give another.")
    if not 0 <= edition.issued_s < edition.expires_s < 1 << 64:
        raise ListError("A list must expire after it is issued. Check both dates.")
    if len(edition.issuer.encode()) > ISSUER_BYTES or "\0" in edition.issuer:
        raise ListError(f"The issuer's name must fit into {ISSUER_BYTES} bytes of UTF-8. Shorten it.")
