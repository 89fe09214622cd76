"""The handheld's end of the link bench: `micropython bench/link.py IMAGE FOLDER`; what it is to do lies in `link.json`.

Firmware and heap are a board's: the image, its own line, stores and keys. Only the pixels of the photos are not on
flash, but cut out of one block of memory. Each line on the standard input is answered by one with what was counted.
"""

import gc
import json
import os
import sys

import vfs

_COLLECT_AFTER_BYTES = 4096  # as in main.py
_KEY_BYTES = 32


def _content(path: str) -> bytearray:
    content = bytearray(os.stat(path)[6])
    with open(path, "rb") as file:
        file.readinto(content)
    return content


gc.threshold(_COLLECT_AFTER_BYTES)
vfs.mount(vfs.VfsRom(_content(sys.argv[1])), "/rom")  # pyright: ignore[reportAttributeAccessIssue]
sys.path[:] = ["/rom", ".frozen"]

import asyncio  # noqa: E402
import hashlib  # noqa: E402

from boards.sim.clock import HostClock  # noqa: E402
from boards.sim.flash import FilePartition  # noqa: E402
from boards.sim.pipe import SocketPipe  # noqa: E402
from boards.sim.vault import FileVault  # noqa: E402
from checks import files, photos  # noqa: E402
from checks.record import build_record  # noqa: E402
from checks.store import Store  # noqa: E402
from link.lines import Lines  # noqa: E402
from lists.store import ListStore  # noqa: E402
from ports import Ports  # noqa: E402
from viewmark_protocol.checks import Clock, encode_check  # noqa: E402


class BenchPorts(Ports):
    """What the link asks of a board: flash in files, and one way to the laptop."""

    def __init__(self, folder: str, board: dict) -> None:
        self.device_id = board["device_id"]
        self.clock = HostClock(folder, board["clock_trust"])
        self.vault = FileVault(folder, board["key_in_chip"])
        self.random = os.urandom
        self._folder = folder
        self._board = board
        self.pipe = NoPipe()
        self.bluetooth = None

    def partition(self, name: str) -> FilePartition:
        """Return the partition whose bytes lie in `<name>.flash`."""
        block_bytes = self._board["sector_bytes"]
        blocks = self._board["partitions"][name] // block_bytes
        return FilePartition(self._folder + "/" + name + ".flash", block_bytes, blocks)


class NoPipe:
    """A port without a cable."""

    async def read(self) -> bytes:
        """Wait for ever."""
        while True:
            await asyncio.sleep(3600)

    async def write(self, data: bytes) -> None:
        """Drop it."""


class Photos:
    """Photos by digest: the same random block, from another place on for each."""

    def __init__(self, block: bytes, sizes_bytes) -> None:
        self._block = memoryview(block)
        self._found = {}
        for place, size in enumerate(sizes_bytes):
            hasher = hashlib.sha256()
            at = 0
            while at < size:
                at += hasher.update(self._piece(place, at, size - at)) or len(self._piece(place, at, size - at))
            self._found[hasher.digest()] = (place, size)

    @property
    def digests(self):
        """Every photo."""
        return list(self._found)

    def size_bytes(self, digest: bytes) -> int:
        """Return a photo's size, -1 when it is not here."""
        return self._found[digest][1] if digest in self._found else -1

    def read(self, digest: bytes, offset: int, count: int) -> bytes:
        """Return a part of a photo."""
        place, size = self._found[digest]
        out = bytes(self._piece(place, offset, min(count, size - offset)))
        while len(out) < min(count, size - offset):
            out += self._piece(place, offset + len(out), min(count, size - offset) - len(out))
        return out

    def _piece(self, place: int, offset: int, count: int):
        at = (place * 1009 + offset) % len(self._block)
        return self._block[at : at + count]
