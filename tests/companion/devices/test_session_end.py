"""However a session ends, its pipe is closed: the next one must find the port free."""

import asyncio
from pathlib import Path

import pytest

from viewmark.devices.pairings import PAIRINGS_FILE, Pairings
from viewmark.devices.radio import _within
from viewmark.devices.session import Session
from viewmark.errors import ArchiveError
from viewmark_protocol.errors import LinkLostError
from viewmark_protocol.messages.hello import Done
from viewmark_protocol.messages.paired import Unpair


class SlowPipe:
    """A pipe on which nobody answers, and whose closing takes a moment."""

    chunk_bytes = None

    def __init__(self, breaks: bool = False) -> None:
        self.closed = False
        self._breaks = breaks

    async def read(self, timeout_s: float) -> bytes:
        if self._breaks:
            raise RuntimeError("nobody expects that")
        await asyncio.sleep(timeout_s)
        return b""

    async def write(self, data: bytes) -> None: ...

    async def close(self) -> None:
        await asyncio.sleep(0.05)
        self.closed = True


def test_a_session_that_cannot_be_made_closes_its_pipe(tmp_path: Path) -> None:
    async def run() -> None:
        pairings = Pairings(tmp_path / PAIRINGS_FILE)
        (tmp_path / PAIRINGS_FILE).write_text("{half of a fi")
        pipe = SlowPipe()
        with pytest.raises(ArchiveError, match="pair the handhelds anew"):
            await Session.over(pipe, pairings)
        assert pipe.closed

    asyncio.run(run())


@pytest.mark.parametrize("after_s", [0, 0.001, 0.01, 0.04, 0.1, 0.3])
def test_a_closing_that_is_cancelled_closes_the_pipe_all_the_same(after_s: float) -> None:
    async def run() -> None:
        pipe = SlowPipe()
        session = await Session.over(pipe, None)
        await asyncio.sleep(0.01)
        closing = asyncio.create_task(session.close())
        await asyncio.sleep(after_s)
        closing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await closing
        assert pipe.closed
        assert session._pump.done()

    asyncio.run(run())


def test_a_request_does_not_wait_for_a_pump_that_died_of_the_unforeseen() -> None:
    async def run() -> None:
        pipe = SlowPipe(breaks=True)
        session = await Session.over(pipe, None)
        with pytest.raises(LinkLostError):
            async with asyncio.timeout(5):
                await session.ask(Unpair(), Done)
        await session.close()
        assert pipe.closed

    asyncio.run(run())


def test_work_that_the_systems_bluetooth_cancels_is_late_and_not_our_own_end() -> None:
    async def cancelled_from_within() -> None:
        raise asyncio.CancelledError

    with pytest.raises(TimeoutError):
        asyncio.run(_within(cancelled_from_within(), 5))
