"""Messages over a stream, both sides: requests with deadlines, answers matched by number, unknown ones refused.

The stream is a Link today; TLS will stand between, behind the same four calls.
"""

from .compat import TYPE_CHECKING
from .errors import CborError, DeadlineError, MalformedMessageError, SchemaError, UnknownMessageError
from .messages.hello import Failed
from .messages.registry import MessageReader, decode_message, encode_message

if TYPE_CHECKING:
    from .frames.link import Link
    from .messages.base import Message


class Conversation:
    """One side of a session. Time is an argument in milliseconds; nothing here waits."""

    def __init__(self, stream: "Link") -> None:
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

    def say(self, message: "Message", request: int) -> None:
        """Send an answer to a request, or with request 0 what needs no answer."""
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
        for request, deadline_ms in self._deadlines_ms.items():
            if now_ms > deadline_ms:
                raise DeadlineError(
                    "The handheld did not answer request " + str(request) + " in time. It is asked again."
                )
        return self.stream.poll(now_ms)
