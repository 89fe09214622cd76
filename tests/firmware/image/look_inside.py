"""On MicroPython: mounts an image and prints every path in it and the SHA-256 of each file that is no code."""

import binascii
import hashlib
import os
import sys

import vfs


def show(folder, name):
    path = folder + "/" + name
    if os.stat("/rom" + path)[0] & 0x4000:
        for one in sorted(os.listdir("/rom" + path)):
            show(path if name else "", one)
    elif path.endswith((".py", ".mpy")):
        print(path[1:])
    else:
        with open("/rom" + path, "rb") as file:
            print(path[1:], binascii.hexlify(hashlib.sha256(file.read()).digest()).decode())


with open(sys.argv[1], "rb") as image:
    vfs.mount(vfs.VfsRom(image.read()), "/rom")
show("", "")
