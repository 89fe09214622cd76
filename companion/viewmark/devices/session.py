"""One session with one handheld over one pipe. It cannot be restarted; a new connection is a new session."""

import asyncio
import contextlib
import time
from typing import Protocol, TypeVar

from viewmark import __version__
from viewmark.errors import PipeError, RefusedError
from viewmark_protocol import PROTOCOL_VERSION
from viewmark_protocol.conversation import Conversation
from viewmark_protocol.errors import DeadlineError, LinkLostError, ViewmarkError
from viewmark_protocol.frames.link import Link
from viewmark_protocol.messages.base import Message
from viewmark_protocol.messages.hello import Bye, Failed, Hello
from viewmark_protocol.messages.registry import MAX_MESSAGE_BYTES

_TICK_S = 0.05
_DEADLINE_MS = 8000
_BYE_S = 0.3

Answer = TypeVar("Answer", bound=Message)


class Pipe(Protocol):
    """What a session asks of a cable or a radio."""

    async def read(self, timeout_s: float) -> bytes: ...
    async def write(self, data: bytes) -> None: ...
    async def close(self) -> None: ...


class Session:
    """Asks the handheld at the other end of `pipe`. `nonce` is 4 fresh random bytes."""

    def __init__(self, pipe: Pipe, nonce: bytes, deadline_ms: int = _DEADLINE_MS) -> None:
        self._pipe = pipe
        self._conversation = Conversation(Link(nonce))
        self._deadline_ms = deadline_ms
        self._waiting: dict[int, asyncio.Future[Message]] = {}
        self._ended: ViewmarkError | None = None
        self._pump = asyncio.create_task(self._run())

    @property
    def link(self) -> Link:
        """The link below, for its counters."""
        return self._conversation.stream

    async def hello(self) -> Hello:
        """Greet and return what the handheld says of itself; RefusedError when the versions differ."""
        return await self.ask(
            Hello(
                protocol_version=PROTOCOL_VERSION,
                role="laptop",
                device_id="laptop",
                software_version=__version__,
                max_message_bytes=MAX_MESSAGE_BYTES,
                clock_s=int(time.time()),
                clock_trust="battery",
                boot_count=0,
                first_sequence=0,
                next_sequence=0,
                acknowledged=0,
            ),
            Hello,
        )

    async def ask(self, message: Message, answer: type[Answer]) -> Answer:
        """Send a request and return its answer.

        RefusedError with the handheld's own sentence; LinkLostError, PipeError or DeadlineError when the line broke.
        """
        if self._ended:
            raise self._ended
        request = self._conversation.ask(message, _now_ms(), self._deadline_ms)
        future: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._waiting[request] = future
        await self._flush()
        got = await future
        if isinstance(got, Failed):
            raise RefusedError(f"{got.text} ({got.failure})", got.failure)
        if not isinstance(got, answer):
            raise RefusedError("The handheld gave an answer of another kind. Bring both to the same version.")
        return got

    async def close(self) -> None:
        """Say bye where the line still stands, and end."""
        if self._ended is None:
            with contextlib.suppress(ViewmarkError, TimeoutError):  # on a bad line the bye may not get across
                self._conversation.say(Bye(), 0)
                await self._flush()
                await asyncio.wait_for(self._drained(), _BYE_S)
        self._pump.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._pump
        await self._pipe.close()

    async def wait_ended(self) -> ViewmarkError:
        """Wait until the line breaks and return why."""
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.shield(self._pump)
        return self._ended or LinkLostError("The session was closed.")

    async def _drained(self) -> None:
        while self.link.unsent_bytes:
            await asyncio.sleep(_TICK_S / 5)

    async def _flush(self) -> None:
        try:
            data = self._conversation.poll(_now_ms())
            if data:
                await self._pipe.write(data)
        except (LinkLostError, PipeError, DeadlineError) as error:
            self._end(error)
            raise

    async def _run(self) -> None:
        while self._ended is None:
            try:
                data = await self._pipe.read(_TICK_S)
                for request, message in self._conversation.feed(data, _now_ms()):
                    future = self._waiting.pop(request, None)
                    if future is not None and not future.done():
                        future.set_result(message)
                await self._flush()
            except ViewmarkError as error:  # whatever it is: a request must not wait for a pump that has died
                self._end(error)

    def _end(self, error: ViewmarkError) -> None:
        self._ended = self._ended or error
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(error)
                future.exception()  # a request that nobody waits for any more must not be logged as forgotten
        self._waiting = {}


def _now_ms() -> int:
    return time.monotonic_ns() // 1_000_000
