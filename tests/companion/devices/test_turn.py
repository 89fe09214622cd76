"""One sync of a handheld at a time, whichever programs of a laptop want to."""

import asyncio
import sys
from pathlib import Path

import pytest

from viewmark.devices.turn import turn
from viewmark.errors import ArchiveError

HOLDER = """
import asyncio, sys
from pathlib import Path
from viewmark.devices.turn import turn
async def hold():
    async with turn(Path(sys.argv[1]), "VM-1"):
        print("held", flush=True)
        await asyncio.sleep(600)
asyncio.run(hold())
"""


def test_a_free_turn_is_taken_at_once_and_the_second_waits_for_the_first(tmp_path: Path) -> None:
    async def run() -> None:
        order: list[str] = []

        async def second() -> None:
            async with turn(tmp_path, "VM-1") as waited:
                order.append(f"second, {waited}")

        async with turn(tmp_path, "VM-1") as waited:
            assert not waited
            waiting = asyncio.create_task(second())
            await asyncio.sleep(0.3)
            order.append("first")
        await waiting
        assert order == ["first", "second, True"]

    asyncio.run(run())


def test_two_handhelds_do_not_wait_for_each_other(tmp_path: Path) -> None:
    async def run() -> None:
        async with turn(tmp_path, "VM-1"), turn(tmp_path, "VM-2") as waited:
            assert not waited

    asyncio.run(run())


def test_the_turn_of_a_killed_program_is_free(tmp_path: Path) -> None:
    async def run() -> None:
        command = (sys.executable, "-c", HOLDER, str(tmp_path))
        other = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        assert other.stdout is not None
        assert await other.stdout.readline() == b"held\n"
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3), turn(tmp_path, "VM-1"):
                raise AssertionError("it is held")
        other.kill()
        await other.wait()
        async with asyncio.timeout(10), turn(tmp_path, "VM-1"):
            pass

    asyncio.run(run())


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    async def run() -> None:
        async with turn(tmp_path / "nowhere", "VM-1"):
            raise AssertionError("there is no such folder")

    with pytest.raises(ArchiveError, match="cannot be written"):
        asyncio.run(run())
