"""A handheld full of checks, a laptop that is paired with it, and a pipe that breaks after a given frame."""

import contextlib
import os
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, NamedTuple

from parts import SMALL_FLASH, laptop_at

from viewmark import places
from viewmark.demo.pairing import pair_simulated
from viewmark.devices import handhelds
from viewmark.devices.opening import open_pipe
from viewmark.devices.session import Session
from viewmark.errors import PipeError
from viewmark.handheld.officer import Officer
from viewmark.handheld.process import Handheld
from viewmark.laptop import Laptop
from viewmark.radio import open_air
from viewmark.radio.laptop import laptop_radio
from viewmark_protocol.frames.frame import DATA, FrameReader
from viewmark_protocol.messages.paired import PullTagKey, TagKey

CHECKS, PHOTOS = 100, 5
DEVICE = "handheld-1"
TRANSPORTS = ("cable", "air")
SIDES = ("handheld", "laptop")
MOST_PAYLOAD_BYTES = 4096


class CountedPipe:
    """A real pipe. It counts frames from each side, and breaks after `cut` frames of `side`, this one included."""

    def __init__(self, pipe: Any, side: str, cut: int | None, on_cut: Callable[[], None]) -> None:
        self._pipe = pipe
        self.chunk_bytes = pipe.chunk_bytes
        self._side, self._cut, self._on_cut = side, cut, on_cut
        self._readers = {side: FrameReader(MOST_PAYLOAD_BYTES) for side in SIDES}
        self.frames = dict.fromkeys(SIDES, 0)
        self.payloads: dict[int, int] = {}  # of the data frames that came from the handheld, by sequence
        self.is_cut = False

    async def read(self, timeout_s: float) -> bytes:
        return self._passed("handheld", await self._pipe.read(timeout_s))

    async def write(self, data: bytes) -> None:
        if passing := self._passed("laptop", bytes(data)):
            await self._pipe.write(passing)

    async def close(self) -> None:
        await self._pipe.close()

    def _passed(self, side: str, data: bytes) -> bytes:
        """Return what passes; the frame at which the cut comes passes whole, and nothing after it."""
        if self.is_cut:
            raise PipeError("The line was cut.")
        for at in range(len(data)):
            for one in self._readers[side].feed(data[at : at + 1]):
                self.frames[side] += 1
                if one is not None and one.kind == DATA and side == "handheld":
                    self.payloads[one.sequence] = len(one.payload)
                if side == self._side and self.frames[side] == self._cut:
                    self.is_cut = True
                    self._on_cut()
                    return data[: at + 1]
        return data


class Ran(NamedTuple):
    """What one session carried: frames of each side, and payload bytes that came from the handheld."""

    frames: dict[str, int]
    payload_bytes: int


class Prepared:
    """Folders of an unsynced handheld and of a laptop that is paired with it, to be copied for each run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def prepare(self) -> None:
        """Record the checks, pair, and have the laptop know the handheld on the air."""
        handheld = Handheld(self._folder / "handheld", DEVICE, partitions=SMALL_FLASH)
        handheld.cable.plug_in()
        try:
            await handheld.start()
            officer = Officer(handheld)
            for photo in sorted(places.samples().glob("*.jpg"))[:PHOTOS]:
                await officer.check(photo, None)
            for _ in range(CHECKS - PHOTOS):
                await officer.check(None, None)
            async with laptop_at(self._folder / "laptop") as laptop:
                await pair_simulated(handheld, laptop.pairings)
                session = Session(
                    await open_pipe(str(handheld.cable.path), laptop.pairings), os.urandom(4), laptop.pairings
                )
                await session.hello()
                laptop.pairings.keep_tag_key(DEVICE, (await session.ask(PullTagKey(), TagKey)).key)
                await session.close()
        finally:
            await handheld.stop()

    @contextlib.asynccontextmanager
    async def copied(self, folder: Path, transport: str) -> AsyncIterator["Bench"]:
        """A copy of both, on, and joined by cable or by air."""
        for name in ("handheld", "laptop"):
            shutil.copytree(self._folder / name, folder / name)
        async with contextlib.AsyncExitStack() as stack:
            air = None
            if transport == "air":
                air = open_air()
                await stack.enter_async_context(laptop_radio(air))
            handheld = Handheld(folder / "handheld", DEVICE, partitions=SMALL_FLASH, air=air)
            if transport == "cable":
                handheld.cable.plug_in()
            stack.push_async_callback(handheld.stop)
            await handheld.start()
            laptop = await stack.enter_async_context(laptop_at(folder / "laptop"))
            where = str(handheld.cable.path) if transport == "cable" else f"radio:{DEVICE}"
            yield Bench(handheld, laptop, where)


class Bench:
    """One handheld, one laptop, and where it is found."""

    def __init__(self, handheld: Handheld, laptop: Laptop, where: str) -> None:
        self.handheld = handheld
        self.laptop = laptop
        self._where = where

    async def sync(self, side: str = "", cut: int | None = None, on_cut: Callable[[], None] = lambda: None) -> Ran:
        """Sync once over a pipe that breaks after `cut` frames of `side`; PipeError where it broke."""
        pipes: list[CountedPipe] = []

        async def opening(where: str, pairings: Any) -> CountedPipe:
            pipes.append(CountedPipe(await open_pipe(where, pairings), side, cut, on_cut))
            return pipes[-1]

        real, handhelds.open_pipe = handhelds.open_pipe, opening  # type: ignore[assignment]
        try:
            await self.laptop.sync_once(self._where, tries=1)
        except PipeError:
            if not pipes or not pipes[0].is_cut:
                raise
        finally:
            handhelds.open_pipe = real
        return Ran(pipes[0].frames, sum(pipes[0].payloads.values()))
