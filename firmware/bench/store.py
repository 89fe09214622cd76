"""The record ring and the sealed log against littlefs: `micropython -m bench.store RECORDS`; every one is durable."""

import gc
import json
import os
import sys
import time

import vfs

from bench.calibration import calibration_us
from bench.flash import CountingFlash
from boards.sim.vault import FileVault
from checks import files
from checks.ring import Ring
from checks.store import Store
from ports import Partition, Ports
from viewmark_protocol.sealing.record import sealed_bytes

_SEALED_BYTES = 120  # what the ring takes in the comparison with littlefs
_RECORD_BYTES = 200  # what is sealed and appended
_BLOCK_BYTES = 4096
_BLOCKS = 64
_BOARD_RECORD_BLOCKS = 512  # as on the reference board: the heap that the ring takes grows with them
_KEY_BLOCKS = 8
_ROUNDS = 5
_TIMED = 40  # appends in one measurement: they wrap over sectors, and fit into the heap uncollected


class BenchPorts(Ports):
    """What a store asks of a board, on flash in memory."""

    def __init__(self, record_blocks: int) -> None:
        self.vault = FileVault("", False)
        self.record_flash = CountingFlash(_BLOCK_BYTES, record_blocks)
        self.key_flash = CountingFlash(_BLOCK_BYTES, _KEY_BLOCKS)

    def random(self, count: int) -> bytes:
        """Return the host's random bytes."""
        return os.urandom(count)

    def partition(self, name: str) -> Partition:
        """Return a partition by name."""
        return self.record_flash if name == "records" else self.key_flash


def ring(records: int) -> dict:
    """Return what the ring costs for each record that is sealed already, wrapping over what was acknowledged."""
    flash = CountingFlash(_BLOCK_BYTES, _BLOCKS)
    store = Ring(flash, b"benchlog")
    content = bytes(_SEALED_BYTES)
    for _ in range(records):
        store.acknowledge(store.append(content))
    return {
        "write_amplification": flash.programmed_bytes / (records * _SEALED_BYTES),
        "erases_per_record": flash.erases / records,
    }


def sealed(records: int) -> dict:
    """Return what a record costs with its seal and its keys."""
    ports = BenchPorts(_BLOCKS)
    log, content = Store(ports).log, bytes(_RECORD_BYTES)

    def append() -> None:
        log.ring.acknowledge(log.append(content, 1790000000))

    append_us, whole_us = -1.0, 0
    programs, erases = ports.key_flash.programs, ports.key_flash.erases
    for _ in range(_ROUNDS):  # far from each other: other work on the machine comes in phases
        append_us = _least(append_us, _round_us(append))
        start = time.ticks_us()
        for _ in range(records // _ROUNDS):
            append()
        whole_us += time.ticks_diff(time.ticks_us(), start)
    whole_us /= records
    appended = records + _ROUNDS * _TIMED
    return {
        "append_us": append_us,
        "append_and_collect_us": whole_us,
        "records_per_s": 1000000 / whole_us,
        "seal_us": append_us - _unsealed_us(),
        "seal_overhead_bytes": max([sealed_bytes(size) - size for size in range(256)]),
        "key_slot_programs_per_record": (ports.key_flash.programs - programs) / appended,
        "key_slot_erases_per_record": (ports.key_flash.erases - erases) / appended,
    }


def heap() -> dict:
    """Return what the store takes of the heap at the board's size: its objects, and all that one append leaves."""
    ports = BenchPorts(_BOARD_RECORD_BLOCKS)
    gc.collect()
    before_bytes = gc.mem_alloc()
    log, content = Store(ports).log, bytes(_RECORD_BYTES)
    log.append(content, 1790000000)
    gc.collect()
    gc.disable()
    log.append(content, 1790000000)
    taken_bytes = gc.mem_alloc() - before_bytes
    gc.enable()
    return {"heap_bytes": taken_bytes}


def littlefs(records: int) -> dict:
    """Return what a file on littlefs costs for each record that is flushed."""
    flash = CountingFlash(_BLOCK_BYTES, _BLOCKS)
    # The stubs want their own base class, which is not there at run time.
    vfs.VfsLfs2.mkfs(flash, readsize=32, progsize=128)  # pyright: ignore[reportArgumentType]
    vfs.mount(vfs.VfsLfs2(flash, readsize=32, progsize=128), "/bench")  # pyright: ignore[reportArgumentType]
    programmed, erases = flash.programmed_bytes, flash.erases
    content = bytes(_SEALED_BYTES)
    written = 0
    while written < records:
        with open("/bench/log", "wb") as file:  # a new segment each 32 records: the flash is small
            for _ in range(min(32, records - written)):
                file.write(content)
                file.flush()
                written += 1
        os.rename("/bench/log", "/bench/segment")
    vfs.umount("/bench")
    return {
        "littlefs_write_amplification": (flash.programmed_bytes - programmed) / (records * _SEALED_BYTES),
        "littlefs_erases_per_record": (flash.erases - erases) / records,
    }


def _unsealed_us() -> float:
    """Return what the ring alone takes for a record of the same size."""
    store = Ring(CountingFlash(_BLOCK_BYTES, _BLOCKS), b"benchlog")
    content = bytes(sealed_bytes(_RECORD_BYTES))
    best_us = -1.0
    for _ in range(_ROUNDS):
        best_us = _least(best_us, _round_us(lambda: store.acknowledge(store.append(content))))
    return best_us


def _round_us(append) -> float:
    """Return the average of one round in microseconds; the collector waits meanwhile, as in CPython's timeit."""
    gc.collect()
    gc.disable()
    start = time.ticks_us()
    for _ in range(_TIMED):
        append()
    took_us = time.ticks_diff(time.ticks_us(), start)
    gc.enable()
    return took_us / _TIMED


def _least(best_us: float, took_us: float) -> float:
    return took_us if best_us < 0 else min(best_us, took_us)


if __name__ == "__main__":
    count = int(sys.argv[1])
    files.damage = "There is no file store here."  # what is acknowledged stays in memory
    figures = heap()  # first: the board's flash needs the heap in one piece
    figures.update(ring(count))
    figures.update(sealed(count))
    files.damage = ""
    figures.update(littlefs(count))
    print(json.dumps({"figures": figures, "calibration_us": calibration_us()}))
