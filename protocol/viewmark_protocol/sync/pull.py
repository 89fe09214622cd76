"""The laptop's side: what to ask next, and whether what came continues where the cursor stands."""

import hashlib

from ..errors import SyncError
from ..messages.records import (
    Acknowledge,
    AcknowledgePhoto,
    PhotoPart,
    PullPhoto,
    PullRecords,
    Records,
)

MOST_PHOTO_BYTES = 8 * 1024 * 1024  # what a register takes too
PART_BYTES = 1400  # a handheld takes lists in parts of this size; what it gives it cuts itself
_MOST_RECORDS_BYTES = 8192


class RecordPull:
    """Pulls the records of one log from `cursor` (next sequence wanted) to its end."""

    def __init__(self, log_id: bytes, cursor: int, first_sequence: int, next_sequence: int) -> None:
        if cursor > next_sequence:
            raise SyncError(
                "The laptop holds more checks of this handheld than it has. Its store was reset without a new log id."
            )
        self.log_id = log_id
        self.cursor = max(cursor, first_sequence)
        self.end = next_sequence

    def request(self) -> "PullRecords | None":
        """Return the next request, None when the cursor has reached the end."""
        if self.cursor >= self.end:
            return None
        return PullRecords(log_id=self.log_id, from_sequence=self.cursor, max_bytes=_MOST_RECORDS_BYTES)

    def accept(self, answer: Records) -> "list[tuple[int, bytes]]":
        """Return `(sequence, content)` to store, in order; SyncError where they do not continue at the cursor."""
        if answer.log_id != self.log_id:
            raise SyncError("The handheld answered for another log. Sync starts anew.")
        if not answer.records:
            raise SyncError("The handheld sent no record where it promised some.")
        at = self.cursor
        for record in answer.records:
            if record.sequence != at:
                raise SyncError("Record " + str(at) + " is missing: " + str(record.sequence) + " came.")
            at += 1
        self.end = max(self.end, answer.next_sequence)
        return [(record.sequence, record.content) for record in answer.records]

    def stored(self, count: int) -> Acknowledge:
        """Move the cursor over `count` records that are durable now; return what tells the handheld so.

        With 0 it says again what a session that was cut may not have got across.
        """
        self.cursor += count
        return Acknowledge(log_id=self.log_id, sequence=self.cursor)


class PhotoPull:
    """Pulls one photo by its digest, on from the bytes that are here already."""

    def __init__(self, digest: bytes, received: bytes = b"") -> None:
        self.digest = digest
        self.content = bytearray(received)
        self.total_bytes = -1

    @property
    def is_complete(self) -> bool:
        """Whether all bytes are here."""
        return len(self.content) == self.total_bytes

    def request(self) -> PullPhoto:
        """Return the request for all that is missing."""
        return PullPhoto(digest=self.digest, offset=len(self.content), max_bytes=MOST_PHOTO_BYTES)

    def accept(self, part: PhotoPart) -> None:
        """Add a part; SyncError where it is of another photo, or does not continue, or the digest differs."""
        if part.digest not in (self.digest, b"") or part.offset != len(self.content):
            raise SyncError("The photo's part does not continue where the last one ended.")
        if part.total_bytes > MOST_PHOTO_BYTES:
            raise SyncError("The photo is larger than any that a handheld takes. Have the handheld examined.")
        self.content.extend(part.content)
        self.total_bytes = part.total_bytes
        if len(self.content) > self.total_bytes or (not part.content and not self.is_complete):
            raise SyncError("The photo's parts do not make up its size.")
        if self.is_complete and hashlib.sha256(self.content).digest() != self.digest:
            self.content = bytearray()
            self.total_bytes = -1
            raise SyncError("The photo differs from its digest. It is asked for again.")

    def stored(self) -> AcknowledgePhoto:
        """Return what tells the handheld that the photo is durable here."""
        return AcknowledgePhoto(digest=self.digest)
