"""Two links in memory, a pipe between them that can lose, double, flip, reorder and delay, and a clock by hand."""

from protocol_helpers import Dice
from viewmark_protocol.frames.link import Link

NONCE = b"\x11\x22\x33\x44"
STEP_MS = 20


class Pipe:
    """One direction. `faults` is `(loss, doubling, flip, reorder)` in percent of the writes that pass."""

    def __init__(self, faults=(0, 0, 0, 0), seed=1):
        self.faults = faults
        self.dice = Dice(seed)
        self.cut = False
        self.frames = []  # every frame that was written, for the cases to count

    def carry(self, data):
        """Return the chunks that arrive, in order, for one write."""
        frames = split(data)
        self.frames.extend(frames)
        if self.cut:
            return []
        loss, doubling, flip, reorder = self.faults
        arriving = []
        for one in frames:
            if self.dice.below(100) < loss:
                continue
            if self.dice.below(100) < flip:
                one = flipped(one, self.dice.below(len(one)), 1 << self.dice.below(8))
            arriving.append(one)
            if self.dice.below(100) < doubling:
                arriving.append(one)
            if len(arriving) > 1 and self.dice.below(100) < reorder:
                arriving[-1], arriving[-2] = arriving[-2], arriving[-1]
        return arriving


def split(data):
    """Cut written bytes into frames, each with the delimiters that the sender put around it."""
    return [b"\0" + part + b"\0" for part in data.split(b"\0") if part]


def flipped(data, place, bits):
    """Return `data` with some bits of one byte turned."""
    changed = bytearray(data)
    changed[place] ^= bits
    return bytes(changed)


class Pair:
    """A laptop's link and a handheld's. `step` moves the clock on and carries what both have to say."""

    def __init__(self, payload_bytes=64, faults=(0, 0, 0, 0), seed=1, nonce=NONCE):
        self.payload_bytes = payload_bytes
        self.laptop = Link(nonce, payload_bytes)
        self.handheld = Link(None, payload_bytes)
        self.up, self.down = Pipe(faults, seed), Pipe(faults, seed + 1)
        self.now_ms = 1000
        self.at_laptop, self.at_handheld = b"", b""

    def step(self):
        """Let both sides speak once."""
        self.now_ms += STEP_MS
        for chunk in self.down.carry(self.laptop.poll(self.now_ms)):
            self.at_handheld += self.handheld.feed(chunk, self.now_ms)
        for chunk in self.up.carry(self.handheld.poll(self.now_ms)):
            self.at_laptop += self.laptop.feed(chunk, self.now_ms)

    def run(self, steps):
        """Step so many times."""
        for _ in range(steps):
            self.step()

    def open(self):
        """Step until the laptop's link is open."""
        for _ in range(600):
            if self.laptop.is_open:
                return self
            self.step()
        raise AssertionError("the link does not open")

    def settle(self, most_steps=4000):
        """Step until both sides know that all has arrived."""
        for _ in range(most_steps):
            if not self.laptop.unsent_bytes and not self.handheld.unsent_bytes:
                return self
            self.step()
        raise AssertionError("not all arrived")
