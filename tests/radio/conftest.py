"""The virtual air, a laptop's bleak on it, and handhelds that run the firmware's radio on real MicroPython."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from viewmark.radio.air import Air
from viewmark.radio.laptop import laptop_radio
from viewmark.radio.peripheral import Peripheral

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # radio_helpers
SOON_S = 20.0
TEST_S = 60.0
LONG_MS = 60_000


class Firmware:
    """One handheld's process. `said` has the lines that it has printed."""

    def __init__(self, radio: Peripheral, process: asyncio.subprocess.Process) -> None:
        self.radio = radio
        self.process = process
        self.said: list[str] = []
        self._new = asyncio.Condition()
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        assert self.process.stdout is not None
        while line := await self.process.stdout.readline():
            async with self._new:
                self.said.append(line.decode().strip())
                self._new.notify_all()

    async def says(self, line: str) -> None:
        """Wait until it has printed a line."""
        async with asyncio.timeout(SOON_S), self._new:
            await self._new.wait_for(lambda: line in self.said)

    def tell(self) -> None:
        """Give it a line on its standard input."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"\n")

    async def kill(self) -> None:
        """Cut the power."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()
        await self.radio.close()
        await self._listening
        assert not [line for line in self.said if line.startswith("Traceback")], self.said


Handhelds = Callable[..., contextlib.AbstractAsyncContextManager[Firmware]]


@pytest.fixture
def run_firmware(root: Path, micropython: Path) -> Handhelds:
    """A context manager that runs a script of this folder as the firmware of a handheld on an air."""

    @contextlib.asynccontextmanager
    async def switched_on(air: Air, script: str, *arguments: str) -> AsyncIterator[Firmware]:
        radio = Peripheral(air)
        port = await radio.start()
        firmware = root / "firmware"
        search = [firmware / "boards" / "sim" / "modules", firmware, firmware / "lib", root / "protocol"]
        process = await asyncio.create_subprocess_exec(
            str(micropython),
            *("-X", "heapsize=512K", str(HERE / script), str(port), *arguments),
            env=os.environ | {"MICROPYPATH": ":".join([*map(str, search), ".frozen"])},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        one = Firmware(radio, process)
        try:
            yield one
        finally:
            await one.kill()

    return switched_on


@pytest.fixture
def handheld(run_firmware: Handhelds) -> Handhelds:
    """A context manager that switches on a handheld with a program and its tag keys."""

    def switched_on(
        air: Air, *tag_keys: bytes, program: str = "echo", stall_ms: int = LONG_MS, renew_ms: int = LONG_MS
    ):
        arguments = [program, str(stall_ms), str(renew_ms), *(one.hex() for one in tag_keys)]
        return run_firmware(air, "firmware_program.py", *arguments)

    return switched_on


@pytest.fixture
def on_air() -> Callable[[Callable[[Air], Awaitable[None]]], None]:
    """A function that runs a test's coroutine with an air, which the laptop is on."""

    def run(work: Callable[[Air], Awaitable[None]]) -> None:
        async def with_laptop() -> None:
            air = Air()
            async with asyncio.timeout(TEST_S), laptop_radio(air):
                await work(air)

        asyncio.run(with_laptop())

    return run
