"""The real parts that the system tests put together: handheld, cable, laptop and register, each with what ends it."""

import asyncio
import contextlib
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TypeVar

from viewmark.demo.pairing import pair_simulated
from viewmark.demo.part import Part
from viewmark.demo.registry import API_KEY, register_part
from viewmark.devices.pipe import SerialPipe
from viewmark.devices.session import Session
from viewmark.handheld.officer import Officer
from viewmark.handheld.process import Handheld, ScreenShot
from viewmark.laptop import Laptop
from viewmark.register.client import RegisterClient
from viewmark.register.server.escrows import set_focal_point
from viewmark.register.server.generate import add_listed
from viewmark.register.server.run import open_store
from viewmark_protocol.messages.base import Message

# Small enough to be copied for every cut, large enough for a dozen checks with their photos.
SMALL_FLASH = {"list": 256 * 1024, "records": 64 * 1024, "keys": 16 * 1024, "photos": 1536 * 1024}
NOBODY = "http://127.0.0.1:9"  # the port of `discard`: nobody listens there
MAKER = "TAURUS"
PATIENCE_S = 30.0

Answer = TypeVar("Answer", bound=Message)


@contextlib.asynccontextmanager
async def running_handheld(
    folder: Path, device_id: str = "handheld-1", clock_trust: str = "battery", partitions: dict[str, int] | None = None
) -> AsyncIterator[Handheld]:
    """A handheld that is on and plugged in; what lies in its folder is its flash."""
    handheld = Handheld(folder, device_id, clock_trust, partitions=partitions or SMALL_FLASH)
    handheld.cable.plug_in()
    try:
        await handheld.start()
        yield handheld
    finally:
        await handheld.stop()


@contextlib.asynccontextmanager
async def running_register(
    folder: Path, *listed: tuple[str, str], focal_point: bytes | None = None
) -> AsyncIterator[Part]:
    """A register in a process, with weapons `(serial, maker)` on its list, and a focal point's public key or none."""
    await asyncio.to_thread(_fill, folder, listed, focal_point)
    register = register_part(folder)
    try:
        await register.start()
        yield register
    finally:
        await register.kill()


def _fill(folder: Path, listed: tuple[tuple[str, str], ...], focal_point: bytes | None) -> None:
    store = open_store(folder)
    try:
        if focal_point is not None:
            set_focal_point(store, focal_point)
        for serial, maker in listed:
            add_listed(store, serial, maker, "stolen")
    finally:
        store.close()


@contextlib.asynccontextmanager
async def laptop_at(folder: Path, url: str = NOBODY, timeout_s: float = 10.0) -> AsyncIterator[Laptop]:
    """A laptop that asks the register at `url` and does not wait between attempts."""

    async def no_wait(seconds: float) -> None: ...

    async with RegisterClient(url, API_KEY, timeout_s=timeout_s, transfer_timeout_s=timeout_s, sleep=no_wait) as client:
        laptop = Laptop(folder, client)
        try:
            yield laptop
        finally:
            laptop.close()


async def viewmark(*arguments: str | Path, folder: Path | None = None, exit_code: int = 0) -> str:
    """Run a command as a person does, on a laptop's folder if one is given; return what it printed, or its error."""
    where = () if folder is None else ("--folder", str(folder))
    ran = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "viewmark.cli.main", *map(str, arguments), *where),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(ran.communicate(), PATIENCE_S)
    assert ran.returncode == exit_code, err.decode()
    return (err if exit_code else out).decode()


async def restart(handheld: Handheld) -> ScreenShot:
    """Switch a handheld off and on, and return its first screen."""
    await handheld.kill()
    await handheld.start()
    return handheld.screen


async def checked(handheld: Handheld, *photos: Path, maker: str | None = MAKER) -> list[ScreenShot]:
    """Have the officer check each photo; return the verdicts' screens."""
    return [await Officer(handheld).check(photo, maker) for photo in photos]


async def record_checks(folder: Path, *photos: Path, device_id: str = "handheld-1") -> None:
    """Leave a flash in `folder` that holds a check for each photo and has never been synced."""
    async with running_handheld(folder, device_id) as handheld:
        for screen in await checked(handheld, *photos):
            assert recorded_sequence(screen) is not None, screen.texts


def recorded_sequence(screen: ScreenShot) -> int | None:
    """Return the sequence of the check that a screen says is recorded."""
    shown = re.search(r"Check (\d+) is recorded", words(screen))
    return int(shown[1]) if shown else None


def words(screen: ScreenShot) -> str:
    """Return all that a screen says as one text."""
    return " ".join(screen.texts)


async def ask(handheld: Handheld, laptop: Laptop, message: Message, answer: type[Answer]) -> Answer:
    """Ask a handheld one thing in a session of its own, once they are paired."""
    await pair_simulated(handheld, laptop.pairings)
    session = Session(SerialPipe.open(str(handheld.cable.path)), os.urandom(4), laptop.pairings)
    try:
        await session.hello()
        return await session.ask(message, answer)
    finally:
        await session.close()


async def sync(handheld: Handheld, laptop: Laptop, tries: int = 5) -> list[str]:
    """Sync over the handheld's cable, once they are paired; return the new checks' ids."""
    await pair_simulated(handheld, laptop.pairings)
    return await laptop.sync_once(str(handheld.cable.path), tries=tries)


def sequences(laptop: Laptop) -> list[int]:
    """Return the sequences that a laptop filed, oldest first."""
    return [one.sequence for one in reversed(laptop.archive.checks(1000))]


def unread_photos(laptop: Laptop) -> list[str]:
    """Return the photos that a check names and that do not lie in the archive."""
    named = [mark.photo for one in laptop.archive.checks(1000) if one.check for mark in one.check.firearms[0].marks]
    return [digest.hex() for digest in named if digest and not laptop.archive.photos.path(digest).exists()]


async def until(condition: Callable[[], bool]) -> None:
    """Wait until a condition of another process holds, which nobody can announce."""
    async with asyncio.timeout(PATIENCE_S):
        while not condition():
            await asyncio.sleep(0.002)


class Unsynced:
    """A flash full of checks to be copied, the records that lie in it, and the bytes that a sync of it carries."""

    def __init__(self, flash: Path) -> None:
        self.flash = flash
        self.records: list[bytes] = []
        self.carried_bytes = 0

    def copy_to(self, folder: Path) -> Path:
        """Copy the flash and return where it lies."""
        return Path(shutil.copytree(self.flash, folder))


async def measure_sync(unsynced: Unsynced, folder: Path) -> None:
    """Sync a copy without any disturbance and note what it carried and brought."""
    async with running_handheld(unsynced.copy_to(folder / "handheld")) as handheld, laptop_at(folder) as laptop:
        await pair_simulated(handheld, laptop.pairings)
        before = handheld.cable.carried_bytes
        await sync(handheld, laptop)
        unsynced.records = records(laptop)
        unsynced.carried_bytes = handheld.cable.carried_bytes - before


def records(laptop: Laptop) -> list[bytes]:
    """Return the bytes of every filed check, oldest first."""
    return [one.record for one in reversed(laptop.archive.checks(1000))]
