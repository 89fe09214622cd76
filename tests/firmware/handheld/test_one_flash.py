"""A flash is one handheld's: what is on keeps every other one away, until it is off, however it went off."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from viewmark.errors import HandheldError
from viewmark.handheld import process
from viewmark.handheld.board_test.simulated import run_simulated
from viewmark.handheld.officer import Officer
from viewmark.handheld.process import Handheld


def test_a_second_handheld_is_refused_and_the_first_one_works_on(bench, tmp_path):
    async def work():
        async with bench() as (handheld, officer):
            handheld.cable.plug_in()
            described = (handheld.folder / "board.json").read_bytes()
            second = Handheld(handheld.folder, "handheld-2")
            with pytest.raises(HandheldError, match="Switch that one off, or name another folder"):
                await second.start()
            await second.stop()
            with pytest.raises(HandheldError, match="Switch it off"):
                await run_simulated(handheld.folder)
            assert (handheld.folder / "board.json").read_bytes() == described
            assert handheld.cable.path.exists()
            await officer.check(None, None)
            return await officer.history()

    assert set(asyncio.run(work())) == {1}


def test_a_handheld_that_was_switched_off_leaves_its_flash_to_another(bench):
    async def work():
        async with bench() as (handheld, officer):
            await officer.check(None, None)
            await handheld.kill()
            second = Handheld(handheld.folder)
            await second.start()
            try:
                return await Officer(second).history()
            finally:
                await second.stop()

    assert set(asyncio.run(work())) == {1}


def test_a_handheld_that_did_not_start_leaves_its_flash_to_another(tmp_path, micropython, monkeypatch):
    async def work():
        first = Handheld(tmp_path)
        with monkeypatch.context() as patched, pytest.raises(HandheldError):
            patched.setattr(process, "_START_S", 0.0)
            await first.start()
        second = Handheld(tmp_path)
        await second.start()
        await second.stop()

    asyncio.run(work())


def test_the_lock_goes_with_a_program_that_is_killed(tmp_path: Path, micropython):
    command = [sys.executable, "-m", "viewmark.cli.main", "handheld", "--folder", str(tmp_path), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert "The handheld is at" in running.stdout.readline()
        refused = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert refused.returncode == 1 and "Another handheld is on" in refused.stderr
        os.kill(running.pid, signal.SIGKILL)

    async def work():
        handheld = Handheld(tmp_path)
        await handheld.start()
        await handheld.stop()

    asyncio.run(work())
