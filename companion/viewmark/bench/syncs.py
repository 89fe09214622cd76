"""Syncs of the link bench: the laptop's own session, sync and archive on a counted pipe."""

import os
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

from viewmark.archive.archive import Archive
from viewmark.archive.keystore import KeyStore
from viewmark.bench.handheld import DEVICE_ID, BenchHandheld, Load
from viewmark.bench.wires import CountedPipe, Damage
from viewmark.devices.logkeys import LogKeys
from viewmark.devices.opening import open_pipe
from viewmark.devices.pairings import Pairings
from viewmark.devices.session import Session
from viewmark.devices.sync import Sync
from viewmark.errors import BROKEN_LINE, BenchError

_TRIES = 8

Step = Callable[[Sync], Awaitable[object]]


class Cost(NamedTuple):
    """What one step of a sync took, over all sessions that it needed."""

    wire_bytes: int
    took_s: float
    sessions: int
    retransmitted_frames: int


class Synced(NamedTuple):
    """What a sync took: for the checks in one session, and for the photos in another."""

    checks: Cost
    photos: Cost

    @property
    def wire_bytes(self) -> int:
        """All bytes of both, in both directions."""
        return self.checks.wire_bytes + self.photos.wire_bytes

    @property
    def retransmitted_frames(self) -> int:
        """What the laptop sent twice."""
        return self.checks.retransmitted_frames + self.photos.retransmitted_frames


def best_bytes_per_s(load: Load, syncs: list[Synced]) -> float:
    """Return how fast the photos came in the fastest sync."""
    return load.all_photo_bytes / min(one.photos.took_s for one in syncs)


class BenchLaptop:
    """A laptop with its pairings, and a new archive for each sync."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.pairings = Pairings(folder / "pairings.json")

    async def sync(
        self, handheld: BenchHandheld, load: Load, damage: Damage | None = None, tries: int = _TRIES
    ) -> Synced:
        """Pull all checks, then all photos; BenchError when not all is here then."""
        with tempfile.TemporaryDirectory(dir=self._folder) as name:
            archive = Archive(Path(name))
            try:
                keys = LogKeys(archive, KeyStore(Path(name) / "keys.json"), lambda device_id, log_id: False)

                async def run(step: Step) -> Cost:
                    return await self._run(step, lambda session: Sync(session, archive, keys), handheld, damage, tries)

                synced = Synced(await run(Sync.pull_checks), await run(Sync.pull_photos))
                _compare(archive, load)
                return synced
            finally:
                archive.close()

    async def _run(
        self,
        step: Step,
        make_sync: Callable[[Session], Sync],
        handheld: BenchHandheld,
        damage: Damage | None,
        tries: int,
    ) -> Cost:
        """Do one step; a line that breaks is tried again from where it was, as the laptop does."""
        wire_bytes = retransmitted_frames = 0
        took_s = 0.0
        for tried in range(1, tries + 1):
            pipe = CountedPipe(await open_pipe(handheld.where, self.pairings), damage)
            session = Session(pipe, os.urandom(4), self.pairings)
            is_done = False
            try:
                sync = make_sync(session)
                await sync.greet()
                began_s = time.perf_counter()
                await step(sync)
                took_s += time.perf_counter() - began_s
                is_done = True
            except BROKEN_LINE:
                if tried == tries:
                    raise
            finally:
                await session.close()
                wire_bytes += pipe.wire_bytes
                retransmitted_frames += session.link.retransmitted
            if is_done:
                return Cost(wire_bytes, took_s, tried, retransmitted_frames)
        raise AssertionError("the last try returns or raises")


def _compare(archive: Archive, load: Load) -> None:
    """Raise BenchError unless every check and every photo lies in the archive: photos lie there by their digest."""
    photos = archive.missing_photos(DEVICE_ID)
    arrived = [one.check for one in archive.checks(load.checks + 1) if one.check is not None]
    states = [archive.photo_state(mark.photo) for check in arrived for mark in check.firearms[0].marks if mark.photo]
    if photos or len(arrived) != load.checks or states != ["acknowledged"] * load.photos:
        raise BenchError(f"The sync did not bring all: {len(arrived)} checks, {states.count('acknowledged')} photos.")
