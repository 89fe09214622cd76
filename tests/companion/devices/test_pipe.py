"""The serial pipe over a real pseudo-terminal: a port that is not there, one in use, a cable that is pulled."""

import asyncio
import os
import tty
from pathlib import Path

import pytest
import serial

from viewmark.devices.pipe import SerialPipe
from viewmark.errors import PipeError


class Line:
    """A pseudo-terminal: the laptop's end at `path`, the other at `far`."""

    def __init__(self) -> None:
        self.far, self._near = os.openpty()
        tty.setraw(self._near)
        self.path = os.ttyname(self._near)

    def pull(self) -> None:
        """Make the port disappear."""
        os.close(self.far)
        os.close(self._near)


def test_a_port_that_is_not_there_asks_for_the_cable(tmp_path: Path) -> None:
    async def run() -> None:
        with pytest.raises(PipeError, match="Is the cable in, and the handheld on"):
            SerialPipe.open(str(tmp_path / "no-port"))

    asyncio.run(run())


def test_what_is_no_port_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no port")

    async def run() -> None:
        with pytest.raises(PipeError, match="cannot be opened"):
            SerialPipe.open(str(tmp_path / "file"))

    asyncio.run(run())


def test_a_port_that_another_program_holds_is_refused() -> None:
    async def run() -> None:
        line = Line()
        with serial.Serial(line.path, exclusive=True), pytest.raises(PipeError, match="is used by another program"):
            SerialPipe.open(line.path)
        line.pull()

    asyncio.run(run())


def test_bytes_go_through_in_both_directions() -> None:
    async def run() -> None:
        line = Line()
        pipe = SerialPipe.open(line.path)
        await pipe.write(bytes(range(256)))
        assert os.read(line.far, 1000) == bytes(range(256))
        os.write(line.far, b"\x03\x04\x11\x13\x00answer")
        received = b""
        while len(received) < 11:
            received += await pipe.read(5)
        assert received == b"\x03\x04\x11\x13\x00answer"
        await pipe.close()
        line.pull()

    asyncio.run(run())


def test_silence_is_an_empty_read() -> None:
    async def run() -> None:
        line = Line()
        pipe = SerialPipe.open(line.path)
        assert await pipe.read(0.01) == b""
        await pipe.close()
        line.pull()

    asyncio.run(run())


def test_a_pulled_cable_ends_every_later_read_and_write_with_a_sentence() -> None:
    async def run() -> None:
        line = Line()
        pipe = SerialPipe.open(line.path)
        line.pull()
        for _ in range(2):
            with pytest.raises(PipeError, match="Plug it in: the sync goes on where it was"):
                await pipe.read(5)
        with pytest.raises(PipeError, match="Plug it in"):
            await pipe.write(b"too late")
        await pipe.close()

    asyncio.run(run())
