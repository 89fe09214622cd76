"""Records and acknowledges 100 000 checks: `micropython soak.py CHECKS`, on MicroPython, with flash in memory.

At every tenth of them it prints a line of JSON: how many checks, the heap in use, and the flash operations that a
start and a check take; with the times beside them, which nobody judges.
"""

import gc
import json
import sys
import time

from checks import files
from checks.store import Store
from disk import blank, boot
from flash import RamFlash
from shift import Board, content

ACKNOWLEDGE_EVERY = 50


class CountedFlash(RamFlash):
    """Counts reads too."""

    reads = 0

    def readblocks(self, block, buffer, offset=0):
        self.reads += 1
        return RamFlash.readblocks(self, block, buffer, offset)


def flashes():
    return {
        "records": CountedFlash(4096, 64, unit_bytes=16),
        "keys": CountedFlash(4096, 16, unit_bytes=16, zeroes=True),
        "photos": blank(64),
    }


def counts(board):
    """Return reads and mutating operations of records and keys so far."""
    raw = (board.flashes["records"], board.flashes["keys"])
    return sum([one.reads for one in raw]), sum([one.operations for one in raw])


def run(checks):
    board = Board(flashes())
    boot(board.flashes["photos"])
    store = Store(board)
    for number in range(1, checks + 1):
        store.log.append(content(number % 1000), 1790000000 + number)
        if number % ACKNOWLEDGE_EVERY == 0:
            store.acknowledge(number + 1)
        if number % (checks // 10) == 0:
            print(json.dumps(measured(board, store, number)))
    violations = [one for flash in board.flashes.values() for one in flash.violations]
    print(json.dumps({"violations": violations[:3], "files_damage": files.damage}))


def measured(board, store, number):
    """Return the state at an age; the checks that it takes to measure are recorded as well."""
    gc.collect()
    heap_bytes = gc.mem_alloc()
    before, start_us = counts(board), time.ticks_us()
    again = Store(board)
    mount_us = time.ticks_diff(time.ticks_us(), start_us)
    mount = counts(board)[0] - before[0]
    assert again.ring.next_sequence == store.ring.next_sequence == number + 1
    assert again.log.can_append and again.ring.acknowledged == number + 1
    return {
        "checks": number,
        "heap_bytes": heap_bytes,
        "mount_reads": mount,
        "mount_us": mount_us,
        "erased_per_check": sum([board.flashes[name].erased for name in ("records", "keys")]) / number,
        "operations_per_check": counts(board)[1] / number,
        "first_sequence": store.ring.first_sequence,
    }


run(int(sys.argv[1]))
