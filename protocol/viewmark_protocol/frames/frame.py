"""One frame: kind, connection, sequence, payload, CRC-32, stuffed by COBS between zero bytes.

Text between frames is log (a REPL's prompt, a crash); an empty frame says that the sender knows of no connection.
"""

import binascii
import struct

from ..compat import TYPE_CHECKING, const
from ..errors import FrameError
from . import cobs

if TYPE_CHECKING:
    from collections.abc import Iterator

# Kinds are 1 to 8: no text that stands between frames has such a byte in their place.
OPEN = const(1)  # laptop: nonce, largest frame, window
OPENED = const(2)  # handheld: the same nonce, its largest frame, window
DATA = const(3)  # the next bytes of the stream
ACKNOWLEDGE = const(4)  # sequence: next one expected; payload: bits of those that came beyond it

_MOST_KIND = const(8)
_HEAD = ">BBH"
HEAD_BYTES = 4
CRC_BYTES = 4
DELIMITER = b"\0"
EMPTY_FRAME = b"\0\x01\0"
# Head, CRC, two delimiters, the first COBS code; a further code each 254 bytes.
OVERHEAD_BYTES = HEAD_BYTES + CRC_BYTES + 3


class Frame:
    """A frame that arrived whole: kind, connection (0..255), sequence (0..65535), payload."""

    def __init__(self, kind: int, connection: int, sequence: int, payload: bytes) -> None:
        self.kind = kind
        self.connection = connection
        self.sequence = sequence
        self.payload = payload


class FrameWriter:
    """Writes frames, one at a time, into a buffer of its own."""

    def __init__(self, max_payload_bytes: int) -> None:
        self._buffer = bytearray(2 + cobs.stuffed_bytes(HEAD_BYTES + max_payload_bytes + CRC_BYTES))

    def write(self, kind: int, connection: int, sequence: int, payload: bytes) -> memoryview:
        """Return a frame's bytes with a delimiter before and behind it; they stand until the next one is written."""
        head = struct.pack(_HEAD, kind, connection, sequence)
        stuffer = cobs.Stuffer(self._buffer, 1)  # the delimiter before it stands there for ever
        stuffer.add(head)
        stuffer.add(payload)
        stuffer.add(struct.pack(">I", binascii.crc32(payload, binascii.crc32(head))))
        end = stuffer.end()
        self._buffer[end] = 0
        return memoryview(self._buffer)[: end + 1]


def encode(kind: int, connection: int, sequence: int, payload: bytes) -> bytes:
    """Return a frame's bytes with a delimiter before and behind it."""
    return bytes(FrameWriter(len(payload)).write(kind, connection, sequence, payload))


def decode(stuffed: bytes) -> "Frame | None":
    """Return the frame between two delimiters, None for the empty frame; FrameError for anything else."""
    out = bytearray(len(stuffed))
    return _opened(out, cobs.unstuff(stuffed, len(stuffed), out))


def _opened(body: bytearray, size: int) -> "Frame | None":
    if not size:
        return None
    if size < HEAD_BYTES + CRC_BYTES:
        raise FrameError("too short")
    end = size - CRC_BYTES
    view = memoryview(body)
    if binascii.crc32(view[:end]) != struct.unpack_from(">I", body, end)[0]:
        raise FrameError("CRC-32 differs")
    kind, connection, sequence = struct.unpack_from(_HEAD, body)
    return Frame(kind, connection, sequence, bytes(view[HEAD_BYTES:end]))


class FrameReader:
    """Finds frames in the bytes of a pipe. `damaged` counts what was no frame, `log` gathers text between frames."""

    _MOST_LOG_BYTES = 2048

    def __init__(self, max_payload_bytes: int) -> None:
        max_bytes = cobs.stuffed_bytes(HEAD_BYTES + max_payload_bytes + CRC_BYTES)
        self._buffer = bytearray(max_bytes)
        self._size = 0  # of what the buffer holds
        self._overlong = False
        self.damaged = 0
        self.log = ""

    def feed(self, data: bytes) -> "Iterator[Frame | None]":
        """Yield every frame that `data` completes, None for an empty one."""
        parts = bytes(data).split(DELIMITER)
        for index, part in enumerate(parts):
            if index:
                size, overlong = self._size, self._overlong
                self._size, self._overlong = 0, False
                if overlong:
                    self.damaged += 1
                elif size > 1 and OPEN <= self._buffer[1] <= _MOST_KIND:
                    try:
                        yield _opened(self._buffer, cobs.unstuff(self._buffer, size, self._buffer))
                    except FrameError:
                        self.damaged += 1
                elif size == 1 and self._buffer[0] == 1:
                    yield None
                elif size:
                    self._set_aside(bytes(memoryview(self._buffer)[:size]))
            if self._size + len(part) > len(self._buffer):
                self._overlong = True
                self._size = 0
            elif not self._overlong:
                self._buffer[self._size : self._size + len(part)] = part
                self._size += len(part)

    def _set_aside(self, stuffed: bytes) -> None:
        for byte in stuffed:
            if byte > 126 or (byte < 32 and byte not in (9, 10, 13)):
                self.damaged += 1
                return
        self.log = (self.log + stuffed.decode())[-self._MOST_LOG_BYTES :]
