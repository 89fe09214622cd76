"""The simulated board: MicroPython's unix port, with its devices at the other end of two sockets and in one folder."""

import json
import os

from boards.sim.camera import FolderCamera
from boards.sim.clock import HostClock
from boards.sim.control import Control
from boards.sim.flash import FilePartition
from boards.sim.pipe import SocketPipe
from boards.sim.vault import FileVault
from ports import Bluetooth, Ports


class SimPorts(Ports):
    """The ports as the host's `board.json` in the folder describes them."""

    def __init__(self, folder: str, board: dict, control: Control, pipe: SocketPipe) -> None:
        self.device_id = board["device_id"]
        self.camera = FolderCamera(folder, board["camera"]["width_px"], board["camera"]["height_px"])
        self.light = control.light
        self.battery = control.battery
        self.keys = control.keys
        self.screen = control.screen
        self.clock = HostClock(folder, board["clock_trust"])
        self.pipe = pipe
        self.bluetooth = _bluetooth(board.get("radio_port"))
        self.vault = FileVault(folder, board["key_in_chip"])
        self._folder = folder
        self._board = board

    def partition(self, name: str) -> FilePartition:
        """Return the partition whose bytes lie in `<name>.flash`."""
        sector_bytes = self._board["sector_bytes"]
        return FilePartition(
            self._folder + "/" + name + ".flash", sector_bytes, self._board["partitions"][name] // sector_bytes
        )

    def random(self, count: int) -> bytes:
        """Return the host's random bytes."""
        return os.urandom(count)


async def make_ports(folder: str) -> SimPorts:
    """Connect to the host that started this process and return the ports."""
    board = _description(folder)
    control = await Control.connect(board["control_port"])
    pipe = await SocketPipe.connect(board["serial_port"])
    return SimPorts(folder, board, control, pipe)


def _bluetooth(port: "int | None") -> "Bluetooth | None":
    """Return the module's radio, joined to the host's; None on a board without one."""
    if port is None:
        return None
    from bluetooth import BLE

    radio = BLE()
    radio.connect(port)  # pyright: ignore[reportAttributeAccessIssue]  our module's, not a real board's
    return radio  # pyright: ignore[reportReturnType]  the stubs give other types


def _description(folder: str) -> dict:
    with open(folder + "/board.json") as file:
        return json.load(file)
