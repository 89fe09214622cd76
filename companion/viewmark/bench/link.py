"""`viewmark bench link`: the link by cable and on the air, beside mpremote and bare notifications, in one run."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from viewmark.bench.cable import DAMAGED_EACH_BYTES, Cable, measure_cable
from viewmark.bench.figures import Bench, Figure
from viewmark.bench.handheld import COLLECT_AFTER_BYTES, Load, bench_handheld
from viewmark.bench.heap import Heap, least_heap
from viewmark.bench.onair import LOST_SHARE, OnAir, Radio, RadioBench
from viewmark.bench.syncs import BenchLaptop

_PACE_BYTES_PER_S = 100_000
_LEAST_MTU = 23
_KIB = 1024

Say = Callable[[str], None]


class Case(NamedTuple):
    """How much is measured. Paced loads are smaller in the quick case, where each second counts."""

    cable_load: Load
    radio_load: Load
    paced_load: Load
    least_mtu_load: Load
    heap_load: Load
    heap_step_bytes: int
    file_bytes: int
    mtus_bytes: tuple[int, ...]
    rounds: int


_FULL = Case(
    cable_load=Load(photos=8, photo_bytes=128 * _KIB),
    radio_load=Load(photos=8, photo_bytes=128 * _KIB),
    paced_load=Load(photos=8, photo_bytes=64 * _KIB),
    least_mtu_load=Load(photos=2, photo_bytes=64 * _KIB),
    heap_load=Load(photos=2, photo_bytes=64 * _KIB),
    heap_step_bytes=_KIB,
    file_bytes=60_000,
    mtus_bytes=(247, 517),
    rounds=5,
)
_QUICK = Case(
    cable_load=Load(photos=8, photo_bytes=128 * _KIB, checks=20),
    radio_load=Load(photos=8, photo_bytes=48 * _KIB, checks=20),
    paced_load=Load(photos=2, photo_bytes=48 * _KIB, checks=20),
    least_mtu_load=Load(photos=2, photo_bytes=8 * _KIB, checks=2),
    heap_load=Load(photos=2, photo_bytes=32 * _KIB),
    heap_step_bytes=4 * _KIB,
    file_bytes=15_000,
    mtus_bytes=(247,),
    rounds=1,
)


def measure(quick: bool, say: Say = lambda text: None) -> Bench:
    """Measure in processes of this machine; `say` is told what is being measured."""
    case = _QUICK if quick else _FULL
    with tempfile.TemporaryDirectory(prefix="viewmark-bench-") as folder:
        cable, heap, radio = asyncio.run(_measured(Path(folder), case, say))
    return Bench("link", _figures(cable, heap, radio), _settings(case, cable), [run._asdict() for run in radio.runs])


async def _measured(folder: Path, case: Case, say: Say) -> tuple[Cable, Heap, Radio]:
    say("A handheld that is paired")
    laptop = BenchLaptop(folder)
    async with bench_handheld(folder / "paired", laptop.pairings, case.cable_load._replace(checks=0)):
        pass

    def handheld(name: str) -> Path:
        return shutil.copytree(folder / "paired", folder / name)

    say("The cable, beside mpremote")
    cable = await measure_cable(handheld("cable"), laptop, case.cable_load, case.file_bytes, case.rounds)
    bench = RadioBench(handheld("unpaced"), laptop, case.rounds)
    runs = []
    for mtu in case.mtus_bytes:
        say(f"The radio as fast as it goes, MTU {mtu}")
        runs.append(await bench.measure(0, mtu, case.radio_load))
    say(f"The radio at {_PACE_BYTES_PER_S} bytes/s, and the smallest heap")
    heap, paced = await asyncio.gather(  # neither is a matter of how fast the machine is
        least_heap(handheld("heap"), laptop, case.heap_load, case.heap_step_bytes),
        _paced(RadioBench(handheld("paced"), laptop, 1), RadioBench(handheld("least"), laptop, 1), case),
    )
    return cable, heap, Radio(runs + paced)


async def _paced(bench: RadioBench, least: RadioBench, case: Case) -> list[OnAir]:
    runs = [await bench.measure(_PACE_BYTES_PER_S, mtu, case.paced_load) for mtu in case.mtus_bytes]
    return [*runs, await least.measure(_PACE_BYTES_PER_S, _LEAST_MTU, case.least_mtu_load, beside=False)]


def _figures(cable: Cable, heap: Heap, radio: Radio) -> list[Figure]:
    return [
        *cable.figures(),
        *radio.figures(),
        Figure("lossy_cost_serial", round(cable.lossy_cost, 3), "ratio"),
        Figure("lossy_cost_ble", round(radio.lossy_cost, 3), "ratio"),
        Figure("lossy_cost", round(max(cable.lossy_cost, radio.lossy_cost), 3), "ratio", "<=", 1.5),
        Figure("sync_heap_bytes", heap.sync_bytes, "bytes", "<=", 64 * _KIB),
        Figure("sync_program_heap_bytes", heap.program_bytes, "bytes"),
    ]


def _settings(case: Case, cable: Cable) -> dict[str, Any]:
    return {
        "photo_bytes": case.cable_load.all_photo_bytes,
        "radio_photo_bytes": case.radio_load.all_photo_bytes,
        "photos": case.cable_load.photos,
        "checks": case.cable_load.checks,
        "efficiency": "photo bytes over all bytes both ways of a session of its own, opened and closed in it",
        "throughput": "from the request for the first photo to the last one durable in the archive, best of rounds;"
        " the collector runs when the heap is full",
        "throughput_collecting": f"the same, the collector runs each {COLLECT_AFTER_BYTES} bytes as in main.py",
        "rounds": case.rounds,
        "mpremote": "cp from the unix port, as photos go, and to it; without its start, which an empty command shows",
        "mpremote_file_bytes": case.file_bytes,
        "mpremote_start_s": round(cable.mpremote.start_s, 3),
        "mpremote_from_device_bytes_per_s": round(cable.mpremote.from_device),
        "mpremote_to_device_bytes_per_s": round(cable.mpremote.to_device),
        "handshake": "all bytes both ways, the opening of the link included; round trips of TLS, which that precedes",
        "pace_bytes_per_s": _PACE_BYTES_PER_S,
        "mtu_bytes": [*case.mtus_bytes, _LEAST_MTU],
        "paced_photo_bytes": case.paced_load.all_photo_bytes,
        "damaged_one_byte_in": DAMAGED_EACH_BYTES,
        "lost_notifications": LOST_SHARE,
        "sync_heap": f"smallest heap found by bisection to {case.heap_step_bytes} bytes, collecting as in main.py, less"
        " what was in use before the first connection; 64-bit objects; Mbed TLS lies outside of it",
        "program_heap": "without the pixels; with the buffers of screen and camera, 115200 bytes",
    }
