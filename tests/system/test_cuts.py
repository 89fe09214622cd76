"""The cable is pulled, or the handheld loses power, in the middle of a sync: nothing is lost, nothing is doubled."""

import asyncio
import contextlib
import random
from pathlib import Path
from typing import Any

import pytest
from parts import laptop_at, records, running_handheld, sequences, sync, unread_photos, until

from viewmark.errors import PipeError
from viewmark.laptop import Laptop
from viewmark_protocol.errors import DeadlineError, LinkLostError

BROKEN_LINE = (PipeError, LinkLostError, DeadlineError)
CUTS = range(8)
KILLS = range(3)


def moment(seed: int, total_bytes: int) -> int:
    """Return after how many bytes of a sync the disturbance comes; the same for the same seed."""
    return random.Random(seed).randrange(1, total_bytes)


def assert_whole(laptop: Laptop, unsynced: Any) -> None:
    """Every check of the log is here once, byte for byte, with its photo."""
    assert sequences(laptop) == [1, 2, 3, 4, 5]
    assert records(laptop) == unsynced.records
    assert unread_photos(laptop) == []


def test_an_undisturbed_sync_brings_every_check_and_photo_and_both_ends_know(unsynced: Any, tmp_path: Path) -> None:
    async def run() -> None:
        flash = unsynced.copy_to(tmp_path / "handheld")
        async with running_handheld(flash) as handheld, laptop_at(tmp_path / "laptop") as laptop:
            filed = await sync(handheld, laptop)
            assert filed == [one.id for one in reversed(laptop.archive.checks())]
            assert_whole(laptop, unsynced)
            assert await sync(handheld, laptop) == []
            (device,) = laptop.archive.devices()
            assert (device["next_sequence"], device["acknowledged"], device["on_laptop"]) == (6, 6, 5)
            await handheld.wait_for(lambda screen: "on device 5   on laptop 5" in " ".join(screen.texts), 5)

    asyncio.run(run())


@pytest.mark.parametrize("seed", CUTS)
def test_a_cable_pulled_in_mid_sync_is_taken_up_where_it_was(unsynced: Any, tmp_path: Path, seed: int) -> None:
    async def run() -> None:
        flash = unsynced.copy_to(tmp_path / "handheld")
        async with running_handheld(flash) as handheld, laptop_at(tmp_path / "laptop") as laptop:
            handheld.cable.cut_after_bytes = cut = moment(seed, unsynced.carried_bytes)
            with contextlib.suppress(*BROKEN_LINE):  # a cut after the last word breaks nothing
                await sync(handheld, laptop, tries=1)
            await until(lambda: not handheld.cable.is_in)
            before = handheld.cable.carried_bytes
            handheld.cable.plug_in()
            await sync(handheld, laptop)
            assert_whole(laptop, unsynced)
            again = handheld.cable.carried_bytes - before + cut - unsynced.carried_bytes
            assert again < 32 * 1024, "more was carried twice than what was on its way"

    asyncio.run(run())


def test_a_cable_pulled_again_and_again_brings_all_in_the_end(unsynced: Any, tmp_path: Path) -> None:
    async def run() -> None:
        flash = unsynced.copy_to(tmp_path / "handheld")
        step_bytes = unsynced.carried_bytes // 6
        async with running_handheld(flash) as handheld, laptop_at(tmp_path / "laptop") as laptop:
            for _ in range(12):
                handheld.cable.cut_after_bytes = handheld.cable.carried_bytes + step_bytes
                try:
                    await sync(handheld, laptop, tries=1)
                except BROKEN_LINE:
                    await until(lambda: not handheld.cable.is_in)
                    handheld.cable.plug_in()
                else:
                    break
            assert_whole(laptop, unsynced)

    asyncio.run(run())


def test_a_pulled_cable_says_so_and_what_to_do(unsynced: Any, tmp_path: Path) -> None:
    async def run() -> None:
        flash = unsynced.copy_to(tmp_path / "handheld")
        async with running_handheld(flash) as handheld, laptop_at(tmp_path / "laptop") as laptop:
            handheld.cable.cut_after_bytes = unsynced.carried_bytes // 2
            with pytest.raises(PipeError, match="Plug it in: the sync goes on where it was"):
                await sync(handheld, laptop, tries=1)
            with pytest.raises(PipeError, match="Is the cable in, and the handheld on"):
                await sync(handheld, laptop, tries=1)

    asyncio.run(run())


@pytest.mark.parametrize("seed", KILLS)
def test_a_handheld_that_loses_power_in_mid_sync_loses_nothing(unsynced: Any, tmp_path: Path, seed: int) -> None:
    async def run() -> None:
        flash = unsynced.copy_to(tmp_path / "handheld")
        async with running_handheld(flash) as handheld, laptop_at(tmp_path / "laptop") as laptop:
            at = moment(seed, unsynced.carried_bytes)
            syncing = asyncio.create_task(sync(handheld, laptop))
            await until(lambda: handheld.cable.carried_bytes >= at or syncing.done())
            await handheld.kill()
            await handheld.start()
            await syncing
            await sync(handheld, laptop)
            assert_whole(laptop, unsynced)

    asyncio.run(run())
