"""A session against peers that are silent, refuse, or talk nonsense: each request ends, and says why."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from viewmark.devices.session import Session
from viewmark.errors import PipeError, RefusedError
from viewmark_protocol.conversation import Conversation
from viewmark_protocol.errors import DeadlineError, LinkLostError, ViewmarkError
from viewmark_protocol.frames.link import Link
from viewmark_protocol.messages.base import Message
from viewmark_protocol.messages.downward import ListWanted, SetClock
from viewmark_protocol.messages.hello import Done, Failed

NONCE = b"abcd"
REQUEST = SetClock(utc_s=1_790_000_000)
Answering = Callable[[Message], Message | None]


class Peer:
    """A pipe with a handheld's end of the protocol behind it that answers as `answering` says."""

    chunk_bytes = None

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self._conversation = Conversation(Link(None))
        self._out = asyncio.Queue[bytes]()
        self.closed = False
        self.pulled = False

    async def read(self, timeout_s: float) -> bytes:
        """Return what the peer says."""
        try:
            return await asyncio.wait_for(self._out.get(), timeout_s)
        except TimeoutError:
            return b""

    async def write(self, data: bytes) -> None:
        """Have the peer hear bytes and answer."""
        if self.pulled:
            raise PipeError("The cable was pulled.")
        for request, message in self._conversation.feed(data, _now_ms()):
            answer = self._answering(message)
            if answer is not None:
                self._conversation.say(answer, request)
        if said := self._conversation.poll(_now_ms()):
            self._out.put_nowait(said)

    async def close(self) -> None:
        """Note that the session has let go."""
        self.closed = True

    def say(self, data: bytes) -> None:
        """Have the peer say bytes by itself."""
        self._out.put_nowait(data)


def _now_ms() -> int:
    return time.monotonic_ns() // 1_000_000


def with_peer(answering: Answering, use: Callable[[Session, Peer], Awaitable[Any]], deadline_ms: int = 5000) -> Peer:
    """Run `use` with a session to a peer, close the session, and return the peer."""

    async def run() -> Peer:
        peer = Peer(answering)
        session = Session(peer, NONCE, None, deadline_ms)
        try:
            await use(session, peer)
        finally:
            await session.close()
        return peer

    return asyncio.run(run())


def failing_with(error: type[ViewmarkError], text: str) -> Callable[[Session, Peer], Awaitable[None]]:
    async def use(session: Session, peer: Peer) -> None:
        with pytest.raises(error, match=text):
            await session.ask(REQUEST, Done)

    return use


def test_a_request_gets_its_answer_and_closing_lets_the_pipe_go() -> None:
    async def use(session: Session, peer: Peer) -> None:
        answers = await asyncio.gather(*(session.ask(REQUEST, Done) for _ in range(3)))
        assert [type(one) for one in answers] == [Done] * 3

    assert with_peer(lambda message: Done(), use).closed


def test_a_peer_that_hears_and_never_answers_ends_in_a_deadline() -> None:
    with_peer(lambda message: None, failing_with(DeadlineError, "in time"), deadline_ms=200)


def test_a_session_that_ended_takes_no_further_request() -> None:
    async def use(session: Session, peer: Peer) -> None:
        for _ in range(2):
            with pytest.raises(DeadlineError):
                await session.ask(REQUEST, Done)
        assert isinstance(await session.wait_ended(), DeadlineError)

    with_peer(lambda message: None, use, deadline_ms=200)


def test_a_refusal_carries_the_handhelds_sentence_and_its_word() -> None:
    async def use(session: Session, peer: Peer) -> None:
        with pytest.raises(RefusedError, match="This time cannot be") as refused:
            await session.ask(REQUEST, Done)
        assert refused.value.failure == "refused"
        with pytest.raises(RefusedError):  # the line stands: a refusal ends no session
            await session.ask(REQUEST, Done)

    with_peer(lambda message: Failed(failure="refused", text="This time cannot be."), use)


def test_an_answer_of_another_kind_is_refused() -> None:
    with_peer(lambda message: ListWanted(offset=3), failing_with(RefusedError, "Bring both to the same version"))


def test_an_empty_frame_says_that_the_handheld_restarted() -> None:
    async def use(session: Session, peer: Peer) -> None:
        await session.ask(REQUEST, Done)
        peer.say(b"\0\x01\0")
        assert isinstance(await session.wait_ended(), LinkLostError)

    with_peer(lambda message: Done(), use)


def test_a_cable_pulled_under_a_request_ends_it() -> None:
    async def use(session: Session, peer: Peer) -> None:
        await session.ask(REQUEST, Done)
        peer.pulled = True
        with pytest.raises(PipeError):
            await session.ask(REQUEST, Done)

    with_peer(lambda message: Done(), use)


def test_text_and_garbage_before_the_answer_are_passed_over() -> None:
    async def use(session: Session, peer: Peer) -> None:
        peer.say(b"MicroPython v1.28\r\n>>> \0" + bytes(range(1, 256)) * 10 + b"\0")
        assert isinstance(await session.ask(REQUEST, Done), Done)
        assert "MicroPython" in session.link.log

    with_peer(lambda message: Done(), use)


def test_an_answer_to_a_question_that_nobody_asked_is_passed_over() -> None:
    async def use(session: Session, peer: Peer) -> None:
        await session.ask(REQUEST, Done)
        peer._conversation.say(Done(), 99)
        assert isinstance(await session.ask(REQUEST, Done), Done)

    with_peer(lambda message: Done(), use)
