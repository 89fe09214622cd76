"""The link on the virtual radio, beside bare notifications on the same air."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from viewmark.bench.bareradio import bare_radio
from viewmark.bench.figures import Figure
from viewmark.bench.handheld import NEVER, BenchHandheld, Load, bench_handheld
from viewmark.bench.syncs import BenchLaptop, Synced, best_bytes_per_s
from viewmark.radio import open_air

if TYPE_CHECKING:
    from viewmark.radio.air import Air

LOST_SHARE = 0.01
_SEED = 1


class OnAir(NamedTuple):
    """What was measured at one pace (0: as fast as it goes) and one MTU."""

    pace_bytes_per_s: int
    mtu_bytes: int
    bytes_per_s: float
    bare_bytes_per_s: float
    efficiency: float
    retransmitted_frames: int
    lossy_cost: float

    @property
    def over_bare(self) -> float:
        """How much of what the radio carries bare the link carries of photos; 0 where that was not measured."""
        return self.bytes_per_s / self.bare_bytes_per_s if self.bare_bytes_per_s else 0.0


class Radio(NamedTuple):
    """All that was measured on the air."""

    runs: list[OnAir]

    @property
    def lossy_cost(self) -> float:
        """The bytes of a sync with some notifications lost over those of a clean one."""
        return max(run.lossy_cost for run in self.runs)

    def figures(self) -> list[Figure]:
        """Return the figures with their bars; what is beside bare notifications is the worse of two MTUs."""
        unpaced = [run for run in self.runs if not run.pace_bytes_per_s]
        paced = [run for run in self.runs if run.pace_bytes_per_s]
        beside = [run for run in paced if run.bare_bytes_per_s]
        retransmitted = sum(run.retransmitted_frames for run in paced)
        return [
            Figure("payload_efficiency_ble", round(unpaced[0].efficiency, 4), "ratio", ">=", 0.94),
            Figure("throughput_ble_unpaced_bytes_per_s", round(unpaced[0].bytes_per_s), "bytes/s"),
            Figure("throughput_ble_paced_bytes_per_s", round(beside[0].bytes_per_s), "bytes/s"),
            _over_bare("ble_over_bare_notifications_unpaced", unpaced),
            _over_bare("ble_over_bare_notifications_paced", beside),
            Figure("retransmitted_frames_paced", retransmitted, "count"),  # a stall of the machine makes some
        ]


class RadioBench:
    """Measures on one air after the other. The fastest of `rounds` counts, for both ends of a ratio."""

    def __init__(self, folder: Path, laptop: BenchLaptop, rounds: int) -> None:
        self._folder = folder
        self._laptop = laptop
        self._rounds = rounds

    async def measure(self, pace_bytes_per_s: int, mtu_bytes: int, load: Load, beside: bool = True) -> OnAir:
        """Sync on a clean air, and where it is wanted `beside`, notify as many bytes without any protocol.

        As fast as it goes, it is synced once more with some notifications lost.
        """
        bare: list[float] = []
        syncs: list[Synced] = []
        async with contextlib.AsyncExitStack() as stack:
            handheld, air = await stack.enter_async_context(self._handheld(pace_bytes_per_s, mtu_bytes, load))
            notifying = await stack.enter_async_context(bare_radio(self._folder, air)) if beside else None
            for _ in range(self._rounds):  # by turns: what else the machine does comes in phases
                if notifying is not None:
                    bare.append(await notifying.notify(load.all_photo_bytes))
                syncs.append(await self._laptop.sync(handheld, load))
            retransmitted = (await handheld.counted())["retransmitted_frames"]
            lossy_bytes = 0 if pace_bytes_per_s else await self._lossy_bytes(handheld, air, load)
        return OnAir(
            pace_bytes_per_s,
            mtu_bytes,
            best_bytes_per_s(load, syncs),
            max(bare, default=0.0),
            load.all_photo_bytes / syncs[0].photos.wire_bytes,
            retransmitted + sum(one.retransmitted_frames for one in syncs),
            lossy_bytes / syncs[0].wire_bytes,
        )

    async def _lossy_bytes(self, handheld: BenchHandheld, air: "Air", load: Load) -> int:
        """Return what a sync takes while some notifications are lost, those included."""
        from viewmark.radio.faults import share  # Bumble is there where an air is

        lost_bytes = 0
        chosen = share(LOST_SHARE, _SEED)

        def lose(value: bytes) -> bool:
            nonlocal lost_bytes
            is_lost = chosen(value)
            lost_bytes += len(value) if is_lost else 0
            return is_lost

        air.faults.lose = lose
        return (await self._laptop.sync(handheld, load)).wire_bytes + lost_bytes

    @contextlib.asynccontextmanager
    async def _handheld(self, pace: int, mtu_bytes: int, load: Load) -> "AsyncIterator[tuple[BenchHandheld, Air]]":
        fast = load._replace(collect_after_bytes=NEVER)
        async with (
            _air(pace, mtu_bytes) as air,
            bench_handheld(self._folder, self._laptop.pairings, fast, air) as handheld,
        ):
            yield handheld, air


@contextlib.asynccontextmanager
async def _air(pace_bytes_per_s: int, mtu_bytes: int) -> "AsyncIterator[Air]":
    """An air of its own with this laptop on it."""
    air = open_air(pace_bytes_per_s)
    from viewmark.radio.laptop import laptop_radio  # Bumble is there where an air is

    air.faults.mtu_at_most = mtu_bytes
    async with laptop_radio(air):
        yield air


def _over_bare(name: str, runs: list[OnAir]) -> Figure:
    return Figure(name, round(min(run.over_bare for run in runs), 3), "ratio", ">=", 0.9)
