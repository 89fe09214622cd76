"""The log of check records: a ring of flash sectors, one append is one commit.

Flash terms: only erased bytes are programmed, in whole 16-byte units, each once. A torn tail closes its sector.
A sector is reused only when the laptop has acknowledged all of it, and only when room is needed.
"""

import binascii
import struct
from array import array

from ports import StorageError
from sectors import UNIT_BYTES, Sectors

_SECTOR_MAGIC = b"VMR1"
_SECTOR_HEAD = "<4sI8sI"  # magic, sector number (ever growing), log id, first sequence; then CRC-32
_SECTOR_HEAD_BYTES = 32
_RECORD_MAGIC = 0x5652
_RECORD_HEAD = "<HHI"  # magic, length, sequence; then CRC-32 over the log id, these and the content
_RECORD_HEAD_BYTES = 12
_FIRST_SEQUENCE = 1


class RingFullError(StorageError):
    """No room: every sector holds checks that the laptop has not acknowledged."""


class Ring:
    """Records by sequence on a partition with the extended block protocol. `acknowledged`: all below is safe elsewhere.

    `known_log_id` is that of the log whose key is here: it is taken up before any other that has left something.
    `new_log_id` (8 random bytes) names the log when the partition holds none; without it there is none until `begin`.
    """

    def __init__(self, partition, new_log_id: bytes = b"", acknowledged: int = 0, known_log_id: bytes = b"") -> None:
        self._flash = Sectors(partition)
        self._sector_bytes = self._flash.sector_bytes
        self._sectors = self._flash.count
        self._firsts = array("I", bytes(4 * self._sectors))  # first sequence of each sector in use
        self._place = (-1, 0, 0)  # sector, offset and sequence where the last read ended
        self.log_id = b""
        self.next_sequence = _FIRST_SEQUENCE
        self.acknowledged = 0
        self._tail = 0
        self._number = 0
        self._head = self._sectors - 1
        self._offset = self._sector_bytes
        if not self._mount(known_log_id) and new_log_id:
            self.begin(new_log_id)
        self.acknowledged = min(acknowledged, self.next_sequence)

    @property
    def first_sequence(self) -> int:
        """The oldest record here."""
        return max(_FIRST_SEQUENCE, self._firsts[self._tail])

    @property
    def largest_record_bytes(self) -> int:
        """The most bytes that one record can have."""
        return self._sector_bytes - _SECTOR_HEAD_BYTES - _RECORD_HEAD_BYTES

    @property
    def waits(self) -> bool:
        """Whether a record is here that nobody else is known to have."""
        return max(self.acknowledged, self.first_sequence) < self.next_sequence

    def raise_if_waiting(self) -> None:
        """StorageError while a record waits for the laptop."""
        if self.waits:
            raise StorageError("Checks wait for the laptop. Sync first, then begin anew.")

    def has_room(self) -> bool:
        """Return whether a record of any size can be appended now."""
        return self._offset == _SECTOR_HEAD_BYTES or self._next_is_free()

    def begin(self, log_id: bytes) -> None:
        """Begin another log, its first sequence 1; StorageError while a record waits for the laptop."""
        self.raise_if_waiting()
        self.log_id = log_id
        self.next_sequence = _FIRST_SEQUENCE
        self.acknowledged = 0
        self._open_sector((self._head + 1) % self._sectors, self._number + 1)
        self._tail = self._head

    def append(self, content: bytes) -> int:
        """Store one record durably and return its sequence; RingFullError, or StorageError when it is too large."""
        if len(content) > self.largest_record_bytes:
            raise StorageError("The record is too large to be stored.")
        size = _aligned(_RECORD_HEAD_BYTES + len(content))
        if self._offset + size > self._sector_bytes:
            if not self._next_is_free():
                raise RingFullError("The store is full. Sync with the laptop to go on.")
            self._open_sector((self._head + 1) % self._sectors, self._number + 1)
        record = bytearray(b"\xff" * size)
        struct.pack_into(_RECORD_HEAD, record, 0, _RECORD_MAGIC, len(content), self.next_sequence)
        record[_RECORD_HEAD_BYTES : _RECORD_HEAD_BYTES + len(content)] = content
        crc = binascii.crc32(content, binascii.crc32(memoryview(record)[:8], self._seed()))
        struct.pack_into("<I", record, 8, crc)
        at = self._offset
        self._offset = self._sector_bytes  # where programming fails, the sector is closed: no byte is programmed twice
        try:
            self._flash.program(self._head, at, record)
        except StorageError:
            if self._sequence_at(self._head, at) != self.next_sequence:
                raise
            # It landed whole all the same: the next start would find it, so it counts.
        else:
            self._offset = at + size
        self.next_sequence += 1
        return self.next_sequence - 1

    def read(self, sequence: int) -> bytes:
        """Return a record's content; StorageError when it is not here or damaged."""
        if not self.first_sequence <= sequence < self.next_sequence:
            raise StorageError("Record %d is not here." % sequence)
        sector, offset, at = self._place
        if at != sequence or self._sequence_at(sector, offset) != sequence:
            sector = self._sector_of(sequence)
            offset = self._find(sector, sequence)
        length = self._length_at(sector, offset)
        self._place = (sector, offset + _aligned(_RECORD_HEAD_BYTES + length), sequence + 1)
        return self._flash.read(sector, offset + _RECORD_HEAD_BYTES, length)

    def acknowledge(self, sequence: int) -> None:
        """Note that every record below `sequence` is durable elsewhere. It never goes back."""
        self.acknowledged = max(self.acknowledged, min(sequence, self.next_sequence))

    def restore(self, acknowledged: int) -> None:
        """Take up this log's stored acknowledgement. What was acknowledged was here: no sequence is given again."""
        self.go_on_at(acknowledged)
        self.acknowledge(acknowledged)

    def go_on_at(self, sequence: int) -> None:
        """Give no sequence below this one again, whatever the flash still shows of the records before it."""
        self.next_sequence = max(self.next_sequence, sequence)

    def _mount(self, known_log_id: bytes) -> bool:
        """Find the row of sectors that is in use; return whether there is one.

        A sector belongs to it by its head or, where that is damaged, by whole records of the log that lie in it.
        """
        numbers = array("I", bytes(4 * self._sectors))
        self._find_log(known_log_id)
        newest = -1
        for sector in range(self._sectors):
            head = self._sector_head(sector)
            if head and head[1] == self.log_id:
                numbers[sector], self._firsts[sector] = head[0], head[2]
            elif not head:
                self._firsts[sector] = self._first_in(sector)
            first = self._firsts[sector]
            if first and (newest < 0 or (first, numbers[sector]) > (self._firsts[newest], numbers[newest])):
                newest = sector
        if newest < 0:
            return False
        self._head = self._tail = newest
        while True:  # back to the oldest sector of the row
            before = (self._tail - 1) % self._sectors
            if before == newest or not 0 < self._firsts[before] <= self._firsts[self._tail]:
                break
            self._tail = before
        self._find_end()
        if not numbers[newest]:
            self._offset = self._sector_bytes  # its head is damaged: nothing more is programmed there
        return True

    def _find_log(self, known_log_id: bytes) -> None:
        """Take up the log whose key is here where anything of it lies here, else the one that was written last."""
        is_here = False
        for sector in range(self._sectors):
            head = self._sector_head(sector)
            if head:
                is_here = is_here or head[1] == known_log_id
                if head[0] > self._number:
                    self._number, self.log_id = head[0], head[1]
        if known_log_id and self.log_id != known_log_id:
            last, self.log_id = self.log_id, known_log_id
            for sector in range(self._sectors):
                is_here = is_here or (not self._sector_head(sector) and self._first_in(sector) > 0)
            if not is_here:
                self.log_id = last

    def _find_end(self) -> None:
        """Find the end of the newest sector: the log's next sequence, and the offset of the next record."""
        offset, self.next_sequence = _SECTOR_HEAD_BYTES, self._firsts[self._head]
        self._offset = 0
        while offset + _RECORD_HEAD_BYTES <= self._sector_bytes:
            number = self._sequence_at(self._head, offset)
            if number >= self.next_sequence:
                self.next_sequence = number + 1
                offset += _aligned(_RECORD_HEAD_BYTES + self._length_at(self._head, offset))
                continue
            if not self._offset:
                if self._flash.is_erased(self._head, offset, self._sector_bytes):
                    break
                self._offset = self._sector_bytes  # torn or damaged: closed, but behind it whole records can lie
            offset += UNIT_BYTES
        self._offset = self._offset or offset

    def _first_in(self, sector: int) -> int:
        """Return the sequence of the first whole record of a sector, 0 where there is none."""
        if self._flash.is_erased(sector, 0, self._sector_bytes):
            return 0
        for offset in range(_SECTOR_HEAD_BYTES, self._sector_bytes, UNIT_BYTES):
            number = self._sequence_at(sector, offset)
            if number:
                return number
        return 0

    def _find(self, sector: int, sequence: int) -> int:
        """Return the offset of a record in its sector; StorageError when it is not whole."""
        offset = _SECTOR_HEAD_BYTES
        while offset + _RECORD_HEAD_BYTES <= self._sector_bytes:
            number = self._sequence_at(sector, offset)
            if number == sequence:
                return offset
            # A damaged record's length is not known: the next one is looked for unit by unit.
            offset += _aligned(_RECORD_HEAD_BYTES + self._length_at(sector, offset)) if number else UNIT_BYTES
        raise StorageError("Record %d is damaged." % sequence)

    def _open_sector(self, sector: int, number: int) -> None:
        # The sector is in use, as far as this mount knows, only when its header is whole.
        if sector == self._tail and number > 1:
            self._tail = (self._tail + 1) % self._sectors
        self._flash.erase(sector)
        head = struct.pack(_SECTOR_HEAD, _SECTOR_MAGIC, number, self.log_id, self.next_sequence)
        head += struct.pack("<I", binascii.crc32(head))
        self._flash.program(sector, 0, head + b"\xff" * (_SECTOR_HEAD_BYTES - len(head)))
        self._firsts[sector] = self.next_sequence
        self._head, self._number, self._offset = sector, number, _SECTOR_HEAD_BYTES

    def _next_is_free(self) -> bool:
        after = (self._head + 1) % self._sectors
        if after != self._tail:
            return True
        second = (after + 1) % self._sectors
        return self._firsts[second] <= self.acknowledged

    def _sector_head(self, sector: int):
        data = self._flash.read(sector, 0, 24)
        magic, number, log_id, first = struct.unpack(_SECTOR_HEAD, data[:20])
        if magic != _SECTOR_MAGIC or struct.unpack("<I", data[20:])[0] != binascii.crc32(data[:20]):
            return None
        return number, log_id, first

    def _sector_of(self, sequence: int) -> int:
        sector = self._head
        while self._firsts[sector] > sequence:
            sector = (sector - 1) % self._sectors
        return sector

    def _sequence_at(self, sector: int, offset: int) -> int:
        """Return the sequence of the record at an offset, 0 where no whole record lies."""
        if offset + _RECORD_HEAD_BYTES > self._sector_bytes:
            return 0
        head = self._flash.read(sector, offset, _RECORD_HEAD_BYTES)
        magic, length, number = struct.unpack(_RECORD_HEAD, head[:8])
        if magic != _RECORD_MAGIC or offset + _RECORD_HEAD_BYTES + length > self._sector_bytes:
            return 0
        content = self._flash.read(sector, offset + _RECORD_HEAD_BYTES, length)
        if binascii.crc32(content, binascii.crc32(head[:8], self._seed())) != struct.unpack("<I", head[8:])[0]:
            return 0
        return number

    def _seed(self) -> int:
        return binascii.crc32(self.log_id)  # what another log left in a sector that was erased in part is no record

    def _length_at(self, sector: int, offset: int) -> int:
        return struct.unpack("<H", self._flash.read(sector, offset + 2, 2))[0]


def _aligned(count: int) -> int:
    return (count + UNIT_BYTES - 1) & ~(UNIT_BYTES - 1)
