"""Every wait of the laptop ends: a handheld that falls silent, at any stage, is given up within its deadline."""

import asyncio
from pathlib import Path

import pytest
from peers import HANDHELD, NONCE, Deaf, Peer, TlsServer

from viewmark.devices.pairings import Pairings
from viewmark.devices.session import Session
from viewmark_protocol.errors import DeadlineError, LinkLostError, ViewmarkError
from viewmark_protocol.messages.downward import SetClock
from viewmark_protocol.messages.hello import Done
from viewmark_protocol.messages.records import PhotoPart, PullPhoto

LOST_MS, DEADLINE_MS, TICKS_MS = 6000, 8000, 500
REQUEST = SetClock(utc_s=1_790_000_000)
PULL = PullPhoto(digest=bytes(32), offset=0, max_bytes=1 << 20)


def waited(pipe, use, pairings=None) -> tuple[ViewmarkError, int]:
    """Run `use` with a session over a pipe; return the error in which it ends, and after how many milliseconds."""

    async def run():
        session = Session(pipe, NONCE, pairings, now_ms=pipe.clock.now_ms)
        began_ms = pipe.clock.ms
        try:
            await asyncio.wait_for(use(session), 60)
        except ViewmarkError as error:
            return error, pipe.clock.ms - began_ms
        finally:
            await session.close()
        raise AssertionError("it did not fail")

    return asyncio.run(run())


@pytest.fixture
def pairings(tmp_path: Path) -> Pairings:
    """Pairings with one handheld."""
    one = Pairings(tmp_path / "pairings.json")
    one.add("VM-1", HANDHELD[1])
    return one


class Secure(Deaf):
    """A handheld that speaks TLS until it has spoken `most` times; `trickles` sends a byte of TLS for ever."""

    def __init__(self, most: int, trickles: bool = False) -> None:
        super().__init__()
        self._spoken = 0
        self._most = most
        self._trickles = trickles
        self._server = TlsServer(change=self._counted)
        self._out: list[bytes] = []

    async def read(self, timeout_s: float) -> bytes:
        """Return what it says; its link acknowledges for ever."""
        if not self._out:
            await super().read(timeout_s)
            if self._trickles and self._spoken > self._most and self.clock.ms % 1000 == 0:
                self._server.link.send(b"\x16")
            self._hear(b"")
        return self._out.pop(0) if self._out else b""

    async def write(self, data: bytes) -> None:
        """Hear."""
        self._hear(data)

    def _hear(self, data: bytes) -> None:
        if said := self._server.feed(data, self.clock.ms):
            self._out.append(said)

    def _counted(self, said: bytes) -> bytes:
        self._spoken += 1
        return said if self._spoken <= self._most else b""


async def asks(session: Session) -> None:
    """Ask once."""
    await session.ask(REQUEST, Done)


async def pulls(session: Session) -> None:
    """Pull a photo to its end."""
    async for _ in session.parts(PULL, PhotoPart):
        pass


def test_where_nobody_opens_the_connection(pairings):
    for trusted in (None, pairings):
        error, after_ms = waited(Deaf(), asks, trusted)
        assert isinstance(error, LinkLostError) and "Is it on" in str(error)
        assert after_ms < LOST_MS + TICKS_MS


def test_where_garbage_comes_for_ever_in_place_of_a_connection():
    class Noisy(Deaf):
        async def read(self, timeout_s):
            await super().read(timeout_s)
            return bytes(range(256))

    error, after_ms = waited(Noisy(), asks)
    assert isinstance(error, LinkLostError)
    assert after_ms < LOST_MS + TICKS_MS


@pytest.mark.parametrize("spoken", [0, 1])
@pytest.mark.parametrize("trickles", [False, True])
def test_in_the_middle_of_the_handshake(pairings, spoken: int, trickles: bool):
    error, after_ms = waited(Secure(spoken, trickles), asks, pairings)
    assert isinstance(error, ViewmarkError)
    assert after_ms < DEADLINE_MS + TICKS_MS


def test_behind_the_handshake_before_the_hello_is_answered(pairings):
    error, after_ms = waited(Secure(2), Session.hello, pairings)
    assert isinstance(error, DeadlineError)
    assert after_ms < DEADLINE_MS + TICKS_MS


def test_behind_the_hello():
    answers = [[Done()], []]

    async def answering(message):
        return answers.pop(0) if answers else []

    async def asks_twice(session):
        await session.ask(REQUEST, Done)
        await session.ask(REQUEST, Done)

    error, after_ms = waited(Peer(answering), asks_twice)
    assert isinstance(error, DeadlineError)
    assert after_ms < DEADLINE_MS + TICKS_MS


@pytest.mark.parametrize("parts", [0, 1, 3])
def test_in_the_middle_of_a_photo(parts: int):
    part = PhotoPart(digest=b"", offset=0, total_bytes=1 << 20, content=b"x" * 100)

    async def answering(message):
        return [part] * parts if isinstance(message, PullPhoto) else []

    error, after_ms = waited(Peer(answering), pulls)
    assert isinstance(error, DeadlineError)
    assert after_ms < DEADLINE_MS + TICKS_MS


def test_in_the_middle_of_a_photo_while_other_requests_are_answered():
    part = PhotoPart(digest=b"", offset=0, total_bytes=1 << 20, content=b"x" * 100)

    async def answering(message):
        return [part] if isinstance(message, PullPhoto) else [Done()]

    async def pulls_and_asks(session):
        async for _ in session.parts(PULL, PhotoPart):
            for _ in range(3):
                await session.ask(REQUEST, Done)

    error, after_ms = waited(Peer(answering), pulls_and_asks)
    assert isinstance(error, DeadlineError)
    assert after_ms < DEADLINE_MS + TICKS_MS


def test_where_the_link_hears_nothing_any_more():
    class Cut(Peer):
        async def write(self, data):
            if not self.answered:
                await super().write(data)

    async def answering(message):
        return [Done()]

    async def asks_on(session):
        while True:
            await session.ask(REQUEST, Done)

    error, after_ms = waited(Cut(answering), asks_on)
    assert isinstance(error, LinkLostError | DeadlineError)
    assert after_ms < DEADLINE_MS + TICKS_MS


def test_a_session_whose_handheld_is_gone_lets_go_of_the_pipe():
    pipe = Deaf()
    waited(pipe, asks)
    assert pipe.is_closed
