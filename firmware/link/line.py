"""One pipe's end of the link: frames, TLS, messages, and the photo that goes up while nothing else is asked.

A cable has one and the radio has one; behind both stands the same server.
"""

import gc

from link.secure import CLEAR, SecureStream
from link.server import no_request
from viewmark_protocol.conversation import Conversation
from viewmark_protocol.errors import DeadlineError, SchemaError, ViewmarkError
from viewmark_protocol.frames.frame import EMPTY_FRAME
from viewmark_protocol.frames.link import Link
from viewmark_protocol.messages.hello import Bye, Failed, Hello
from viewmark_protocol.messages.records import PullPhoto
from viewmark_protocol.messages.registry import family_of

CABLE_PAYLOAD_BYTES = 3072
_WINDOW_BYTES = 4 * CABLE_PAYLOAD_BYTES  # what waits in memory for its acknowledgement, either way
# So much of a photo is made ready: as acknowledgements come by twos, with less the pipe would stand still between them.
# What is asked meanwhile waits for no more than that.
_AHEAD_FRAMES = 4

_SILENT_MS = 5000  # a laptop that keeps a session says something each second


class Line:
    """Serves one laptop at a time by `server`. `pairing()` gives what pairs, and is None where nobody may pair."""

    def __init__(
        self,
        ports,
        server,
        pairings,
        pairing,
        secure=SecureStream,
        payload_bytes: int = CABLE_PAYLOAD_BYTES,
        receive_bytes: int = _WINDOW_BYTES,
    ) -> None:
        self._ports = ports
        self._server = server
        self._pairings = pairings
        self._pairing = pairing
        self._source = server.source()
        self._photo_request = 0
        self._link = Link(None, payload_bytes, _WINDOW_BYTES, receive_bytes)
        self._stream = secure(self._link, pairings)
        self._begin()

    @property
    def is_greeted(self) -> bool:
        """Whether a paired laptop has said hello and no bye; it may be busy, and silent for a while."""
        stream = self._stream
        return stream.is_open and stream.connections != self._parted and stream.connections == self._greeted

    @property
    def connected(self) -> bool:
        """Whether a laptop is on the line: greeted, and heard of lately."""
        return self.is_greeted and self._stream.silent_ms(self._ports.clock.ticks_ms()) < _SILENT_MS

    @property
    def progress(self):
        """How much of the photo that goes up has gone: `(bytes, total_bytes)`, None while none does."""
        return self._source.progress if self.connected else None

    def feed(self, data: bytes) -> None:
        """Take bytes from the pipe and answer what they ask."""
        now_ms = self._ports.clock.ticks_ms()
        try:
            for request, message in self._conversation.feed(data, now_ms):
                answer = self._answer(message)
                if answer is not None:
                    self._conversation.say(answer, request)
                    if isinstance(message, PullPhoto):
                        self._photo_request = request
        except (SchemaError, MemoryError):
            # Out of step, or more than the memory holds: this session ends, the laptop begins another.
            self.end()

    def poll(self):
        """Return the next frame to write to the pipe, which stands until the next call; nothing where none is due."""
        try:
            if self._source.is_sending:
                self._go_on()
            return self._conversation.next_frame(self._ports.clock.ticks_ms())
        except DeadlineError:
            return b""  # the handheld asks nothing, so nothing is overdue
        except MemoryError:
            self.end()
            return b""

    def part_from_stranger(self) -> None:
        """End the session of a laptop that was unpaired in the middle of it, once what it was told has arrived."""
        stream = self._stream
        if stream.laptop and not self._pairings.has(stream.laptop):
            self._source.stop()
            if not stream.unsent_bytes:
                self.end()

    @staticmethod
    def at_start() -> bytes:
        """Return what tells a laptop that waits for an answer from before the power cut that none will come."""
        return EMPTY_FRAME

    def _begin(self) -> None:
        self._conversation = Conversation(self._stream)
        self._greeted = 0  # the connection whose laptop said hello in the same version
        self._parted = 0  # the connection that ended with a bye
        self._source.stop()

    def end(self) -> None:
        """End the session from here: the laptop is told that there is none, and may begin another."""
        self._stream.end()
        self._link.drop()
        self._begin()
        gc.collect()

    def _go_on(self) -> None:
        """Make the next parts of a photo ready, while a frame or two are all that waits."""
        stream = self._stream
        if not stream.is_open or stream.connections != self._greeted:
            self._source.stop()
        while self._source.is_sending and stream.unsent_bytes < _AHEAD_FRAMES * stream.payload_bytes:
            self._conversation.say(self._server.next_part(self._source), self._photo_request)

    def _answer(self, message):
        stream = self._stream
        if stream.kind == CLEAR:
            return self._answer_in_clear(message, stream)
        if not self._pairings.has(stream.laptop):  # it was unpaired in the meantime
            stream.end()
            return None
        if isinstance(message, Bye):
            self._parted = stream.connections
            self._source.stop()
            return None
        if isinstance(message, Hello):
            answer = self._server.hello(message)
            if isinstance(answer, Hello):
                self._greeted = stream.connections
            return answer
        if self._greeted != stream.connections:
            return Failed(failure="not-now", text="The laptop must say hello first.")
        return self._server.answer(message, self._source, stream)

    def _answer_in_clear(self, message, stream):
        if isinstance(message, Bye):
            if self._pairing:
                self._pairing().stop()
            return None
        if family_of(message.ID) != "pairing" or not self._pairing:
            return Failed(failure="not-paired", text="Pair this laptop with the handheld first, over the cable.")
        if self._server.is_locked:
            return Failed(failure="locked", text="The handheld is locked. Enter its PIN, then pair.")
        try:
            return self._pairing().answer(message, stream.connections) or no_request()
        except ViewmarkError as error:
            return Failed(failure="refused", text=str(error))
