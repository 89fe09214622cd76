"""One session with one paired handheld over one pipe. It cannot be restarted; a new connection is a new session."""

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncGenerator, Callable
from typing import Protocol, TypeVar

from viewmark import __version__
from viewmark.devices.pairings import Pairings
from viewmark.devices.secure import SecureStream
from viewmark.errors import BROKEN_LINE, NotPairedError, RefusedError
from viewmark_protocol import PROTOCOL_VERSION
from viewmark_protocol.conversation import Conversation
from viewmark_protocol.errors import LinkLostError, ViewmarkError
from viewmark_protocol.frames.cobs import MOST_RUN_BYTES
from viewmark_protocol.frames.frame import OVERHEAD_BYTES
from viewmark_protocol.frames.link import MAX_PAYLOAD_BYTES, MIN_PAYLOAD_BYTES, NONCE_BYTES, Link
from viewmark_protocol.messages.base import Message
from viewmark_protocol.messages.hello import Bye, Failed, Hello
from viewmark_protocol.messages.registry import MAX_MESSAGE_BYTES

_TICK_S = 0.05
_DEADLINE_MS = 8000
_BYE_S = 0.3
_CHUNKS_A_FRAME = 8  # on the air: one lost costs the whole frame, each frame has its head

Answer = TypeVar("Answer", bound=Message)


def _now_ms() -> int:
    return time.monotonic_ns() // 1_000_000


class Pipe(Protocol):
    """What a session asks of a cable or a radio. `chunk_bytes` is what goes at once, None where that is no matter."""

    @property
    def chunk_bytes(self) -> int | None: ...
    async def read(self, timeout_s: float) -> bytes: ...
    async def write(self, data: bytes) -> None: ...
    async def close(self) -> None: ...


