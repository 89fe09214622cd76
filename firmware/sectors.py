"""Raw flash by sectors, in the terms of NOR: erase sets every byte of a sector, programming takes erased bytes only."""

from ports import StorageError

UNIT_BYTES = 16  # the least that is programmed, each unit once between two erases
_PIECE_BYTES = 256


class Sectors:
    """A partition with the extended block protocol; whatever the flash refuses is a StorageError."""

    def __init__(self, partition) -> None:
        self._partition = partition
        self.sector_bytes = partition.ioctl(5, 0)
        self.count = partition.ioctl(4, 0)

    def read(self, sector: int, offset: int, count: int) -> bytes:
        """Return bytes of one sector."""
        buffer = bytearray(count)
        self._fill(buffer, sector, offset)
        return bytes(buffer)

    def program(self, sector: int, offset: int, data) -> None:
        """Program erased bytes; zeros may also be programmed over what is there."""
        try:
            failed = self._partition.writeblocks(sector, data, offset)
        except OSError:
            failed = True
        if failed:
            raise StorageError("The flash could not be written.")

    def erase(self, sector: int) -> None:
        """Erase a sector."""
        try:
            failed = self._partition.ioctl(6, sector)
        except OSError:
            failed = True
        if failed:
            raise StorageError("The flash could not be erased.")

    def is_erased(self, sector: int, offset: int, end: int) -> bool:
        """Return whether nothing was programmed from `offset` to `end`."""
        piece, erased = bytearray(), b""  # one pair for all pieces: new ones would set off the collector each time
        while offset < end:
            count = min(_PIECE_BYTES, end - offset)
            if len(piece) != count:
                piece, erased = bytearray(count), b"\xff" * count
            self._fill(piece, sector, offset)
            if piece != erased:
                return False
            offset += count
        return True

    def _fill(self, buffer: bytearray, sector: int, offset: int) -> None:
        try:
            failed = self._partition.readblocks(sector, buffer, offset)
        except OSError:
            failed = True
        if failed:
            raise StorageError("The flash could not be read.")
