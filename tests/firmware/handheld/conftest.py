"""A whole handheld under the small heap, worked by a scripted officer."""

import contextlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from viewmark.demo.pairing import pair_simulated
from viewmark.devices.pairings import Pairings
from viewmark.devices.pipe import SerialPipe
from viewmark.devices.session import Session
from viewmark.handheld.officer import Officer
from viewmark.handheld.process import BUFFER_BYTES, Handheld
from viewmark.lists.key_box import close_for
from viewmark_protocol.checks import Check, decode_check
from viewmark_protocol.messages.downward import SetListKey
from viewmark_protocol.messages.keys import FirstKey, PullFirstKey
from viewmark_protocol.messages.records import PullRecords, Records
from viewmark_protocol.sealing.chain import SealChain

SMALL_HEAP_BYTES = 252 * 1024 + BUFFER_BYTES  # all but reading; lists took 24 of it, guided marks 8, font and French 4

Bench = Callable[..., contextlib.AbstractAsyncContextManager[tuple[Handheld, Officer]]]


@pytest.fixture
def bench(tmp_path: Path, micropython: Path) -> Bench:
    """A context manager that switches a handheld on, and off at the end; the same folder is the same handheld."""

    @contextlib.asynccontextmanager
    async def switched_on(**options) -> AsyncIterator[tuple[Handheld, Officer]]:
        handheld = Handheld(tmp_path / "handheld", **({"heap_bytes": SMALL_HEAP_BYTES} | options))
        try:
            await handheld.start()
            yield handheld, Officer(handheld)
        finally:
            await handheld.stop()
        assert "Traceback" not in handheld.last_words(), handheld.last_words()

    return switched_on


@pytest.fixture
def list_key_message(tmp_path: Path) -> Callable[[bytes, bytes], SetListKey]:
    """Makes the message that brings a list key and a root to the handheld that was paired."""

    def made(list_key: bytes, root: bytes) -> SetListKey:
        (paired,) = Pairings(tmp_path / "laptop" / "pairings.json").all()
        return SetListKey(key=close_for(list_key, paired.certificate), root=root)

    return made


@pytest.fixture
def plugged_in(tmp_path: Path) -> Callable[[Handheld], contextlib.AbstractAsyncContextManager[Session]]:
    """A context manager: the cable is plugged in and a paired laptop's session runs over it."""

    @contextlib.asynccontextmanager
    async def connected(handheld: Handheld) -> AsyncIterator[Session]:
        handheld.cable.plug_in()
        pairings = Pairings(tmp_path / "laptop" / "pairings.json")
        await pair_simulated(handheld, pairings)
        session = Session(SerialPipe.open(str(handheld.cable.path)), os.urandom(4), pairings)
        try:
            yield session
        finally:
            await session.close()
            handheld.cable.pull_out()

    return connected


@pytest.fixture
def pull() -> Callable[[Session], Awaitable[list[Check]]]:
    """Brings every check on a handheld over a session."""

    async def pulled(session: Session) -> list[Check]:
        """Return every check on the handheld."""
        device = await session.hello()
        key = (await session.ask(PullFirstKey(log_id=device.log_id), FirstKey)).key
        asked = PullRecords(log_id=device.log_id, from_sequence=device.first_sequence, max_bytes=8192)
        answer = await session.ask(asked, Records)
        chain = SealChain(device.log_id, key)
        return [decode_check(chain.open(record.sequence, record.content)) for record in answer.records]

    return pulled
