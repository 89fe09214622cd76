"""A row of sectors as one run of bytes: read anywhere, written front to back."""

from ports import StorageError
from viewmark_protocol.errors import ListError


class Stretch:
    """So many sectors from `first` on; what the flash refuses is a StorageError when writing, a ListError when read."""

    def __init__(self, sectors, first: int, count: int) -> None:
        self._sectors = sectors
        self._first = first
        self._sector_bytes = sectors.sector_bytes
        self.bytes = count * sectors.sector_bytes

    def read(self, offset: int, count: int) -> bytes:
        """Return bytes, across sectors too; fewer where the stretch ends."""
        count = max(0, min(count, self.bytes - offset))
        sector, within = divmod(offset, self._sector_bytes)
        if within + count <= self._sector_bytes:
            return self._one(sector, within, count)
        out = bytearray()
        while count:
            part = min(count, self._sector_bytes - within)
            out.extend(self._one(sector, within, part))
            sector, within, count = sector + 1, 0, count - part
        return bytes(out)

    def write(self, offset: int, content) -> None:
        """Program bytes; a sector is erased before its first byte."""
        left = memoryview(content)  # slices of it cost no memory
        while left:
            sector, within = divmod(offset, self._sector_bytes)
            part = left[: self._sector_bytes - within]
            if within == 0:
                self._sectors.erase(self._first + sector)
            self._sectors.program(self._first + sector, within, part)
            offset += len(part)
            left = left[len(part) :]

    def program(self, offset: int, content) -> None:
        """Program bytes of one sector that are erased, or zeros over anything."""
        sector, within = divmod(offset, self._sector_bytes)
        self._sectors.program(self._first + sector, within, content)

    def erase(self, offset: int = 0) -> None:
        """Erase the sector at an offset."""
        self._sectors.erase(self._first + offset // self._sector_bytes)

    def _one(self, sector: int, within: int, count: int) -> bytes:
        try:
            return self._sectors.read(self._first + sector, within, count)
        except StorageError as error:
            raise ListError(str(error))
