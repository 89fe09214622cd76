"""The handheld's end of the link bench: `boot.py ... bench.link FOLDER`; what it is to be lies in `bench.json` there.

All that speaks on the wire is the firmware's own. It says one line when it is ready; each line on the standard input is
answered by one with what was counted.
"""

import buffers  # noqa: F401, I001  first, as in main.py

import asyncio
import gc
import json
import os
import sys

from bench.photographs import Photographs, append_checks
from boards.sim.clock import HostClock
from boards.sim.flash import FilePartition
from boards.sim.pipe import SocketPipe
from boards.sim.vault import FileVault
from checks import files, photos
from checks.store import Store
from link.lines import Lines
from lists.store import ListStore
from ports import Pipe, Ports


class BenchPorts(Ports):
    """What the link asks of a board, and one way to the laptop: a terminal that was opened for it, or the radio."""

    def __init__(self, folder: str, board: dict, wanted: dict) -> None:
        self.device_id = board["device_id"]
        self.clock = HostClock(folder, board["clock_trust"])
        self.vault = FileVault(folder, board["key_in_chip"])
        self.random = os.urandom
        self._folder = folder
        self._board = board
        self.pipe = NoPipe()
        self.bluetooth = None
        if wanted["radio_port"]:
            from bluetooth import BLE

            self.bluetooth = BLE()
            self.bluetooth.connect(wanted["radio_port"])
        else:
            terminal = open(wanted["terminal"], "r+b")
            self.pipe = SocketPipe(asyncio.StreamReader(terminal), asyncio.StreamWriter(terminal, {}))

    def partition(self, name: str) -> FilePartition:
        """Return the partition whose bytes lie in `<name>.flash`."""
        block_bytes = self._board["sector_bytes"]
        blocks = self._board["partitions"][name] // block_bytes
        return FilePartition(self._folder + "/" + name + ".flash", block_bytes, blocks)


class NoPipe(Pipe):
    """A port without a cable."""

    async def read(self) -> bytes:
        """Wait for ever."""
        while True:
            await asyncio.sleep(3600)

    async def write(self, data: bytes) -> None:
        """Lose it."""


def counted(lines: Lines) -> dict:
    """Return what the line in use has counted."""
    link = lines._pipes[-1][1]._link
    return {"retransmitted_frames": link.retransmitted, "damaged_frames": link.damaged}


async def serve(folder: str) -> None:
    """Be a handheld until the standard input ends."""
    with open(folder + "/board.json") as file:
        board = json.load(file)
    with open(folder + "/bench.json") as file:
        wanted = json.load(file)
    gc.threshold(wanted["collect_after_bytes"])
    ports = BenchPorts(folder, board, wanted)
    files.mount(ports.partition("photos"))
    store = Store(ports)
    taken = Photographs(wanted["photos"], wanted["photo_bytes"])
    photos.size_bytes, photos.read, photos.acknowledge = taken.size_bytes, taken.read, taken.acknowledge
    if store.ring.next_sequence == store.ring.first_sequence:
        append_checks(store.log, wanted["checks"], taken.digests)
    lines = Lines(ports, store, ListStore(ports.partition("list")), lambda: None)
    certificate = lines.pairings.certificate()
    laptop = bytes.fromhex(wanted["laptop"])
    if not lines.pairings.has(laptop):
        lines.pairings.add("bench", laptop)
    gc.collect()
    ready = {"certificate": certificate.hex(), "tag_key": lines.pairings.tag_key(laptop).hex()}
    print(json.dumps(ready | {"heap_bytes": gc.mem_alloc()}))
    running = asyncio.create_task(lines.run())
    told = asyncio.StreamReader(sys.stdin.buffer)
    while await told.readline():
        print(json.dumps(counted(lines)))
    running.cancel()


def run(folder: str) -> None:
    """Run it."""
    asyncio.run(serve(folder))
