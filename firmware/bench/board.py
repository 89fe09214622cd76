"""A board for the benches of the link: the simulator's devices, without a screen, keys and a camera."""

import asyncio
import os

from boards.sim.clock import HostClock
from boards.sim.flash import FilePartition
from boards.sim.pipe import SocketPipe
from boards.sim.vault import FileVault
from ports import Bluetooth, Pipe, Ports


def joined_radio(port: int) -> Bluetooth:
    """Return the module's radio, joined to the host's."""
    from bluetooth import BLE

    radio = BLE()
    radio.connect(port)  # pyright: ignore[reportAttributeAccessIssue]  the simulator's module, not a real board's
    return radio  # pyright: ignore[reportReturnType]  the stubs give other types


class BenchPorts(Ports):
    """What the link asks of a board, and one way to the laptop: a terminal that was opened for it, or the radio."""

    def __init__(self, folder: str, board: dict, wanted: dict) -> None:
        self.device_id = board["device_id"]
        self.clock = HostClock(folder, board["clock_trust"])
        self.vault = FileVault(folder, board["key_in_chip"])
        self._folder = folder
        self._board = board
        self.pipe = NoPipe()
        self.bluetooth = None
        if wanted["radio_port"]:
            self.bluetooth = joined_radio(wanted["radio_port"])
        else:
            terminal = open(wanted["terminal"], "r+b")
            self.pipe = SocketPipe(asyncio.StreamReader(terminal), asyncio.StreamWriter(terminal, {}))

    def random(self, count: int) -> bytes:
        """Return the host's random bytes."""
        return os.urandom(count)

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
