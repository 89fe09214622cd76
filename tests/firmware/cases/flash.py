"""NOR flash in memory that checks its own terms and loses power at a chosen mutating operation."""

from ports import Partition

# What the operation at which the power goes leaves behind:
DROPPED = "dropped"  # nothing of it
TORN = "torn"  # its first half: half of the bytes programmed, half of the sector erased
TORN_END = "torn-end"  # its second half
LANDED = "landed"  # all of it, but nobody was told
MODES = (DROPPED, TORN, TORN_END, LANDED)


class PowerCut(Exception):
    """The power is gone: nothing after this happens."""


class RamFlash(Partition):
    """`cut` is the number of the mutating operation, counted from 0, at which the power goes; -1 for never.

    With `unit_bytes` every program must start and end at a whole unit and meet erased bytes only (`violations`).
    With `zeroes` whole zeros may be programmed over anything, as a key is destroyed.
    With `errors` a lost power is reported as an error code, as a block device tells littlefs, not raised.
    """

    def __init__(self, block_bytes, blocks, content=None, unit_bytes=0, errors=False, zeroes=False):
        self.block_bytes = block_bytes
        self.blocks = blocks
        self.content = bytearray(content or b"\xff" * (block_bytes * blocks))
        self.unit_bytes = unit_bytes
        self.errors = errors
        self.zeroes = zeroes
        self.cut = -1
        self.mode = DROPPED
        self.dead = False
        self.operations = 0
        self.programmed_bytes = 0
        self.erased = 0
        self.violations = []

    def readblocks(self, block, buffer, offset=0):
        if self.dead:
            return self._lost()
        at = block * self.block_bytes + offset
        buffer[:] = memoryview(self.content)[at : at + len(buffer)]
        return 0

    def writeblocks(self, block, buffer, offset=None):
        if offset is None:
            offset = 0
            for one in range(block, block + len(buffer) // self.block_bytes):
                if self.ioctl(6, one):
                    return self._lost()
        at = block * self.block_bytes + offset
        self._check(at, buffer)
        return self._mutate(at, bytes(buffer))

    def ioctl(self, request, argument):
        if request == 4:
            return self.blocks
        if request == 5:
            return self.block_bytes
        if request == 6:
            self.erased += 1
            return self._mutate(argument * self.block_bytes, b"\xff" * self.block_bytes)
        return 0

    def rebooted(self):
        """Return the flash as the next boot finds it."""
        return RamFlash(self.block_bytes, self.blocks, self.content, self.unit_bytes, self.errors, self.zeroes)

    def _check(self, at, buffer):
        if self.dead:
            return
        count = len(buffer)
        is_free = self.content[at : at + count] == b"\xff" * count
        if not is_free and not (self.zeroes and bytes(buffer) == bytes(count)):
            self.violations.append("programmed over bytes that are not erased at %d" % at)
        if self.unit_bytes and (at % self.unit_bytes or count % self.unit_bytes):
            self.violations.append("programmed a part of a unit at %d" % at)
        self.programmed_bytes += count

    def _mutate(self, at, new):
        if self.dead:
            return self._lost()
        number = self.operations
        self.operations += 1
        start, end = 0, len(new)
        if number == self.cut:
            self.dead = True
            half = len(new) // 2
            start, end = {DROPPED: (0, 0), TORN: (0, half), TORN_END: (half, end), LANDED: (0, end)}[self.mode]
        self.content[at + start : at + end] = new[start:end]
        return self._lost() if self.dead else 0

    def _lost(self):
        if self.errors:
            return -5
        raise PowerCut()


def refusal(error, function, *arguments):
    """Return the text of the `error` that `function` raises; AssertionError where it raises none."""
    try:
        result = function(*arguments)
    except error as raised:
        return str(raised)
    raise AssertionError("accepted: " + repr(result))
