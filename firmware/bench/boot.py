"""Runs a bench as a board runs its firmware: `micropython boot.py FIRMWARE_IMAGE BENCH_IMAGE MODULE [ARGUMENT ...]`.

An image lies in memory already, beside the heap, where it says `@ADDRESS+BYTES`.
"""

import gc
import os
import sys

import micropython
import uctypes
import vfs


def _content(named: str) -> bytearray:
    if named.startswith("@"):
        address, size = named[1:].split("+")
        return uctypes.bytearray_at(int(address), int(size))
    content = bytearray(os.stat(named)[6])
    with open(named, "rb") as file:
        file.readinto(content)
    return content


def _mount(named: str, at: str) -> None:
    vfs.mount(vfs.VfsRom(_content(named)), at)  # pyright: ignore[reportAttributeAccessIssue]


if __name__ == "__main__":
    _mount(sys.argv[1], "/rom")
    _mount(sys.argv[2], "/bench")
    sys.path[:] = ["/rom", "/bench", ".frozen"]
    gc.threshold(4 * 1024)  # as in main.py, until a bench says otherwise
    micropython.opt_level(3)
    __import__(sys.argv[3])
    sys.modules[sys.argv[3]].run(*sys.argv[4:])
