"""What changed between two states of the list, as a signed delta on its base."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from viewmark_protocol.errors import ListError
from viewmark_protocol.lists.coding import in_memory, unpack
from viewmark_protocol.lists.delta import Delta, encode_body
from viewmark_protocol.lists.entries import PAYLOAD_BITS, REMAINDER_BITS
from viewmark_protocol.lists.header import HEADER_BYTES, ListHeader, decode_header
from viewmark_protocol.lists.merging import Merging
from viewmark_protocol.lists.offline import RICE_BITS, buckets_of
from viewmark_protocol.lists.overlay import Overlay

from .builder import Edition, Pair, Signer, check_edition, signed


@dataclass
class Present:
    """A base list and what was changed on it since: `adds` on top, `removed` places (`bucket << 8 | place`) of it."""

    base: ListHeader
    places: dict[Pair, int]  # of the base's entries
    version: int
    adds: set[Pair] = field(default_factory=set)
    removed: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, content: bytes) -> "Present":
        """Return a whole list's file, opened; ListError where it is damaged, or holds a day's changes."""
        base = decode_header(content[:HEADER_BYTES])
        if base.is_delta:
            raise ListError("These are a day's changes, no whole list. Give the list that they change, then these.")
        return cls(base, {pair: place for place, pair in entries_of(content)}, base.version)

    def entries(self) -> set[Pair]:
        """Return what counts: the base's entries that were not removed, and what was added."""
        return {pair for pair, place in self.places.items() if place not in self.removed} | self.adds

    def at_base(self) -> "Present":
        """Return the base without any change."""
        return Present(self.base, self.places, self.base.version)

    def apply(self, content: bytes) -> None:
        """Take a delta's file into account; ListError where it is damaged, or does not follow on what is here."""
        header = decode_header(content[:HEADER_BYTES])
        delta = Delta(in_memory(content), header)
        if header.base != self.base.version or header.key_id != self.base.key_id:
            raise ListError("These changes are of another list. Give those of this one, the oldest first.")
        if header.before not in (self.base.version, self.version):
            raise ListError(
                f"Changes from version {header.before} do not follow on version {self.version}."
                " Give all changes since the list, the oldest first."
            )
        if header.before == self.base.version:
            self.adds, self.removed = set(), set()
        self.adds |= set(delta.adds())
        self.adds -= set(delta.drops())
        self.removed |= set(delta.removals())
        self.version = header.version


def entries_of(content: bytes) -> Iterator[tuple[int, Pair]]:
    """Yield `(bucket << 8 | place, (bucket << 20 | remainder, payload))` of a whole list's file."""
    header = decode_header(content[:HEADER_BYTES])
    buckets = buckets_of(in_memory(content), header)
    for bucket in range(header.buckets):
        row = buckets.row(bucket)
        for place, (remainder, payload) in enumerate(unpack(in_memory(row), 0, len(row), RICE_BITS, PAYLOAD_BITS)):
            yield bucket << 8 | place, (bucket << REMAINDER_BITS | remainder, payload)


def make_delta(present: Present, wanted: set[Pair], edition: Edition, sign: Signer | None) -> bytes:
    """Return the file of the delta that turns the present state into the wanted entries."""
    return signed(*unsigned_delta(present, wanted, edition), sign)


def unsigned_delta(present: Present, wanted: set[Pair], edition: Edition) -> tuple[ListHeader, bytes]:
    """Return header and body of that delta, for `builder.signed`; ListError where its version is not a newer one."""
    check_edition(edition)
    if edition.version <= present.version:
        raise ListError(f"Version {edition.version} does not come after version {present.version}. Give a higher one.")
    listed = present.places.keys()
    removed = present.removed | {place for pair, place in present.places.items() if pair not in wanted}
    # What was removed from the base and is listed again comes back as an addition.
    adds = {pair for pair in wanted if pair not in listed or present.places[pair] in removed}
    body = encode_body(
        sorted(adds - present.adds),
        sorted(present.adds - adds),
        sorted(removed - present.removed),
        present.base.buckets,
    )
    header = ListHeader(
        edition.version,
        edition.issued_s,
        edition.expires_s,
        len(wanted),
        present.base.buckets,
        0,
        present.base.key_id,
        edition.issuer,
        b"",
        present.base.version,
        present.version,
    )
    return header, body


def merged(base: ListHeader, present: Overlay | None, content: bytes) -> bytes:
    """Return the overlay's bytes that a delta's file makes of the present one; ListError where it does not follow."""
    merging = Merging(base, present, Delta(in_memory(content), decode_header(content[:HEADER_BYTES])))
    body = b"".join(merging.pieces())
    return merging.header() + body
