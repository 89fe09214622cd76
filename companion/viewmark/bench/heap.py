"""The smallest heap in which the firmware's link brings a sync to its end."""

import asyncio
from pathlib import Path
from typing import NamedTuple

from viewmark.bench.handheld import Load, bench_handheld
from viewmark.bench.syncs import BenchLaptop
from viewmark.errors import BenchError
from viewmark_protocol.errors import ViewmarkError

_ROOMY_BYTES = 512 * 1024
_EXPECTED_BYTES = 64 * 1024  # beyond what is in use before: no sync has taken more
_TABLES = 76 / 77  # what the collector's own tables leave of a heap
_PIXELS_BYTES = 16 * 1024  # of the firmware's bench
_SYNC_S = 20.0


class Heap(NamedTuple):
    """The smallest heap, and what of it was in use before the first connection: both without the images."""

    least_bytes: int
    used_before_bytes: int

    @property
    def sync_bytes(self) -> int:
        """What is left for the sync, with all that lies scattered."""
        return int(self.least_bytes * _TABLES) - self.used_before_bytes

    @property
    def program_bytes(self) -> int:
        """The smallest heap without the memory that stands for the photos' flash."""
        return self.least_bytes - _PIXELS_BYTES


async def least_heap(folder: Path, laptop: BenchLaptop, load: Load, step_bytes: int) -> Heap:
    """Find it by bisection, to `step_bytes`; each try is a process of its own, and a sync in one session."""
    used = await _tried(folder, laptop, load._replace(heap_bytes=_ROOMY_BYTES))
    if used is None:
        raise BenchError(f"The sync does not complete in a heap of {_ROOMY_BYTES} bytes.")
    low, high = used, _ROOMY_BYTES
    middle = used + _EXPECTED_BYTES
    while high - low > step_bytes:
        found = await _tried(folder, laptop, load._replace(heap_bytes=middle))
        if found is None:
            low = middle
        else:
            high, used = middle, found
        middle = (low + high) // 2
    return Heap(high, used)


async def _tried(folder: Path, laptop: BenchLaptop, load: Load) -> int | None:
    """Return what was in use before the connection, None where it does not complete."""
    try:
        async with asyncio.timeout(_SYNC_S), bench_handheld(folder, laptop.pairings, load) as handheld:
            await laptop.sync(handheld, load, tries=1)
            return handheld.used_bytes
    except (ViewmarkError, BenchError, TimeoutError):
        return None
