"""The link on a cable: a pseudo-terminal on which nothing stands between laptop and firmware."""

from pathlib import Path
from typing import NamedTuple

from viewmark.bench import mpremote
from viewmark.bench.figures import Figure
from viewmark.bench.handheld import NEVER, Load, bench_handheld
from viewmark.bench.handshake import Handshake, shake_hands
from viewmark.bench.syncs import BenchLaptop, Synced, best_bytes_per_s
from viewmark.bench.wires import one_byte_in

DAMAGED_EACH_BYTES = 20_000
SEED = 1


class Cable(NamedTuple):
    """What was measured on the cable."""

    handshake: Handshake
    efficiency: float
    lossy_cost: float
    bytes_per_s: float
    collecting_bytes_per_s: float
    mpremote: mpremote.Copied

    def figures(self) -> list[Figure]:
        """Return the figures with their bars."""
        return [
            Figure("payload_efficiency_serial", round(self.efficiency, 4), "ratio", ">=", 0.97),
            Figure("throughput_serial_bytes_per_s", round(self.bytes_per_s), "bytes/s"),
            Figure("throughput_serial_collecting_bytes_per_s", round(self.collecting_bytes_per_s), "bytes/s"),
            Figure("serial_over_mpremote", round(self.bytes_per_s / self.mpremote.from_device, 1), "ratio", ">=", 100),
            Figure("serial_over_mpremote_to_device", round(self.bytes_per_s / self.mpremote.to_device, 1), "ratio"),
            Figure("handshake_bytes", self.handshake.wire_bytes, "bytes", "<=", 1400),
            Figure("handshake_round_trips", self.handshake.round_trips, "count", "<=", 2),
        ]


async def measure_cable(folder: Path, laptop: BenchLaptop, load: Load, file_bytes: int, rounds: int) -> Cable:
    """Measure; the fastest of `rounds` counts, for both: what else the machine does comes in phases."""
    fast = load._replace(collect_after_bytes=NEVER)
    copies: list[mpremote.Copied] = []
    syncs: list[Synced] = []
    async with bench_handheld(folder, laptop.pairings, fast) as handheld:
        handshake = await shake_hands(handheld, laptop.pairings)
        for _ in range(rounds):
            copies.append(await mpremote.copy(folder, file_bytes))
            syncs.append(await laptop.sync(handheld, load))
        lossy = await laptop.sync(handheld, load, one_byte_in(DAMAGED_EACH_BYTES, SEED))
    async with bench_handheld(folder, laptop.pairings, load) as handheld:
        collecting = [await laptop.sync(handheld, load) for _ in range(rounds)]
    return Cable(
        handshake,
        load.all_photo_bytes / syncs[0].photos.wire_bytes,
        lossy.wire_bytes / syncs[0].wire_bytes,
        best_bytes_per_s(load, syncs),
        best_bytes_per_s(load, collecting),
        mpremote.Copied(
            max(one.from_device for one in copies),
            max(one.to_device for one in copies),
            min(one.start_s for one in copies),
        ),
    )
