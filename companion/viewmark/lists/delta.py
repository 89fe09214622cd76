"""What changed between two states of the list, as a signed delta on its base."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from viewmark_protocol.lists.coding import in_memory, unpack
from viewmark_protocol.lists.delta import Delta, encode_body
from viewmark_protocol.lists.entries import PAYLOAD_BITS, REMAINDER_BITS
from viewmark_protocol.lists.header import HEADER_BYTES, OFFSET_BYTES, ListHeader, decode_header
from viewmark_protocol.lists.offline import RICE_BITS, Buckets

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
        """Return a whole list's file, opened; ListError where it is damaged."""
        base = decode_header(content[:HEADER_BYTES])
        return cls(base, {pair: place for place, pair in entries_of(content)}, base.version)

    def apply(self, content: bytes) -> None:
        """Take a delta's file into account; ListError where it is damaged."""
        header = decode_header(content[:HEADER_BYTES])
        delta = Delta(in_memory(content), header.head_bytes, header)
        if header.before == self.base.version:
            self.adds, self.removed = set(), set()
        self.adds |= set(delta.adds())
        self.adds -= set(delta.drops())
        self.removed |= set(delta.removals())
        self.version = header.version


def entries_of(content: bytes) -> Iterator[tuple[int, Pair]]:
    """Yield `(bucket << 8 | place, (bucket << 20 | remainder, payload))` of a whole list's file."""
    header = decode_header(content[:HEADER_BYTES])
    read = in_memory(content)
    start = header.head_bytes
    buckets = Buckets(read, start, start + OFFSET_BYTES * (header.buckets + 1), RICE_BITS)
    for bucket in range(header.buckets):
        row = buckets.row(bucket)
        for place, (remainder, payload) in enumerate(unpack(in_memory(row), 0, len(row), RICE_BITS, PAYLOAD_BITS)):
            yield bucket << 8 | place, (bucket << REMAINDER_BITS | remainder, payload)


def make_delta(present: Present, wanted: set[Pair], edition: Edition, sign: Signer | None) -> bytes:
    """Return the file of the delta that turns the present state into the wanted entries."""
    check_edition(edition)
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
    return signed(header, body, sign)
