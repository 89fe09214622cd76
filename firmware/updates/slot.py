"""One of the two places for a firmware image: head and marks lie in its first sector, the image in those behind.

Marks are programmed, never erased but with the head: so a power cut leaves the one before or the one after.
"""

import hashlib

from ports import StorageError
from sectors import UNIT_BYTES, Sectors
from viewmark_protocol.errors import FirmwareError
from viewmark_protocol.firmware_image import HEAD_BYTES, decode_firmware_head

SLOTS = ("firmware_a", "firmware_b")  # the partitions
BLOCK_BYTES = 64 * 1024  # what is written anew at most after a power cut
COMPLETE, TRIED, CONFIRMED, REFUSED = range(4)
_MARKS = 4
_ZEROS = bytes(UNIT_BYTES)
_PIECE_BYTES = 4096


class FirmwareSlot:
    """A partition as a slot. `head` is None where nothing lies there, or only the beginning of something."""

    def __init__(self, partition) -> None:
        self._sectors = Sectors(partition)
        self.room_bytes = (self._sectors.count - 1) * self._sectors.sector_bytes
        blocks = (self.room_bytes + BLOCK_BYTES - 1) // BLOCK_BYTES
        self._marks_at = self._sectors.sector_bytes - UNIT_BYTES * (_MARKS + blocks)
        self.load()

    def load(self) -> None:
        """Read what lies there."""
        self.head = None
        self.head_bytes = b""
        self.received = 0
        try:
            head, signature = decode_firmware_head(self._sectors.read(0, 0, self._marks_at))
        except FirmwareError:
            return
        if head.image_bytes > self.room_bytes:
            return
        self.head = head
        self.head_bytes = head.encode() + signature
        while self.received < head.image_bytes and self._is_marked(_MARKS + self.received // BLOCK_BYTES):
            self.received = min(self.received + BLOCK_BYTES, head.image_bytes)

    @property
    def is_complete(self) -> bool:
        """Whether the whole image came, and was the one that its head announces."""
        return self.head is not None and self._is_marked(COMPLETE)

    @property
    def is_tried(self) -> bool:
        """Whether it was started, or was about to be."""
        return self._is_marked(TRIED)

    @property
    def is_confirmed(self) -> bool:
        """Whether it passed its self-test."""
        return self._is_marked(CONFIRMED)

    @property
    def is_refused(self) -> bool:
        """Whether it is never started again."""
        return self._is_marked(REFUSED)

    def mark(self, which: int) -> None:
        """Set a mark durably; StorageError where the flash refuses."""
        self._sectors.program(0, self._marks_at + UNIT_BYTES * which, _ZEROS)

    def begin(self, head_bytes: bytes) -> None:
        """Make the slot ready for the image of a head with its signature; what was in it is gone."""
        self._sectors.erase(0)
        self.head = None
        padding = -len(head_bytes) % UNIT_BYTES
        if len(head_bytes) + padding > self._marks_at or len(head_bytes) < HEAD_BYTES:
            raise StorageError("This firmware's head has no room here. It is not taken.")
        self._sectors.program(0, 0, head_bytes + b"\xff" * padding)
        self.load()

    def put_aside(self) -> None:
        """Have nothing lie here any more."""
        self._sectors.erase(0)
        self.load()

    def write(self, content) -> None:
        """Write the image's next bytes: whole units, but for the last ones. StorageError where the flash refuses."""
        left = memoryview(content)
        size = self._sectors.sector_bytes
        while left:
            sector, at = 1 + self.received // size, self.received % size
            part = left[: size - at]
            if not at:
                self._sectors.erase(sector)
            padding = -len(part) % UNIT_BYTES
            self._sectors.program(sector, at, bytes(part) + b"\xff" * padding if padding else part)
            before = self.received // BLOCK_BYTES
            self.received += len(part)
            left = left[len(part) :]
            if self.received // BLOCK_BYTES > before:
                self.mark(_MARKS + before)

    def is_whole(self) -> bool:
        """Return whether the image is the one that its head announces; reads all of it."""
        if self.head is None:
            return False
        hasher = hashlib.sha256()
        for piece in self._pieces():
            hasher.update(piece)
        return hasher.digest() == self.head.digest

    def image(self) -> bytearray:
        """Return the whole image, to be mounted where it lies in memory."""
        whole = bytearray(self.head.image_bytes if self.head else 0)
        at = 0
        for piece in self._pieces():
            whole[at : at + len(piece)] = piece
            at += len(piece)
        return whole

    def _pieces(self):
        size, end = self._sectors.sector_bytes, self.head.image_bytes if self.head else 0
        for start in range(0, end, _PIECE_BYTES):
            yield self._sectors.read(1 + start // size, start % size, min(_PIECE_BYTES, end - start))

    def _is_marked(self, which: int) -> bool:
        """Return whether a mark was set, or was about to be: what it says was true before."""
        return self._sectors.read(0, self._marks_at + UNIT_BYTES * which, UNIT_BYTES) != b"\xff" * UNIT_BYTES