class Session:
    """Asks the handheld at the other end of `pipe`. `nonce` is 4 fresh random bytes; `now_ms` never goes back.

    With `pairings` TLS stands between and only a paired handheld is heard; without, all is said in clear, which no
    handheld accepts but for pairing.
    """

    def __init__(
        self,
        pipe: Pipe,
        nonce: bytes,
        pairings: Pairings | None,
        deadline_ms: int = _DEADLINE_MS,
        now_ms: Callable[[], int] = _now_ms,
    ) -> None:
        self._pipe = pipe
        self._pairings = pairings
        self._link = Link(nonce, _payload_bytes(pipe.chunk_bytes))
        self._secure = None if pairings is None else SecureStream(self._link, *pairings.trust())
        self._conversation = Conversation(self._secure or self._link)
        self._deadline_ms = deadline_ms
        self._now_ms = now_ms
        self._waiting: dict[int, asyncio.Future[Message]] = {}
        self._parts: dict[int, asyncio.Queue[Message | ViewmarkError]] = {}
        self._ended: ViewmarkError | None = None
        self._flushing = asyncio.Lock()
        self._pump = asyncio.create_task(self._run())

    @classmethod
    async def over(cls, pipe: Pipe, pairings: Pairings | None) -> "Session":
        """Return a session over a pipe, which is closed where none can be: ArchiveError, PipeError."""
        try:
            return cls(pipe, os.urandom(NONCE_BYTES), pairings)
        except BaseException:
            await pipe.close()
            raise

    @property
    def link(self) -> Link:
        """The link below, for its counters."""
        return self._link

    async def hello(self) -> Hello:
        """Greet and return what the handheld says of itself.

        RefusedError when the versions differ, NotPairedError when it is not the one that was paired by its name.
        """
        device = await self.ask(
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
        self._check_name(device.device_id)
        return device

    async def ask(self, message: Message, answer: type[Answer]) -> Answer:
        """Send a request and return its answer.

        RefusedError with the handheld's own sentence; LinkLostError, PipeError or DeadlineError when the line broke.
        """
        if self._ended:
            raise self._ended
        request = self._conversation.ask(message, self._now_ms(), self._deadline_ms)
        future: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._waiting[request] = future
        await self._flush()
        return _checked(await future, answer)

    async def parts(self, message: Message, answer: type[Answer]) -> AsyncGenerator[Answer, None]:
        """Send a request that is answered in parts and yield them for as long as they are asked for; as `ask` raises.

        Other requests can be asked meanwhile: they are answered before the next part.
        """
        if self._ended:
            raise self._ended
        request = self._conversation.ask(message, self._now_ms(), self._deadline_ms)
        arriving = self._parts[request] = asyncio.Queue[Message | ViewmarkError]()
        try:
            await self._flush()
            while True:
                got = await arriving.get()
                if isinstance(got, ViewmarkError):
                    raise got
                yield _checked(got, answer)
                if arriving.empty():
                    self._conversation.expect_more(request, self._now_ms(), self._deadline_ms)
        finally:
            del self._parts[request]
            self._conversation.forget(request)

    async def close(self) -> None:
        """Say bye where the line still stands, and end; also where this is cancelled meanwhile."""
        try:
            if self._ended is None:
                with contextlib.suppress(ViewmarkError, TimeoutError):  # on a bad line the bye may not get across
                    self._conversation.say(Bye(), 0)
                    async with asyncio.timeout(_BYE_S):
                        await self._parted()
        finally:
            self._pump.cancel()
            closing = asyncio.create_task(self._pipe.close())
            await _ended({self._pump, closing})
            closing.result()

    async def wait_ended(self) -> ViewmarkError:
        """Wait until the line breaks and return why."""
        await asyncio.wait([self._pump])
        return self._ended or LinkLostError("The session was closed.")

    async def _parted(self) -> None:
        await self._flush()
        while self.link.unsent_bytes:
            await asyncio.sleep(_TICK_S / 5)

    async def _flush(self) -> None:
        try:
            async with self._flushing:  # two writers would write between the pieces of each other's frames
                data = self._conversation.poll(self._now_ms())
                if data:
                    await self._pipe.write(data)
        except BROKEN_LINE as error:
            self._end(error)
            raise

    async def _run(self) -> None:
        try:
            while self._ended is None:
                data = await self._pipe.read(_TICK_S)
                for request, message in self._conversation.feed(data, self._now_ms()):
                    future = self._waiting.pop(request, None)
                    if future is not None and not future.done():
                        future.set_result(message)
                    elif request in self._parts:
                        self._parts[request].put_nowait(message)
                await self._flush()
        except ViewmarkError as error:
            self._end(error)
        finally:  # whatever it was: a request must not wait for a pump that has died
            self._end(LinkLostError("The session was closed."))

    def _end(self, error: ViewmarkError) -> None:
        self._ended = self._ended or error
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(error)
                future.exception()  # a request that nobody waits for any more must not be logged as forgotten
        self._waiting = {}
        for arriving in self._parts.values():
            arriving.put_nowait(error)

    def _check_name(self, device_id: str) -> None:
        certificate = self._secure and self._secure.peer_certificate
        paired_as = self._pairings.device_of(certificate) if self._pairings and certificate else None
        if self._secure and paired_as != device_id:
            raise NotPairedError(f"The handheld that is paired as {paired_as} says that it is {device_id}. Pair anew.")


async def _ended(tasks: set[asyncio.Task[None]]) -> None:
    """Wait until tasks have ended, also where this is cancelled: the next to open the pipe must find it closed."""
    cancelled: asyncio.CancelledError | None = None
    while not all(task.done() for task in tasks):
        try:
            await asyncio.wait(tasks)
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled


def _checked(got: Message, answer: type[Answer]) -> Answer:
    if isinstance(got, Failed):
        raise RefusedError(f"{got.text} ({got.failure})", got.failure)
    if not isinstance(got, answer):
        raise RefusedError("The handheld gave an answer of another kind. Bring both to the same version.")
    return got


def _payload_bytes(chunk_bytes: int | None) -> int:
    """Return what one frame may carry, so that a whole number of chunks carries the frame."""
    if chunk_bytes is None:
        return MAX_PAYLOAD_BYTES
    unstuffed_bytes = _CHUNKS_A_FRAME * chunk_bytes * MOST_RUN_BYTES // (MOST_RUN_BYTES + 1)
    return max(MIN_PAYLOAD_BYTES, min(MAX_PAYLOAD_BYTES, unstuffed_bytes - OVERHEAD_BYTES))
