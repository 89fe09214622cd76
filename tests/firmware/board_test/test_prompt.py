"""A board is tested through its prompt, here MicroPython's unix port on a terminal, as a connected board would be."""

import asyncio
import contextlib
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from viewmark.bench.handheld import open_terminal
from viewmark.handheld.board_test.connected import Driven, driven, run_connected, second_port
from viewmark.handheld.board_test.errors import BoardTestError
from viewmark.handheld.board_test.lines import Outcome, Question, Said
from viewmark.handheld.board_test.modules import board_modules
from viewmark.handheld.board_test.surroundings import Surroundings, around, left_as_it_was
from viewmark.handheld.image import firmware_image
from viewmark.handheld.process import HEAP_BYTES
from viewmark.handheld.romfs import HOST_MARCH
from viewmark.handheld.runtime import room_bytes

START = Path(__file__).with_name("interrupted_board.py")
SOON_S = 20.0
ROOM_BYTES = 256 * 1024  # for the test, beside a firmware that was interrupted
RESTARTED = 75
PARTITIONS = {"records": 64 * 1024, "keys": 32 * 1024, "list": 512 * 1024, "photos": 1024 * 1024}


class Connected(NamedTuple):
    """A board whose firmware runs, at a serial port."""

    process: asyncio.subprocess.Process
    port: str
    surroundings: Surroundings


@contextlib.asynccontextmanager
async def connected(folder: Path, micropython: Path) -> AsyncIterator[Connected]:
    image = firmware_image()
    with open_terminal(is_blocking=True) as (device, port), left_as_it_was(folder):
        async with around(folder, False) as surroundings:
            heap = f"heapsize={HEAP_BYTES + room_bytes(image) + ROOM_BYTES}"
            process = await asyncio.create_subprocess_exec(
                *(str(micropython), "-X", heap, "-i", str(START), str(image), str(folder)),
                stdin=device,
                stdout=device,
                stderr=subprocess.STDOUT,
            )
            try:
                yield Connected(process, port, surroundings)
            finally:
                if process.returncode is None:
                    process.kill()
                await process.wait()


async def shows(surroundings: Surroundings, text: str) -> None:
    """Wait until the firmware shows a page."""
    async with asyncio.timeout(SOON_S):
        while surroundings.seen is None or text not in surroundings.seen.texts:
            await asyncio.sleep(0.05)


@pytest.fixture
def tested_at_prompt(folder: Path, micropython: Path, content: Callable[[Path], dict[str, bytes]]):
    """Tests the board in the folder while its firmware runs; returns the test, and what lay there before and after."""

    async def work(*parts: str) -> tuple[Outcome, dict[str, bytes], dict[str, bytes], int]:
        async with connected(folder, micropython) as board:
            loop = asyncio.get_running_loop()

            def say(said: Said) -> None:
                if isinstance(said, Question):
                    asyncio.run_coroutine_threadsafe(board.surroundings.answer(said), loop)

            await shows(board.surroundings, "VIEWMARK")
            os.kill(board.process.pid, signal.SIGINT)  # a raw terminal makes none of Ctrl-C; a board's port does
            before = content(folder)
            sim = Driven("sim", HOST_MARCH, PARTITIONS, str(folder))
            tested = await asyncio.to_thread(run_connected, board.port, sim, say, {"parts": list(parts)})
            after = content(folder)
            return tested, before, after, await asyncio.wait_for(board.process.wait(), SOON_S)

    return lambda *parts: asyncio.run(work(*parts))


def test_the_same_test_runs_at_a_boards_prompt_and_its_firmware_restarts(tested_at_prompt) -> None:
    tested, before, after, code = tested_at_prompt()
    assert tested.failed == []
    assert {one.part for one in tested.checks} >= {"flash", "screen", "keys", "light", "clock", "pipe", "unchanged"}
    assert {name: one for name, one in after.items() if name != "clock.offset"} == before
    assert code == RESTARTED


def test_nobody_at_the_prompt_is_said(micropython: Path) -> None:
    with open_terminal() as (_, port), pytest.raises(BoardTestError, match="does not answer as MicroPython does"):
        run_connected(port, Driven("sim", HOST_MARCH, {}), wanted={"parts": ["vault"]})


def test_a_port_that_is_not_there_is_named(micropython: Path, tmp_path: Path) -> None:
    with pytest.raises(BoardTestError, match=r"gone.*Plug it in anew"):
        run_connected(str(tmp_path / "gone"), Driven("sim", HOST_MARCH, {}))


def test_a_second_port_that_cannot_be_opened_is_named(folder: Path, micropython: Path, tmp_path: Path) -> None:
    async def work() -> None:
        async with connected(folder, micropython) as board:
            await shows(board.surroundings, "VIEWMARK")
            os.kill(board.process.pid, signal.SIGINT)
            sim, gone = Driven("sim", HOST_MARCH, {}, str(folder)), str(tmp_path / "gone")
            await asyncio.to_thread(run_connected, board.port, sim, wanted={"parts": ["pipe"]}, pipe=gone)

    with pytest.raises(BoardTestError, match=r"second port .*gone cannot be opened.*--pipe"):
        asyncio.run(work())


def test_a_terminal_has_no_second_port() -> None:
    with open_terminal() as (_, port):
        assert second_port(port) is None


def test_the_reference_boards_test_and_drivers_compile_for_its_chip(micropython: Path) -> None:
    board = driven("esp32s3-reference")
    assert (board.folder, board.march) == ("esp32s3", "xtensawin")
    assert set(board.partitions) == {"firmware_a", "firmware_b", "list", "records", "keys", "photos"}
    assert board_modules(board.folder, board.march)
