"""What a laptop does with a pipe in these tests."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from viewmark.devices.radio import RadioPipe
from viewmark.errors import PipeError

KEY = b"tag key of one 1"
OTHER_KEY = b"tag key of one 2"
OPEN_S = 20.0
READ_S = 20.0
SHORTLY_S = 0.6


@contextlib.asynccontextmanager
async def connected(tag_key: bytes = KEY) -> AsyncIterator[RadioPipe]:
    """The pipe to the handheld of a tag key."""
    pipe = await RadioPipe.open("handheld-1", tag_key, OPEN_S)
    try:
        yield pipe
    finally:
        await pipe.close()


async def read_all(pipe: RadioPipe, count: int) -> bytes:
    """Return `count` bytes, or what came before nothing more did."""
    got = b""
    while len(got) < count and (data := await pipe.read(READ_S)):
        got += data
    return got


async def read_until_lost(pipe: RadioPipe) -> bytes:
    """Return what came before the pipe said that the handheld is out of reach."""
    got = b""
    try:
        while data := await pipe.read(READ_S):
            got += data
    except PipeError as error:
        assert "out of reach" in str(error)
        return got
    raise AssertionError("nothing came, and nobody said why")


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(READ_S):
        while not condition():
            await asyncio.sleep(0.01)


def numbered(count: int) -> bytes:
    """The bytes that the program `source` sends."""
    return bytes(place & 0xFF for place in range(count))
