"""Where one list file lies: its head and directory by themselves, its rows in a room that two lists share.

A newer list is written over the older one's rows, segment by segment. Each slot keeps a journal in a sector of its
own: which of its segments are whole, which of its row segments were given up, and whether all of it is here.
"""

from viewmark_protocol.compat import TYPE_CHECKING
from viewmark_protocol.errors import ListError, ListReplacedError
from viewmark_protocol.lists.header import DIGEST_BYTES, HEADER_BYTES, decode_head, decode_header

if TYPE_CHECKING:
    from typing import Any

MOST_HEAD_BYTES = 8192
UNIT_BYTES = 16  # one program each
DONE_AT = 2 * UNIT_BYTES  # behind the mark of a complete list
ZEROS = bytes(UNIT_BYTES)


class Slot:
    """A list or delta file on flash, or a part of one, or none (`header` is None)."""

    def __init__(self, journal, head, directory, rows) -> None:
        self.journal = journal
        self.head = head
        self.directory = directory
        self.rows = rows
        self.most_segments = (journal.bytes - DONE_AT) // (2 * UNIT_BYTES)
        self.load()

    def load(self) -> None:
        """Take up what lies on the flash."""
        self.header: "Any" = None
        self.table = b""
        self.done = self.lost = 0  # segments that are whole; row segments that were given up
        self.received = 0  # bytes of the body
        self.is_complete = False
        try:
            size = decode_header(self.head.read(0, HEADER_BYTES)).head_bytes
            header, table = decode_head(self.head.read(0, size))
            self.is_complete = self.journal.read(0, DIGEST_BYTES) == header.digest()
            self.done = header.segments if self.is_complete else self._count(DONE_AT)
            self.lost = self._count(self.lost_at(0))
        except ListError:
            return  # nothing, or what was cut off before its first segment
        self.header, self.table = header, bytes(table)
        self.received = self.whole_bytes

    @property
    def whole_bytes(self) -> int:
        """How much of the body lies here in whole segments."""
        header = self.header
        return header.segment(self.done)[0] if self.done < header.segments else header.body_bytes

    def put_aside(self) -> None:
        """Forget the file."""
        self.head.erase()
        self.journal.erase()
        self.load()

    def read(self, offset: int, count: int) -> bytes:
        """Return bytes of the file; ListReplacedError for rows that are not here, or here no more."""
        header = self.header
        if header is None:
            raise ListError("There is no list here. Sync with the laptop to get one.")
        if offset < header.head_bytes:
            return self.head.read(offset, min(count, header.head_bytes - offset))
        at = offset - header.head_bytes
        if at < header.directory_bytes:
            count = min(count, header.directory_bytes - at)
            self._check(0, at + count)
            return self.directory.read(at, count)
        count = min(count, header.body_bytes - at)
        self._check(at, at + count)
        return self.rows.read(at - header.directory_bytes, count)

    def _check(self, start: int, end: int) -> None:
        if not self.is_complete and end > self.whole_bytes:
            raise ListReplacedError("This part of the list is not here yet.")
        if self.lost and start and start < self.header.segment(self.lost + 1)[0]:
            raise ListReplacedError("This part of the list was given up for a newer one.")

    def lost_at(self, segment: int) -> int:
        """Return where in the journal it is noted that a row segment was given up."""
        return DONE_AT + UNIT_BYTES * (self.most_segments + segment)

    def _count(self, at: int) -> int:
        """Return how many units in a row were programmed whole."""
        count = 0
        while count < self.most_segments and self.journal.read(at + UNIT_BYTES * count, UNIT_BYTES) == ZEROS:
            count += 1
        return count
