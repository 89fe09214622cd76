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

OPEN = const(1)  # laptop: nonce, largest frame, window
OPENED = const(2)  # handheld: the same nonce, its largest frame, window
DATA = const(3)  # the next bytes of the stream
ACKNOWLEDGE = const(4)  # sequence: next one expected; payload: bits of those that came beyond it

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


def encode(kind: int, connection: int, sequence: int, payload: bytes) -> bytes:
    """Return a frame's bytes with a delimiter before and behind it."""
    body = struct.pack(_HEAD, kind, connection, sequence) + payload
    return DELIMITER + cobs.encode(body + struct.pack(">I", binascii.crc32(body))) + DELIMITER


def decode(stuffed: bytes) -> "Frame | None":
    """Return the frame between two delimiters, None for the empty frame; FrameError for anything else."""
    body = cobs.decode(stuffed)
    if not body:
        return None
    if len(body) < HEAD_BYTES + CRC_BYTES:
        raise FrameError("too short")
    end = len(body) - CRC_BYTES
    if binascii.crc32(memoryview(body)[:end]) != struct.unpack_from(">I", body, end)[0]:
        raise FrameError("CRC-32 differs")
    kind, connection, sequence = struct.unpack_from(_HEAD, body)
    return Frame(kind, connection, sequence, body[HEAD_BYTES:end])


class FrameReader:
    """Finds frames in the bytes of a pipe. `damaged` counts what was no frame, `log` gathers text between frames."""

    _MOST_LOG_BYTES = 2048

    def __init__(self, max_frame_bytes: int) -> None:
        self._max_bytes = max_frame_bytes + OVERHEAD_BYTES + max_frame_bytes // 254 + 1
        self._buffer = bytearray()
        self._overlong = False
        self.damaged = 0
        self.log = ""

    def feed(self, data: bytes) -> "Iterator[Frame | None]":
        """Yield every frame that `data` completes, None for an empty one."""
        parts = bytes(data).split(DELIMITER)
        for index, part in enumerate(parts):
            if index:
                stuffed = bytes(self._buffer)
                overlong = self._overlong
                self._buffer = bytearray()
                self._overlong = False
                if overlong:
                    self.damaged += 1
                elif stuffed:
                    try:
                        yield decode(stuffed)
                    except FrameError:
                        self._set_aside(stuffed)
            if len(self._buffer) + len(part) > self._max_bytes:
                self._overlong = True
                self._buffer = bytearray()
            elif not self._overlong:
                self._buffer.extend(part)

    def _set_aside(self, stuffed: bytes) -> None:
        for byte in stuffed:
            if byte > 126 or (byte < 32 and byte not in (9, 10, 13)):
                self.damaged += 1
                return
        self.log = (self.log + stuffed.decode())[-self._MOST_LOG_BYTES :]
