"""The simulated board: MicroPython's unix port, with its devices at the other end of two sockets and in one folder."""

import json

from boards.sim.camera import FolderCamera
from boards.sim.control import Control
from boards.sim.folder import FolderPorts
from boards.sim.pipe import SocketPipe
from boards.sim.scan_engine import SocketScanEngine


class SimPorts(FolderPorts):
    """The ports as the host's `board.json` in the folder describes them."""

    def __init__(self, folder: str, board: dict, control: Control, pipe: SocketPipe) -> None:
        super().__init__(folder, board, board.get("radio_port"))
        self.camera = FolderCamera(folder, board["camera"]["width_px"], board["camera"]["height_px"])
        self.light = control.light
        self.battery = control.battery
        self.keys = control.keys
        self.screen = control.screen
        self.pipe = pipe
        engine_port = board.get("scan_engine_port")
        self.scan_engine = None if engine_port is None else SocketScanEngine(engine_port)


async def make_ports(folder: str) -> SimPorts:
    """Connect to the host that started this process and return the ports."""
    board = _description(folder)
    control = await Control.connect(board["control_port"])
    pipe = await SocketPipe.connect(board["serial_port"])
    return SimPorts(folder, board, control, pipe)


def _description(folder: str) -> dict:
    with open(folder + "/board.json") as file:
        return json.load(file)
