"""Writing a file into a slot, part by part, each segment verified as soon as it is whole."""

import hashlib

from viewmark_protocol.lists.header import DIGEST_BYTES

from .slot import DONE_AT, UNIT_BYTES, ZEROS


class Writer:
    """Goes on with the file whose head lies in a slot; `older` is the slot whose rows it overwrites, or None."""

    def __init__(self, slot, older) -> None:
        self.slot = slot
        self._older = older
        self._hasher = None
        slot.received = slot.whole_bytes  # what came of a segment in part is not known any more

    def take(self, content) -> bool:
        """Write the next bytes of the body; False where a segment is not the one that was announced: it comes again."""
        slot = self.slot
        left = memoryview(content)
        while left:
            start, end = slot.header.segment(slot.done)
            part = left[: end - slot.received]
            if self._hasher is None:
                self._hasher = hashlib.sha256()
                if self._older is not None and start >= slot.header.directory_bytes:
                    _give_up(self._older, slot.done - 1)
            self._write(slot.received, part)
            self._hasher.update(part)
            slot.received += len(part)
            left = left[len(part) :]
            if slot.received == end:
                digest, self._hasher = self._hasher.digest(), None
                if digest != slot.table[DIGEST_BYTES * slot.done : DIGEST_BYTES * (slot.done + 1)]:
                    slot.received = start
                    return False
                slot.journal.program(DONE_AT + UNIT_BYTES * slot.done, ZEROS)
                slot.done += 1
        return True

    def finish(self) -> None:
        """Mark the file as complete: every segment is here."""
        self.slot.journal.program(0, self.slot.header.digest())
        self.slot.is_complete = True

    def _write(self, at: int, content) -> None:
        slot = self.slot
        if at < slot.header.directory_bytes:
            slot.directory.write(at, content)
        else:
            slot.rows.write(at - slot.header.directory_bytes, content)


def begin(slot, head: bytes) -> None:
    """Make a slot ready for a file; what was in it counts no more. `head` is verified already."""
    slot.put_aside()
    slot.head.write(0, head)
    slot.load()


def holds(slot, head: bytes) -> bool:
    """Return whether a slot's file, or the part of it that is here, is the one with this head."""
    return slot.header is not None and slot.head.read(0, len(head)) == head


def fits(slot, header) -> bool:
    """Return whether a slot has room for a file."""
    rows_bytes = header.body_bytes - header.directory_bytes
    has_room = rows_bytes <= slot.rows.bytes and header.directory_bytes <= slot.directory.bytes
    return has_room and header.head_bytes <= slot.head.bytes and header.segments <= slot.most_segments


def _give_up(slot, segment: int) -> None:
    """Note that a row segment of a slot is about to be overwritten by another slot's."""
    if slot.header is not None:
        while slot.lost <= segment and slot.lost < slot.most_segments:
            slot.journal.program(slot.lost_at(slot.lost), ZEROS)
            slot.lost += 1
