"""The record ring against littlefs: `micropython -m bench.store RECORDS`. 120 bytes a record, every one durable."""

import gc
import json
import os
import sys
import time

import vfs

from bench.calibration import calibration_us
from checks.ring import Ring

_RECORD_BYTES = 120
_BLOCK_BYTES = 4096
_BLOCKS = 64


class CountingFlash:
    """A partition in memory that counts what is programmed and erased."""

    def __init__(self) -> None:
        self._bytes = bytearray(b"\xff" * (_BLOCK_BYTES * _BLOCKS))
        self.programmed_bytes = 0
        self.erases = 0

    def readblocks(self, block: int, buffer: bytearray, offset: int = 0) -> None:
        """Fill `buffer` from a block's offset on."""
        at = block * _BLOCK_BYTES + offset
        buffer[:] = memoryview(self._bytes)[at : at + len(buffer)]

    def writeblocks(self, block: int, buffer: bytes, offset: int = 0) -> None:
        """Program bytes."""
        at = block * _BLOCK_BYTES + offset
        self._bytes[at : at + len(buffer)] = buffer
        self.programmed_bytes += len(buffer)

    def ioctl(self, request: int, argument: int) -> int:
        """4: number of blocks, 5: bytes in a block, 6: erase one block."""
        if request == 4:
            return _BLOCKS
        if request == 5:
            return _BLOCK_BYTES
        if request == 6:
            at = argument * _BLOCK_BYTES
            self._bytes[at : at + _BLOCK_BYTES] = b"\xff" * _BLOCK_BYTES
            self.erases += 1
        return 0


def ring(records: int) -> dict:
    """Return what the ring costs for each record, wrapping over what was acknowledged."""
    flash = CountingFlash()
    gc.collect()
    before_bytes = gc.mem_alloc()
    store = Ring(flash, b"benchlog")
    gc.collect()
    heap_bytes = gc.mem_alloc() - before_bytes
    content = bytes(_RECORD_BYTES)
    best_us = -1
    for _ in range(5):
        gc.collect()
        start = time.ticks_us()
        for _ in range(records // 5):
            store.acknowledge(store.append(content))
        took = time.ticks_diff(time.ticks_us(), start) / (records // 5)
        best_us = took if best_us < 0 else min(best_us, took)
    return {
        "write_amplification": flash.programmed_bytes / (records * _RECORD_BYTES),
        "erases_per_record": flash.erases / records,
        "append_us": best_us,
        "heap_bytes": heap_bytes,
    }


def littlefs(records: int) -> dict:
    """Return what a file on littlefs costs for each record that is flushed."""
    flash = CountingFlash()
    # The stubs want their own base class, which is not there at run time.
    vfs.VfsLfs2.mkfs(flash, readsize=32, progsize=128)  # pyright: ignore[reportArgumentType]
    vfs.mount(vfs.VfsLfs2(flash, readsize=32, progsize=128), "/bench")  # pyright: ignore[reportArgumentType]
    programmed, erases = flash.programmed_bytes, flash.erases
    content = bytes(_RECORD_BYTES)
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
        "littlefs_write_amplification": (flash.programmed_bytes - programmed) / (records * _RECORD_BYTES),
        "littlefs_erases_per_record": (flash.erases - erases) / records,
    }


if __name__ == "__main__":
    count = int(sys.argv[1])
    figures = ring(count)
    figures.update(littlefs(count))
    print(json.dumps({"figures": figures, "calibration_us": calibration_us()}))
