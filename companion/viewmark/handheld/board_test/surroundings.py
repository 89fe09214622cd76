"""What is around a simulated board while it is tested: a person, a laptop, a scan engine, a radio, and a picture."""

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from viewmark import places
from viewmark.handheld import board as boards
from viewmark.handheld import camera
from viewmark.handheld.board_test.lines import Question
from viewmark.handheld.board_test.person import Seen, answer
from viewmark.handheld.scan_engine import ScanEngine

_SEES_S = 5.0
_PIXELS_AT_MOST = 1 << 20
_RADIO_NAME = "board-test"
_PICTURE = "01-stamped.jpg"
_CLOCK = "clock.offset"  # what the simulated clock remembers of being set


class Surroundings:
    """What is at a simulated board's ends: a person, a laptop that sends back what comes, a scan engine."""

    def __init__(self) -> None:
        self.seen: Seen | None = None
        self._changed = asyncio.Condition()
        self._control: asyncio.StreamWriter | None = None

    async def control(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """See what the board shows, until it is gone."""
        self._control = writer
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while line := await reader.readline():
                head = json.loads(line)
                pixels = await reader.readexactly(head["pixels"])
                async with self._changed:
                    self.seen = Seen(head["texts"], pixels, head["light"])
                    self._changed.notify_all()

    async def echo(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Send back what comes from the second serial port."""
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(4096):
                writer.write(data)
                await writer.drain()

    async def answer(self, question: Question) -> None:
        """Look at the board and press the key that answers."""
        seen = None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_SEES_S), self._changed:
                await self._changed.wait_for(lambda: self._shows(question))
                seen = self.seen
        if self._control is not None:
            self._control.write(json.dumps({"key": answer(question.wanted, seen)}).encode() + b"\n")
            await self._control.drain()

    def _shows(self, question: Question) -> bool:
        return self.seen is not None and question.question.startswith(self.seen.texts[0])


@contextlib.asynccontextmanager
async def around(folder: Path, has_radio: bool) -> AsyncIterator[Surroundings]:
    """Everything at the ends of the board in a folder, which is told where it finds them."""
    surroundings, engine = Surroundings(), ScanEngine()
    async with contextlib.AsyncExitStack() as stack:
        ports: list[int] = []
        for serve in (surroundings.control, surroundings.echo, engine.serve):
            server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=_PIXELS_AT_MOST)
            stack.callback(server.close)
            ports.append(server.sockets[0].getsockname()[1])
        boards.set_ports(folder, *ports, radio_port=await _radio(stack) if has_radio else None)
        yield surroundings


async def _radio(stack: contextlib.AsyncExitStack) -> int | None:
    """Return the port of a radio on an air of its own; None where the extra `viewmark[radio]` is not installed."""
    try:
        from viewmark.radio.air import Air
        from viewmark.radio.peripheral import Peripheral
    except ImportError:
        return None
    radio = Peripheral(Air(), _RADIO_NAME)
    stack.push_async_callback(radio.close)
    return await radio.start()


@contextlib.contextmanager
def left_as_it_was(folder: Path) -> Iterator[None]:
    """Have a picture before the camera; afterwards it and what the clock remembers are as they were."""
    clock = folder / _CLOCK
    kept = clock.read_bytes() if clock.exists() else None
    has_picture = (folder / "camera.grey").exists()
    if not has_picture:
        camera.lay_before(folder, places.samples() / _PICTURE, boards.read_board())
    try:
        yield
    finally:
        if not has_picture:
            camera.take_away(folder)
        if kept is None:
            clock.unlink(missing_ok=True)
        else:
            new = clock.with_suffix(".new")
            new.write_bytes(kept)
            os.replace(new, clock)
