"""The offline list as the handheld asks it: `micropython -m bench.lists LIST OVERLAY [plain]`.

Standard input: one `serial<TAB>maker` a line, first those that are listed, an empty line, then those that are not.
"""

import gc
import json
import sys
import time

from bench.calibration import calibration_us
from lists.stretch import Stretch
from ports import Partition
from sectors import Sectors
from viewmark_protocol.judging import judge
from viewmark_protocol.lists.offline import OfflineList
from viewmark_protocol.lists.overlay import Overlay

_KEY = bytes(range(32))
_NOW_S = 1_790_000_000
_BLOCK_BYTES = 4096
_ROUNDS = 5
_TIMED = 200  # lookups in a round: many live objects would slow the allocator down, and the handheld has none


class ReadFlash(Partition):
    """A file as flash that is only read; counts reads and bytes."""

    def __init__(self, path: str) -> None:
        self._file = open(path, "rb")
        self.size = self._file.seek(0, 2)
        self.reads = self.read_bytes = 0

    def readblocks(self, block: int, buffer: bytearray, offset: int = 0) -> None:
        """Fill `buffer` from a block's offset on."""
        self.reads += 1
        self.read_bytes += len(buffer)
        self._file.seek(block * _BLOCK_BYTES + offset)
        self._file.readinto(buffer)

    def ioctl(self, request: int, argument: int) -> int:
        """4: number of blocks, 5: bytes in a block."""
        return {4: self.size // _BLOCK_BYTES + 1, 5: _BLOCK_BYTES}.get(request, 0)


def _opened(path: str):
    flash = ReadFlash(path)
    sectors = Sectors(flash)
    return flash, Stretch(sectors, 0, sectors.count).read


def _round_us(work, items: list) -> float:
    """Return one round's time an item."""
    gc.collect()
    start = time.ticks_us()
    for serial, maker in items:
        work(serial, maker)
    return time.ticks_diff(time.ticks_us(), start) / len(items)


def _best_us(work, items: list) -> float:
    """Return the best of five rounds' times an item."""
    return min([_round_us(work, items) for _ in range(_ROUNDS)])


def _beside_us(asked, overlay, items: list) -> "tuple[float, float]":
    """Return the best times of asking without and with an overlay, by turns: both meet the same noise."""
    without = []
    beside = []
    for _ in range(_ROUNDS):
        for one, times in ((None, without), (overlay, beside)):
            asked.use(one)
            times.append(_round_us(lambda serial, maker: asked.find(serial), items))
    asked.use(None)
    return min(without), min(beside)


def _without_viper() -> None:
    """Have the list looked up by the same code as bytecode."""
    from viewmark_protocol.lists import looking, offline

    with open(looking.__file__) as file:
        source = file.read()
    plain = {"ptr8": lambda buffer: buffer, "ptr32": lambda buffer: buffer}
    exec(source[source.index("MOST_FOUND") :].replace("@micropython.viper", ""), plain)
    offline.scan = plain["scan"]


def main(path: str, overlay_path: str, is_plain: bool) -> None:
    """Print one JSON object: times, reads and bytes a lookup, heap, how many present serials were missed."""
    if is_plain:
        _without_viper()
    gc.collect()
    before = gc.mem_alloc()
    flash, read = _opened(path)
    asked = OfflineList(read, _KEY)
    overlay = Overlay(_opened(overlay_path)[1], asked.base)
    gc.collect()
    heap = gc.mem_alloc() - before
    missing = lookups = 0
    timed = []
    is_listed = True
    for line in sys.stdin:
        if line == "\n":
            is_listed = False
            flash.reads = flash.read_bytes = 0
            continue
        serial, maker = line.rstrip("\n").split("\t")
        found = asked.find(serial)
        if is_listed:
            missing += not found
        else:
            lookups += 1
            if len(timed) < _TIMED:
                timed.append((serial, maker))
    check_us, overlay_check_us = _beside_us(asked, overlay, timed)
    told = {
        "missing": missing,
        "reads": flash.reads / lookups,
        "bytes": flash.read_bytes / lookups,
        "heap_bytes": heap,
        "check_us": check_us,
        "overlay_check_us": overlay_check_us,
        "judge_us": _best_us(lambda serial, maker: judge(serial, maker, asked, _NOW_S, "laptop"), timed),
        "calibration_us": calibration_us(),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], len(sys.argv) > 3)
