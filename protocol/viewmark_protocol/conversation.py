"""Messages over a stream, both sides: requests with deadlines, answers matched by number, unknown ones refused.

The stream is TLS over a Link, or for pairing a Link alone; both have the same calls.
"""

from .compat import TYPE_CHECKING, const
from .errors import CborError, DeadlineError, MalformedMessageError, SchemaError, UnknownMessageError
from .messages.hello import Failed
from .messages.registry import MessageReader, decode_message, encode_message

# Who asks on and on, and takes no answer, must not fill the memory. A photo on its way is a fourth of it.
_MOST_UNSENT_BYTES = const(32768)

if TYPE_CHECKING:
    from typing import Protocol

    from .messages.base import Message

    class Stream(Protocol):
        """What a conversation asks of the reliable stream below it: a Link has it, and so has TLS over a Link."""

        @property
        def connections(self) -> int: ...
        @property
        def unsent_bytes(self) -> int: ...
        def send(self, data: "bytes | bytearray") -> None: ...
        def feed(self, data: bytes, now_ms: int) -> bytes: ...
        def poll(self, now_ms: int) -> bytes: ...
        def next_frame(self, now_ms: int) -> "bytes | memoryview": ...


class Conversation:
    """One side of a session. Time is an argument in milliseconds; nothing here waits."""

    def __init__(self, stream: "Stream") -> None:
        self.stream = stream
        self._reader = MessageReader()
        self._connection = stream.connections
        self._last_request = 0
        self._deadlines_ms: "dict[int, int]" = {}

    def ask(self, message: "Message", now_ms: int, deadline_ms: int) -> int:
        """Send a request that must be answered within `deadline_ms`; return its number."""
        self._last_request += 1
        self._deadlines_ms[self._last_request] = now_ms + deadline_ms
        self.stream.send(encode_message(message, self._last_request))
        return self._last_request

    def expect_more(self, request: int, now_ms: int, deadline_ms: int) -> None:
        """Give the next part of an answer in parts its own deadline."""
        self._deadlines_ms[request] = now_ms + deadline_ms

    def forget(self, request: int) -> None:
        """Wait for no answer to a request any more."""
        self._deadlines_ms.pop(request, None)

    def say(self, message: "Message", request: int) -> None:
        """Send an answer to a request, or with request 0 what needs no answer.

        SchemaError: the peer takes none of those before it, end the session.
        """
        if self.stream.unsent_bytes > _MOST_UNSENT_BYTES:
            raise SchemaError("The other side asks, and takes no answer.")
        self.stream.send(encode_message(message, request))

    def feed(self, data: bytes, now_ms: int) -> "list[tuple[int, Message]]":
        """Take bytes from the pipe; return every `(request, message)` that is now complete.

        What cannot be understood is answered by Failed. SchemaError: the stream is out of step, end the session.
        """
        arrived = self.stream.feed(data, now_ms)
        if self.stream.connections != self._connection:
            self._connection = self.stream.connections
            self._reader = MessageReader()
            self._deadlines_ms = {}
        messages: "list[tuple[int, Message]]" = []
        for body in self._reader.feed(arrived):
            try:
                request, message = decode_message(body)
            except UnknownMessageError as error:
                self.say(Failed(failure="unknown-message", text=error.args[1]), error.args[0])
            except MalformedMessageError as error:
                self.say(Failed(failure="malformed", text=error.args[1]), error.args[0])
            except (CborError, SchemaError) as error:
                self.say(Failed(failure="malformed", text=str(error)), 0)
            else:
                self._deadlines_ms.pop(request, None)
                messages.append((request, message))
        return messages

    def poll(self, now_ms: int) -> bytes:
        """Return the bytes to write now; DeadlineError when a request was not answered in time."""
        self._check_deadlines(now_ms)
        return self.stream.poll(now_ms)

    def next_frame(self, now_ms: int) -> "bytes | memoryview":
        """Return one frame to write now, which stands until the next call, or nothing; as `poll` raises."""
        self._check_deadlines(now_ms)
        return self.stream.next_frame(now_ms)

    def _check_deadlines(self, now_ms: int) -> None:
        for request, deadline_ms in self._deadlines_ms.items():
            if now_ms > deadline_ms:
                raise DeadlineError(
                    "The handheld did not answer request " + str(request) + " in time. It is asked again."
                )
