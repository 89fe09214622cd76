"""The simulated board's start: `micropython boot.py IMAGE sim FOLDER`. The image in memory stands for its flash."""

import os
import sys

import vfs


def _flash(path: str) -> bytearray:
    content = bytearray(os.stat(path)[6])
    with open(path, "rb") as file:
        file.readinto(content)
    return content


vfs.mount(vfs.VfsRom(_flash(sys.argv[1])), "/rom")  # pyright: ignore[reportAttributeAccessIssue]
sys.path[:] = ["/rom", ".frozen"]

import main  # noqa: E402

main.run(sys.argv[2], sys.argv[3])
