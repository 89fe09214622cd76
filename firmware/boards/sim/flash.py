"""Flash in a file, with the terms of NOR flash: erase sets bytes to 0xFF, programming only clears bits."""

from ports import Partition

_PIECE = b"\xff" * 256


def folder_partition(folder: str, board: dict, name: str) -> "FilePartition":
    """Return the partition of a board's folder whose bytes lie in `<name>.flash`."""
    sector_bytes = board["sector_bytes"]
    return FilePartition(folder + "/" + name + ".flash", sector_bytes, board["partitions"][name] // sector_bytes)


class FilePartition(Partition):
    """A partition whose whole content is one file that the host made, blank as 0xFF."""

    def __init__(self, path: str, block_bytes: int, blocks: int) -> None:
        self._file = open(path, "r+b")
        self._block_bytes = block_bytes
        self._blocks = blocks

    def readblocks(self, block: int, buffer: bytearray, offset: int = 0) -> None:
        """Fill `buffer` from a block's offset on."""
        self._file.seek(block * self._block_bytes + offset)
        self._file.readinto(buffer)

    def writeblocks(self, block: int, buffer: bytes, offset: "int | None" = None) -> None:
        """Program bytes; without an offset erase first."""
        if offset is None:
            offset = 0
            for place in range(0, len(buffer), self._block_bytes):
                self.ioctl(6, block + place // self._block_bytes)
        at = block * self._block_bytes + offset
        view = memoryview(buffer)
        for start in range(0, len(buffer), len(_PIECE)):
            self._program(at + start, view[start : start + len(_PIECE)])

    def _program(self, at: int, piece: "memoryview | bytearray") -> None:
        old = bytearray(len(piece))
        self._file.seek(at)
        self._file.readinto(old)
        if old != _PIECE[: len(old)]:
            for place in range(len(old)):
                old[place] &= piece[place]
            piece = old
        self._file.seek(at)
        self._file.write(piece)

    def ioctl(self, request: int, argument: int) -> int:
        """4: number of blocks, 5: bytes in a block, 6: erase one block; the rest needs nothing here."""
        if request == 4:
            return self._blocks
        if request == 5:
            return self._block_bytes
        if request == 6:
            self._file.seek(argument * self._block_bytes)
            for _ in range(self._block_bytes // len(_PIECE)):
                self._file.write(_PIECE)
        return 0
