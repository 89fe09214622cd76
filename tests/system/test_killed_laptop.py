"""`viewmark sync` in a process of its own, as a person runs it, and killed with `kill -9` at seeded moments."""

import asyncio
import json
import random
import sys
from pathlib import Path
from typing import Any

import pytest
from parts import laptop_at, records, running_handheld, running_register, sync, unread_photos, until

from viewmark.demo.pairing import pair_laptop_folder
from viewmark.demo.registry import API_KEY
from viewmark.handheld.process import Handheld
from viewmark.register.client import RegisterClient


async def start_sync(handheld: Handheld, folder: Path, url: str, *more: str) -> asyncio.subprocess.Process:
    """Start the command on the handheld's cable, with which its laptop is paired."""
    await pair_laptop_folder(handheld, folder)
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "viewmark.cli.main", "sync", str(handheld.cable.path)),
        *("--folder", str(folder), "--url", url, "--api-key", API_KEY, *more),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@pytest.mark.parametrize("seed", range(3))
def test_a_laptop_killed_in_mid_sync_goes_on_where_it_was(unsynced: Any, tmp_path: Path, seed: int) -> None:
    async def run() -> None:
        flash = unsynced.copy_to(tmp_path / "handheld")
        async with (
            running_register(tmp_path / "register") as register,
            running_handheld(flash) as handheld,
        ):
            at = random.Random(seed).randrange(1, unsynced.carried_bytes)
            killed = await start_sync(handheld, tmp_path / "laptop", register.url)
            await until(lambda: handheld.cable.carried_bytes >= at or killed.returncode is not None)
            if killed.returncode is None:
                killed.kill()
            await killed.communicate()
            async with laptop_at(tmp_path / "laptop", register.url) as laptop:
                await sync(handheld, laptop)
                assert records(laptop) == unsynced.records
                assert unread_photos(laptop) == []
            async with RegisterClient(register.url, API_KEY) as client:
                counts = await client.counts()
            assert (counts["checks"], counts["photos"]) == (5, 5)

    asyncio.run(run())


def test_the_command_says_what_is_filed_and_what_still_waits_for_a_register_that_is_away(
    unsynced: Any, tmp_path: Path
) -> None:
    async def run() -> None:
        flash = unsynced.copy_to(tmp_path / "handheld")
        async with running_handheld(flash) as handheld:
            for_people = await start_sync(handheld, tmp_path / "laptop", "http://127.0.0.1:9")
            out, err = await for_people.communicate()
            assert for_people.returncode == 0, err
            assert b"5 new checks were filed." in out
            assert b"wait here for the register and go out at the next sync." in out
            assert b"Check the network" in out
            async with running_register(tmp_path / "register") as register:
                while True:  # what was held off after a failure goes out when its time has come
                    for_programs = await start_sync(handheld, tmp_path / "laptop", register.url, "--json")
                    out, err = await for_programs.communicate()
                    report = json.loads(out)
                    assert for_programs.returncode == 0, err
                    assert set(report) == {"filed", "waiting", "refused", "error"}
                    assert report["filed"] == []
                    if report["waiting"] == 0:
                        break
                async with RegisterClient(register.url, API_KEY) as client:
                    assert (await client.counts())["checks"] == 5

    asyncio.run(run())


def test_another_officer_may_take_over_while_questions_still_wait(unsynced: Any, tmp_path: Path) -> None:
    async def run() -> None:
        flash = unsynced.copy_to(tmp_path / "handheld")
        async with running_handheld(flash) as handheld:
            for officer in ("K7", "K8"):
                ended = await start_sync(handheld, tmp_path / "laptop", "http://127.0.0.1:9", "--officer", officer)
                _, err = await ended.communicate()
                assert ended.returncode == 0, err.decode()

    asyncio.run(run())


def test_without_a_cable_the_command_fails_in_one_line(tmp_path: Path) -> None:
    async def run() -> None:
        ended = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "viewmark.cli.main", "sync", str(tmp_path / "no-port"), "--url", "http://x"),
            *("--api-key", API_KEY, "--folder", str(tmp_path / "laptop")),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await ended.communicate()
        assert ended.returncode == 1
        assert out == b""
        (line,) = err.decode().strip().splitlines()
        assert line.startswith("Not done: The port")
        assert "Is the cable in" in line

    asyncio.run(run())
