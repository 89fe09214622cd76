"""The far end of a session in memory, with a clock that leaps on while nothing comes: no wait takes real time."""

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from viewmark.devices.identity import client_context, make_identity
from viewmark.errors import PipeError
from viewmark_protocol.conversation import Conversation
from viewmark_protocol.errors import SchemaError
from viewmark_protocol.frames.link import Link
from viewmark_protocol.messages.base import Message

LAPTOP, HANDHELD, STRANGER = make_identity("viewmark"), make_identity("viewmark"), make_identity("viewmark")
NONCE = b"abcd"
TICK_MS = 50
Answering = Callable[[Message], Awaitable[Iterable[Message]]]


class Clock:
    """Milliseconds by hand."""

    def __init__(self) -> None:
        self.ms = 1000

    def now_ms(self) -> int:
        """Return the time."""
        return self.ms


class Deaf:
    """A pipe on which nothing ever comes back. `heard` is what was written."""

    chunk_bytes = None

    def __init__(self) -> None:
        self.clock = Clock()
        self.heard = bytearray()
        self.is_closed = False

    async def read(self, timeout_s: float) -> bytes:
        """Let time pass."""
        await asyncio.sleep(0)
        self.clock.ms += TICK_MS
        return b""

    async def write(self, data: bytes) -> None:
        """Take bytes."""
        self.heard += data

    async def close(self) -> None:
        """Let go."""
        self.is_closed = True


class Peer(Deaf):
    """A handheld's end of the protocol in clear. `answering` gives what is said to each request, none or several."""

    def __init__(self, answering: Answering) -> None:
        super().__init__()
        self._answering = answering
        self.conversation = Conversation(Link(None))
        self._out: list[bytes] = []
        self.answered = 0
        self.failed: BaseException | None = None

    async def read(self, timeout_s: float) -> bytes:
        """Return what the peer says."""
        if not self._out:
            await super().read(timeout_s)
            self._speak()
        return self._out.pop(0) if self._out else b""

    async def write(self, data: bytes) -> None:
        """Have the peer hear bytes and answer; what it cannot say it leaves out."""
        with contextlib.suppress(SchemaError):
            for request, message in self.conversation.feed(data, self.clock.ms):
                for answer in await self._answered(message):
                    with contextlib.suppress(SchemaError):  # larger than any message, or too many of them
                        self.conversation.say(answer, request)
                        self.answered += 1
        self._speak()

    async def _answered(self, message: Message) -> Iterable[Message]:
        try:
            return await self._answering(message)
        except BaseException as error:
            self.failed = error
            raise PipeError("The test's own handheld has failed.") from error

    def _speak(self) -> None:
        if said := self.conversation.poll(self.clock.ms):
            self._out.append(said)


class TlsServer:
    """The handheld's TLS over a link; `change` may change each piece that it says. What it is told comes back."""

    def __init__(self, identity: tuple[bytes, bytes] = HANDHELD, change: Callable[[bytes], bytes] = bytes) -> None:
        self.link = Link(None)
        self._arrived, self._leaving = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = server_context(identity).wrap_bio(self._arrived, self._leaving, server_side=True)
        self._change = change
        self.is_dead = False

    def feed(self, data: bytes, now_ms: int) -> bytes:
        """Hear bytes from the pipe, and return what is to be written to it."""
        self._arrived.write(self.link.feed(data, now_ms))
        if not self.is_dead:
            try:
                self._go_on()
            except ssl.SSLWantReadError:
                pass
            except ssl.SSLError:
                self.is_dead = True
            if said := self._leaving.read():
                self.link.send(self._change(said))
        return self.link.poll(now_ms)

    def end(self) -> None:
        """Say that nothing follows."""
        with contextlib.suppress(ssl.SSLWantReadError):
            self._tls.unwrap()
        self.link.send(self._leaving.read())
        self.is_dead = True

    def _go_on(self) -> None:
        self._tls.do_handshake()
        while heard := self._tls.read(4096):
            self._tls.write(heard)


_contexts: dict[bytes, ssl.SSLContext] = {}


def server_context(identity: tuple[bytes, bytes]) -> ssl.SSLContext:
    """Return a context that serves as a handheld with this identity, and takes every laptop."""
    if identity[1] not in _contexts:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
        with TemporaryDirectory() as folder:
            path = Path(folder) / "identity.pem"
            path.write_bytes(identity[0] + ssl.DER_cert_to_PEM_cert(identity[1]).encode())
            context.load_cert_chain(path)
        _contexts[identity[1]] = context
    return _contexts[identity[1]]


LAPTOP_CONTEXT = client_context(*LAPTOP, [HANDHELD[1]])
