"""The handheld's side: answers the laptop's pulls out of a log and a store of photos.

A photo comes in parts, one after the other without being asked again; whatever else is asked meanwhile goes first.
"""

from ..compat import TYPE_CHECKING, const
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


MOST_PART_BYTES = const(8192)
_LEAST_PART_BYTES = const(256)
_HEAD_BYTES = const(58)  # of a part's message with a request's number of 32 bits, and of the TLS record around it
_DIGEST_BYTES = const(32)


class Source:
    """Answers PullRecords, Acknowledge, PullPhoto and AcknowledgePhoto."""

    def __init__(self, log: "Log", photos: "Photos") -> None:
        self._log = log
        self._photos = photos
        self._sending: "tuple[bytes, int, int, int] | None" = None  # digest, next offset, end of the answer, total

    def answer(self, message: "Message", payload_bytes: int = MOST_PART_BYTES) -> "Message | None":
        """Return the answer to a sync request, or its first part; None where the message is none.

        A part is made to fit, with everything around it, into one frame of `payload_bytes`.
        """
        self._part_bytes = max(_LEAST_PART_BYTES, min(payload_bytes, MOST_PART_BYTES) - _HEAD_BYTES)
        if isinstance(message, PullRecords):
            return self._records(message)
        if isinstance(message, Acknowledge):
            return self._acknowledge(message)
        if isinstance(message, PullPhoto):
            return self._first_part(message)
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
        left = min(wanted.max_bytes, self._part_bytes)
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

    def _first_part(self, wanted: PullPhoto) -> "Message":
        self.stop()
        total_bytes = self._photos.size_bytes(wanted.digest)
        if total_bytes < 0:
            return Failed(failure="not-found", text="This photo is not here.")
        end = min(total_bytes, wanted.offset + wanted.max_bytes)
        return self._part(wanted.digest, wanted.offset, end, total_bytes, self._part_bytes - _DIGEST_BYTES)

    @property
    def is_sending(self) -> bool:
        """Whether further parts of the last photo that was asked for are to come."""
        return self._sending is not None

    @property
    def progress(self) -> "tuple[int, int] | None":
        """How much of the photo has gone up, and its size; None while none does."""
        return None if self._sending is None else (self._sending[1], self._sending[3])

    def next_part(self) -> PhotoPart:
        """Return the next part of that photo; its digest stands in the first one only."""
        assert self._sending is not None
        digest, offset, end, total_bytes = self._sending
        return self._part(digest, offset, end, total_bytes, self._part_bytes, is_first=False)

    def stop(self) -> None:
        """Send no further part: another photo was asked for, or the laptop is gone."""
        self._sending = None

    def _part(
        self, digest: bytes, offset: int, end: int, total_bytes: int, most_bytes: int, is_first: bool = True
    ) -> PhotoPart:
        self._sending = None  # a photo that cannot be read ends here
        content = self._photos.read(digest, offset, max(0, min(most_bytes, end - offset)))
        if content and offset + len(content) < end:
            self._sending = (digest, offset + len(content), end, total_bytes)
        named = digest if is_first else b""
        return PhotoPart(digest=named, offset=offset, total_bytes=total_bytes, content=content)


def _unknown_log() -> Failed:
    return Failed(failure="unknown-log", text="This handheld writes another log now. Pull that one whole.")
