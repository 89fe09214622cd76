"""Flash in memory that counts what is programmed and erased."""

from ports import Partition


class CountingFlash(Partition):
    """A partition by the extended block protocol."""

    def __init__(self, block_bytes: int, blocks: int) -> None:
        self._bytes = bytearray(block_bytes * blocks)
        self._block_bytes = block_bytes
        self._blocks = blocks
        self._blank = b"\xff" * block_bytes
        self.erases = 0
        for block in range(blocks):
            self.ioctl(6, block)
        self.programs = 0
        self.programmed_bytes = 0
        self.erases = 0

    def readblocks(self, block: int, buffer: bytearray, offset: int = 0) -> None:
        """Fill `buffer` from a block's offset on."""
        at = block * self._block_bytes + offset
        buffer[:] = memoryview(self._bytes)[at : at + len(buffer)]

    def writeblocks(self, block: int, buffer: bytes, offset: "int | None" = None) -> None:
        """Program bytes; without an offset what is there is written over, erased or not."""
        at = block * self._block_bytes + (offset or 0)
        self._bytes[at : at + len(buffer)] = buffer
        self.programs += 1
        self.programmed_bytes += len(buffer)

    def ioctl(self, request: int, argument: int) -> int:
        """4: number of blocks, 5: bytes in a block, 6: erase one block."""
        if request == 4:
            return self._blocks
        if request == 5:
            return self._block_bytes
        if request == 6:
            at = argument * self._block_bytes
            self._bytes[at : at + self._block_bytes] = self._blank
            self.erases += 1
        return 0
