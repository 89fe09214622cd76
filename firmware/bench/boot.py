"""Runs a bench on the firmware as a board carries it: `micropython bench/boot.py IMAGE MODULE [ARGUMENT ...]`."""

import gc
import os
import sys

import micropython
import vfs

COLLECT_AFTER_BYTES = 4 * 1024  # as in main.py


def _flash(path: str) -> bytearray:
    content = bytearray(os.stat(path)[6])
    with open(path, "rb") as file:
        file.readinto(content)
    return content


if __name__ == "__main__":
    image, module = sys.argv[1:3]
    vfs.mount(vfs.VfsRom(_flash(image)), "/rom")  # pyright: ignore[reportAttributeAccessIssue]
    sys.path[:] = ["/rom", ".frozen", sys.path[0] + "/.."]  # no image has the benches: they come from the sources
    gc.threshold(COLLECT_AFTER_BYTES)
    micropython.opt_level(3)
    __import__(module)
    sys.modules[module].run(*sys.argv[3:])
