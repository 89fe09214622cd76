"""The reference board's start, frozen into its MicroPython: the image in the flash's ROMFS, then `main`."""

import sys

import vfs

_IMAGE = "/rom"

if _IMAGE not in sys.path:
    vfs.mount(vfs.rom_ioctl(2, 0), _IMAGE)  # pyright: ignore[reportAttributeAccessIssue, reportCallIssue, reportArgumentType]
    sys.path.insert(0, _IMAGE)

import main  # noqa: E402

main.run("esp32s3")
