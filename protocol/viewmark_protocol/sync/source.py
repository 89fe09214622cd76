"""The handheld's side: answers the laptop's pulls out of a log and a store of photos."""

from ..compat import TYPE_CHECKING
from ..messages.hello import Done, Failed
from ..messages.records import (
    Acknowledge,
    AcknowledgePhoto,
    LogRecord,
    PhotoPart,
    PullPhoto,
    PullRecords,
    Records,
)

if TYPE_CHECKING:
    from ..messages.base import Message

    class Log:
        """What the source asks of a log of records."""

        log_id: bytes
        first_sequence: int
        next_sequence: int

        def read(self, sequence: int) -> bytes: ...
        def acknowledge(self, sequence: int) -> None: ...

    class Photos:
        """What the source asks of a store of photos."""

        def size_bytes(self, digest: bytes) -> int: ...  # -1: not here
        def read(self, digest: bytes, offset: int, count: int) -> bytes: ...
        def acknowledge(self, digest: bytes) -> None: ...


MOST_PART_BYTES = 8192


class Source:
    """Answers PullRecords, Acknowledge, PullPhoto and AcknowledgePhoto."""

    def __init__(self, log: "Log", photos: "Photos") -> None:
        self._log = log
        self._photos = photos

    def answer(self, message: "Message") -> "Message | None":
        """Return the answer to a sync request, None where the message is none."""
        if isinstance(message, PullRecords):
            return self._records(message)
        if isinstance(message, Acknowledge):
            return self._acknowledge(message)
        if isinstance(message, PullPhoto):
            return self._photo_part(message)
        if isinstance(message, AcknowledgePhoto):
            self._photos.acknowledge(message.digest)
            return Done()
        return None

    def _records(self, wanted: PullRecords) -> "Message":
        log = self._log
        if wanted.log_id != log.log_id:
            return _unknown_log()
        if not log.first_sequence <= wanted.from_sequence <= log.next_sequence:
            return Failed(failure="not-found", text="There is no record with this sequence here.")
        records: "list[LogRecord]" = []
        left = min(wanted.max_bytes, MOST_PART_BYTES)
        sequence = wanted.from_sequence
        while sequence < log.next_sequence:
            content = log.read(sequence)
            left -= len(content) + 8  # a sequence and two CBOR heads
            if records and left < 0:
                break
            records.append(LogRecord(sequence=sequence, content=content))
            sequence += 1
        return Records(log_id=log.log_id, records=records, next_sequence=log.next_sequence)

    def _acknowledge(self, wanted: Acknowledge) -> "Message":
        if wanted.log_id != self._log.log_id:
            return _unknown_log()
        if wanted.sequence > self._log.next_sequence:
            return Failed(failure="out-of-order", text="Nothing beyond the end can be acknowledged.")
        self._log.acknowledge(wanted.sequence)
        return Done()

    def _photo_part(self, wanted: PullPhoto) -> "Message":
        total_bytes = self._photos.size_bytes(wanted.digest)
        if total_bytes < 0:
            return Failed(failure="not-found", text="This photo is not here.")
        count = min(wanted.max_bytes, MOST_PART_BYTES)
        content = self._photos.read(wanted.digest, wanted.offset, count)
        return PhotoPart(digest=wanted.digest, offset=wanted.offset, total_bytes=total_bytes, content=content)


def _unknown_log() -> Failed:
    return Failed(failure="unknown-log", text="This handheld writes another log now. Pull that one whole.")
