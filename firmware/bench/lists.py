"""The offline list as the handheld asks it: `micropython -m bench.lists LIST [OVERLAY]`; serials on standard input.

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


def _asked() -> "tuple[list, list]":
    groups = ([], [])
    place = 0
    for line in sys.stdin:
        line = line.rstrip("\n")
        if not line:
            place = 1
            continue
        serial, maker = line.split("\t")
        groups[place].append((serial, maker))
    return groups


def _best_us(work, items: list) -> float:
    """Return the best of five rounds' times an item."""
    best = 0.0
    for _ in range(_ROUNDS):
        gc.collect()
        start = time.ticks_us()
        for serial, maker in items:
            work(serial, maker)
        took = time.ticks_diff(time.ticks_us(), start) / len(items)
        best = took if not best else min(best, took)
    return best


def main(path: str, overlay_path: str) -> None:
    """Print one JSON object: times, reads and bytes a lookup, heap, how many present serials were missed."""
    present, absent = _asked()
    gc.collect()
    before = gc.mem_alloc()
    flash, read = _opened(path)
    asked = OfflineList(read, _KEY)
    missing = sum([not asked.find(serial) for serial, _ in present])
    flash.reads = flash.read_bytes = 0
    for serial, _ in absent:
        asked.find(serial)
    told = {
        "missing": missing,
        "reads": flash.reads / len(absent),
        "bytes": flash.read_bytes / len(absent),
        "check_us": _best_us(lambda serial, maker: asked.find(serial), absent),
        "judge_us": _best_us(lambda serial, maker: judge(serial, maker, asked, _NOW_S, "laptop"), absent),
        "calibration_us": calibration_us(),
    }
    if overlay_path:
        asked.use(Overlay(_opened(overlay_path)[1], asked.base))
        told["overlay_find_us"] = _best_us(lambda serial, maker: asked.find(serial), absent)
        told["overlay_check_us"] = _best_us(lambda serial, maker: asked.find(serial), absent)
    gc.collect()
    told["heap_bytes"] = gc.mem_alloc() - before
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "")
