"""Listed weapons -> the bytes of one offline list, in the format of `viewmark_protocol.lists.offline`."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from viewmark_protocol.errors import ListError
from viewmark_protocol.lists.entries import CATEGORIES, pack
from viewmark_protocol.lists.offline import ISSUER_BYTES, KEY_BYTES, ListHeader, key_id
from viewmark_protocol.plausibility import is_placeholder
from viewmark_protocol.serials import UNREAD, exact

SHORTEST_SERIAL = 3  # a shorter one would make most weapons of that maker near something

Row = tuple[str, str | None, str]  # serial, maker, category


@dataclass(frozen=True)
class LeftOut:
    """One row that is not on the list: its place in the input, counted from 0, and why."""

    row: int
    reason: str


@dataclass
class BuildReport:
    """What a build did: `listed` weapons, `entries` written, `doubled` rows, and every row left out with its reason."""

    listed: int = 0
    entries: int = 0
    doubled: int = 0
    left_out: list[LeftOut] = field(default_factory=list)

    def reasons(self) -> dict[str, int]:
        """Return how many rows were left out for each reason."""
        return dict(sorted(Counter(one.reason for one in self.left_out).items()))


def build(
    entries: Iterable[Row], key: bytes, version: int, issued_s: int, expires_s: int, issuer: str
) -> tuple[bytes, BuildReport]:
    """Return the list's bytes and the report; the same rows in any order give the same bytes.

    ListError where key, dates or issuer cannot stand in a header. A row that cannot be asked for is left out and
    reported, never silently.
    """
    _check_header(key, version, issued_s, expires_s, issuer)
    report = BuildReport()
    packed: set[bytes] = set()
    for row, (serial, maker, category) in enumerate(entries):
        reason = why_not_listable(serial, category)
        if reason:
            report.left_out.append(LeftOut(row, reason))
            continue
        report.listed += 1
        before = len(packed)
        packed.update(pack(key, serial, maker, category))
        report.doubled += len(packed) == before
    body = b"".join(sorted(packed))
    report.entries = len(packed)
    digest = hashlib.sha256(body).digest()
    header = ListHeader(version, issued_s, expires_s, len(packed), key_id(key), issuer, digest)
    return header.encode() + body, report


def why_not_listable(serial: str, category: str) -> str | None:
    """Return why a weapon cannot stand on a list (`no-serial`, `placeholder`, `too-short`, ...), None when it can."""
    key = exact(serial)
    if category not in CATEGORIES:
        return "unknown-category"
    if not key:
        return "no-serial"
    if is_placeholder(serial):
        return "placeholder"
    if UNREAD in key:
        return "unread-characters"
    if len(key) < SHORTEST_SERIAL:
        return "too-short"
    return None


def _check_header(key: bytes, version: int, issued_s: int, expires_s: int, issuer: str) -> None:
    if len(key) != KEY_BYTES:
        raise ListError(f"A list key has {KEY_BYTES} bytes, this one {len(key)}. Get the key from the register again.")
    if not 0 <= version < 1 << 32:
        raise ListError(f"Version {version} does not fit into 32 bits.")
    if not 0 <= issued_s < expires_s < 1 << 64:
        raise ListError("A list must expire after it is issued. Check both dates.")
    if len(issuer.encode()) > ISSUER_BYTES or "\0" in issuer:
        raise ListError(f"The issuer's name must fit into {ISSUER_BYTES} bytes of UTF-8. Shorten it.")
