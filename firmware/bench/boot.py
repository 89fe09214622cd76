"""Runs a bench as a board runs its firmware: `micropython boot.py FIRMWARE_IMAGE BENCH_IMAGE MODULE [ARGUMENT ...]`."""

import gc
import os
import sys

import micropython
import vfs


def _mount(path: str, at: str) -> None:
    content = bytearray(os.stat(path)[6])
    with open(path, "rb") as file:
        file.readinto(content)
    vfs.mount(vfs.VfsRom(content), at)  # pyright: ignore[reportAttributeAccessIssue]


if __name__ == "__main__":
    _mount(sys.argv[1], "/rom")
    _mount(sys.argv[2], "/bench")
    sys.path[:] = ["/rom", "/bench", ".frozen"]
    gc.threshold(4 * 1024)  # as in main.py, until a bench says otherwise
    micropython.opt_level(3)
    __import__(sys.argv[3])
    sys.modules[sys.argv[3]].run(*sys.argv[4:])
