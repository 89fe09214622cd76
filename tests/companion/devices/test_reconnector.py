"""What brings a session back: quick after a surprise, slower and slower while nothing is there, never too slow."""

import asyncio
from pathlib import Path

from viewmark.devices.pipe import SerialPipe
from viewmark.devices.reconnector import Backoff, Reconnector
from viewmark.devices.session import Session
from viewmark.errors import PipeError
from viewmark_protocol.errors import ViewmarkError


def test_each_wait_is_twice_the_one_before_up_to_ten_seconds() -> None:
    backoff = Backoff()
    assert [backoff.wait_s() for _ in range(8)] == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10.0, 10.0]


def test_after_a_success_it_begins_anew() -> None:
    backoff = Backoff()
    for _ in range(8):
        backoff.wait_s()
    backoff.succeeded()
    assert backoff.wait_s() == 0.2


def test_a_port_that_is_missing_is_told_and_tried_again_until_cancelled(tmp_path: Path) -> None:
    troubles: list[ViewmarkError] = []
    twice = asyncio.Event()

    def trouble(error: ViewmarkError) -> None:
        troubles.append(error)
        if len(troubles) == 2:
            twice.set()

    async def never(session: Session, backoff: Backoff) -> None:
        raise AssertionError("there is no port, so there is no session")

    async def opening() -> Session:
        return Session(SerialPipe.open(str(tmp_path / "no-port")), b"once", None)

    async def run() -> None:
        reconnecting = asyncio.create_task(Reconnector(opening, never, trouble).run())
        async with asyncio.timeout(20):
            await twice.wait()
        reconnecting.cancel()
        await asyncio.wait([reconnecting])
        assert reconnecting.cancelled()

    asyncio.run(run())
    assert all(isinstance(error, PipeError) for error in troubles)
    assert "Is the cable in" in str(troubles[0])
