"""Random bytes, frames and messages from one seed, so that a failing run can be run again."""

from viewmark_protocol.cbor import encode
from viewmark_protocol.frames import frame
from viewmark_protocol.messages.registry import all_messages
from viewmark_protocol.schema import ArrayOf, Optional, Words

UINTS = (0, 1, 2, 3, 4, 23, 24, 255, 256, 65535, 65536, (1 << 31) - 1, 1 << 31, (1 << 32) - 1, 1 << 32)
UINTS += ((1 << 62) - 1, 1 << 62, (1 << 63) - 1, 1 << 63, (1 << 64) - 1)
SIZES = (0, 1, 7, 8, 9, 15, 16, 31, 32, 33, 48, 64, 100, 1024, 1025, 3000)
ANYTHING = (None, True, -1, (1 << 64) - 1, "", "x", b"", b"12345678", [], [[]], {}, ["x"], 3)
_CHANGES = 6


class Dice:
    """A linear congruential generator. `known` are the bytes that mean something to the handheld under test."""

    def __init__(self, seed, known=(b"log-0001",)):
        self.state = seed
        self.known = known

    def below(self, limit):
        """Return a number from 0 to `limit` - 1."""
        self.state = (self.state * 1103515245 + 12345) & 0x7FFFFFFF
        return (self.state >> 8) % limit

    def one_of(self, values):
        """Return one of some values."""
        return values[self.below(len(values))]

    def bytes(self, count):
        """Return random bytes; of many only the first differ."""
        few = bytes([self.below(256) for _ in range(min(count, 48))])
        return few + bytes(count - len(few))

    def mutated(self, data):
        """Return bytes with some of them changed, cut out, doubled or put in."""
        data = bytearray(data)
        for _ in range(1 + self.below(_CHANGES)):
            at = self.below(len(data) + 1)
            what = self.below(4)
            if what == 0 and at < len(data):
                data[at] ^= 1 << self.below(8)
            elif what == 1 and at < len(data):
                data[at] = self.one_of((0, 1, 127, 128, 255))
            elif what == 2:
                data = data[:at] + data[at + 1 + self.below(8) :]
            else:
                data = data[:at] + self.bytes(1 + self.below(8)) + data[at:]
        return bytes(data)

    def frame(self, connection=None, sequence=None, payload=None):
        """Return a whole frame of any kind, number and payload, where they are not given."""
        return frame.encode(
            1 + self.below(8),
            self.below(256) if connection is None else connection,
            self.below(65536) if sequence is None else sequence,
            self.bytes(self.below(80)) if payload is None else payload,
        )

    def value(self, kind):
        """Return a value of a field's type, at its extremes more often than not."""
        if self.below(40) == 0:
            return self.one_of(ANYTHING)
        if isinstance(kind, Optional):
            return None if self.below(3) == 0 else self.value(kind.inner)
        if isinstance(kind, ArrayOf):
            return [self.value(kind.inner) for _ in range(self.one_of((0, 1, 2, 40)))]
        if isinstance(kind, Words):
            return self.below(len(kind.words) + 1)
        if kind == "uint":
            return self.one_of(UINTS) if self.below(2) else self.below(70000)
        if kind == "int":
            return self.one_of(UINTS) - (1 << 63)
        if kind == "bool":
            return bool(self.below(2))
        if kind == "bytes":
            return self.one_of(self.known) if self.below(2) else self.bytes(self.one_of(SIZES))
        if kind == "text":
            return "\u0416\0'" * self.one_of((0, 1, 3, 400))
        if kind == "any":
            return self.one_of(ANYTHING)
        return [self.value(inner) for _, inner in kind.FIELDS]

    def message(self, but_for=()):
        """Return the body of any message, its fields of their types."""
        kind = self.one_of([one for one in all_messages() if one not in but_for])
        fields = [self.value(inner) for _, inner in kind.FIELDS]
        return encode([kind.ID, self.one_of((0, 1, 7, (1 << 64) - 1))] + fields)
