"""Paired ones sync on the air: the unmodified app and the unmodified firmware over a virtual radio, and its faults."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from parts import SMALL_FLASH, checked, laptop_at, sequences, sync, unread_photos, until
from PIL import Image

from viewmark.devices.progress import Progress
from viewmark.errors import PipeError
from viewmark.handheld.officer import Officer
from viewmark.handheld.process import Handheld
from viewmark.laptop import Laptop
from viewmark.radio import open_air
from viewmark.radio.faults import share
from viewmark.radio.laptop import laptop_radio


@contextlib.asynccontextmanager
async def on_the_air(
    folder: Path, *names: str, rate_bytes_per_s: int = 0
) -> AsyncIterator[tuple[Any, Laptop, list[Handheld]]]:
    """An air with a laptop and handhelds that it is paired with; no cable is in."""
    air = open_air(rate_bytes_per_s)
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(laptop_radio(air))
        laptop = await stack.enter_async_context(laptop_at(folder / "laptop"))
        handhelds = []
        for name in names or ("handheld-1",):
            handheld = Handheld(folder / name, name, partitions=SMALL_FLASH, air=air)
            stack.push_async_callback(handheld.stop)
            handheld.cable.plug_in()
            await handheld.start()
            await sync(handheld, laptop)
            handheld.cable.pull_out()
            handhelds.append(handheld)
        yield air, laptop, handhelds


@contextlib.asynccontextmanager
async def served(laptop: Laptop, name: str, report: Callable[[Progress], None]) -> AsyncIterator[None]:
    """The laptop keeps a handheld in sync on the air."""
    serving = asyncio.create_task(laptop.serve(f"radio:{name}", report))
    try:
        yield
    finally:
        serving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await serving


def noise(path: Path, size_px: int) -> Path:
    """Return a picture that no compression makes small."""
    Image.effect_noise((size_px, size_px), 100).save(path, quality=95)
    return path


@pytest.mark.parametrize("mtu", [23, 247, 517])
def test_checks_and_photos_come_over_the_air_whatever_its_packets_carry(tmp_path: Path, photo: Path, mtu: int) -> None:
    async def run() -> None:
        async with on_the_air(tmp_path) as (air, laptop, (handheld,)):
            air.faults.mtu_at_most = mtu
            await checked(handheld, photo)
            assert len(await laptop.sync_once("radio:handheld-1")) == 1
            assert sequences(laptop) == [1] and unread_photos(laptop) == []

    asyncio.run(run())


def test_lost_notifications_cost_repeats_and_nothing_else(tmp_path: Path, photo: Path) -> None:
    async def run() -> None:
        async with on_the_air(tmp_path) as (air, laptop, (handheld,)):
            air.faults.lose = share(0.05, 7)
            await checked(handheld, photo, photo)
            await laptop.sync_once("radio:handheld-1")
            assert air.counts["lost"] > 0
            assert sequences(laptop) == [1, 2] and unread_photos(laptop) == []

    asyncio.run(run())


def test_two_handhelds_on_one_air_are_told_apart(tmp_path: Path, photo: Path) -> None:
    async def run() -> None:
        async with on_the_air(tmp_path, "one", "two") as (_, laptop, (one, two)):
            await checked(one, photo)
            await checked(two, photo, photo)
            await asyncio.gather(laptop.sync_once("radio:one"), laptop.sync_once("radio:two"))
            known = sorted((filed.device_id, filed.sequence) for filed in laptop.archive.checks())
            assert known == [("one", 1), ("two", 1), ("two", 2)]

    asyncio.run(run())


def test_a_handheld_that_is_not_paired_or_was_never_synced_by_cable_is_not_looked_for(tmp_path: Path) -> None:
    async def run() -> None:
        async with on_the_air(tmp_path) as (_, laptop, _):
            with pytest.raises(PipeError, match="Sync it once over the cable"):
                await laptop.sync_once("radio:another", tries=1)

    asyncio.run(run())


def test_an_unpaired_laptop_hears_nothing_that_names_the_handheld(tmp_path: Path) -> None:
    async def run() -> None:
        async with on_the_air(tmp_path) as (_, laptop, (handheld,)):
            handheld.cable.plug_in()
            assert await laptop.handhelds.unpair("handheld-1", str(handheld.cable.path))
            from bleak import BleakScanner

            heard = await BleakScanner.discover(timeout=1.0)
            assert heard == [], "nobody is paired, so nobody is called"

    asyncio.run(run())


@pytest.mark.parametrize("trouble", ["out of reach", "rebooted", "bluetooth off", "broken off"])
def test_whatever_breaks_the_radio_the_sync_goes_on_by_itself(tmp_path: Path, photo: Path, trouble: str) -> None:
    async def run() -> None:
        async with on_the_air(tmp_path) as (air, laptop, (handheld,)):
            seen: list[Progress] = []
            async with served(laptop, "handheld-1", seen.append):
                await until(lambda: any(one.what == "done" for one in seen))
                if trouble == "broken off":
                    air.drop()
                elif trouble == "rebooted":
                    await handheld.kill()
                    await handheld.start()
                else:
                    air.silent = True
                    await asyncio.sleep(0.3)
                    air.silent = False
                await checked(handheld, photo)
                await until(lambda: sequences(laptop) == [1] and unread_photos(laptop) == [])

    asyncio.run(run())


def test_a_check_that_is_new_does_not_wait_for_a_photo_that_is_on_its_way(tmp_path: Path, photo: Path) -> None:
    async def run() -> None:
        async with on_the_air(tmp_path, rate_bytes_per_s=60_000) as (_, laptop, (handheld,)):
            large = noise(tmp_path / "large.jpg", 640)
            assert large.stat().st_size > 250_000
            await checked(handheld, large)
            seen: list[tuple[str, int, int, int]] = []

            def report(progress: Progress) -> None:
                seen.append((progress.what, progress.done, progress.total, laptop.archive.count()))

            async with served(laptop, "handheld-1", report):
                await until(lambda: any(what == "photo" for what, *_ in seen))
                await Officer(handheld).check(None, None)
                await until(lambda: any(what == "photo" and done == total for what, done, total, _ in seen))
            under_way = [count for what, done, total, count in seen if what == "photo" and done < total]
            assert under_way[0] == 1 and under_way[-1] == 2, "the second check came before the photo's end"

    asyncio.run(run())
