"""On MicroPython: a board's start with the firmware's image, `interrupted_board.py IMAGE FOLDER`, then the prompt.

The firmware runs until it is interrupted, as Ctrl-C does at a board's prompt.
"""

import os
import sys

import vfs

image = bytearray(os.stat(sys.argv[1])[6])
with open(sys.argv[1], "rb") as file:
    file.readinto(image)
vfs.mount(vfs.VfsRom(image), "/rom")
sys.path[:] = ["/rom", "", ".frozen"]

import main  # noqa: E402

main.run("sim", sys.argv[2])
