"""A board for the benches of the link: the simulator's devices, without a screen, keys and a camera."""

import asyncio

from boards.sim.folder import FolderPorts
from boards.sim.pipe import SocketPipe
from ports import Battery, Pipe


class MainsPower(Battery):
    """What a bench runs on."""

    def percent(self) -> int:
        """Return that it never ends."""
        return 100


class BenchPorts(FolderPorts):
    """What the link asks of a board, and one way to the laptop: a terminal that was opened for it, or the radio."""

    def __init__(self, folder: str, board: dict, wanted: dict) -> None:
        super().__init__(folder, board, wanted["radio_port"])
        self.battery = MainsPower()
        self.pipe = NoPipe()
        if self.bluetooth is None:
            terminal = open(wanted["terminal"], "r+b")
            self.pipe = SocketPipe(asyncio.StreamReader(terminal), asyncio.StreamWriter(terminal, {}))


class NoPipe(Pipe):
    """A port without a cable."""

    async def read(self) -> bytes:
        """Wait for ever."""
        while True:
            await asyncio.sleep(3600)

    async def write(self, data: bytes) -> None:
        """Lose it."""
