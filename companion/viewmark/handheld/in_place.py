"""Runs MicroPython with images in memory beside its heap: each argument FILE.romfs becomes `@ADDRESS+BYTES`.

It runs by itself, and imports nothing of ours.
"""

import ctypes
import mmap
import sys

from micropython_run import run_main  # type: ignore[reportMissingImports]

_mapped = []  # for as long as the process runs


def _in_memory(argument: str) -> str:
    if not argument.endswith(".romfs"):
        return argument
    with open(argument, "rb") as file:
        image = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    first = ctypes.c_char.from_buffer(image)
    _mapped.append(first)
    return f"@{ctypes.addressof(first)}+{len(image)}"


if __name__ == "__main__":
    sys.exit(run_main(["micropython", *map(_in_memory, sys.argv[1:])]))
