"""The radio's socket: the host holds the radio, the module `bluetooth` asks it here and hears from it.

Both ways a message is its length (16 bits, little endian), its kind and its body. A question waits for the ANSWER; what
is told in between is handed on later, in order, so that no event comes while another is handled.
"""

import asyncio
import select
import socket
import struct

ACTIVATE, DEACTIVATE, CONFIG, ADVERTISE, STOP, HANG_UP, REGISTER = range(1, 8)  # asked
WRITE, NOTIFY = range(16, 18)  # said, without an answer
ANSWER, CREDIT, CONNECTED, PARTED, WRITTEN, MTU = range(32, 38)  # heard

ENODEV = 19
_HEAD = "<HB"
_HEAD_BYTES = 3
_READ_BYTES = 1024


class RadioSocket:
    """The line to the host. `on_event` is called with the kind and the body of what it tells."""

    def __init__(self, line: socket.socket, on_event) -> None:
        self._line = line
        self._on_event = on_event
        self._poll = select.poll()
        self._poll.register(line, select.POLLIN)
        self._received = b""
        self._answer = None
        self._told = []
        self._handing_on = False
        self._gone = False
        self.credits = 0  # how many notifications the radio takes before it is full
        self._later = None
        self._task = asyncio.create_task(self._listen())

    def ask(self, kind: int, body: bytes = b"") -> bytes:
        """Ask the host and return its answer; OSError with the error that it gives."""
        self._answer = None
        self.say(kind, body)
        while self._answer is None:
            self._poll.poll(-1)
            self._take(self._line.read(_READ_BYTES))
        if self._told and not self._handing_on:
            self._later = asyncio.create_task(self._hand_on_later())
        error = self._answer[0]
        if error:
            raise OSError(error)
        return self._answer[1:]

    def say(self, kind: int, body: bytes, data: "bytes | memoryview" = b"") -> None:
        """Tell the host a body and data behind it; OSError when it is gone."""
        if self._gone:
            raise OSError(ENODEV)
        message = memoryview(struct.pack(_HEAD, len(body) + len(data), kind) + body + bytes(data))
        while message:
            message = message[self._line.write(message) or 0 :]

    def hand_on(self) -> None:
        """Hand on what was told; not from within a handler."""
        if self._handing_on:
            return
        self._handing_on = True
        try:
            while self._told:
                kind, body = self._told.pop(0)
                self._on_event(kind, body)
        finally:
            self._handing_on = False

    async def _hand_on_later(self) -> None:
        self.hand_on()

    async def _listen(self) -> None:
        reader = asyncio.StreamReader(self._line)
        while not self._gone:
            try:
                self._take(await reader.read(_READ_BYTES))
            except OSError:
                return  # the host is gone, and with it the board
            self.hand_on()

    def _take(self, data: "bytes | None") -> None:
        if data is None:
            return
        if not data:
            self._gone = True
            raise OSError(ENODEV)
        received = self._received + data
        at = 0
        while len(received) >= at + _HEAD_BYTES:
            size, kind = struct.unpack_from(_HEAD, received, at)
            end = at + _HEAD_BYTES + size
            if len(received) < end:
                break
            self._hear(kind, received[at + _HEAD_BYTES : end])
            at = end
        self._received = received[at:]

    def _hear(self, kind: int, body: bytes) -> None:
        if kind == ANSWER:
            self._answer = body
        elif kind == CREDIT:
            self.credits += body[0]
        else:
            self._told.append((kind, body))
