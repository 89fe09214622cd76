"""What a simulated board has in its folder, whatever else it has: clock, chip key and flash; and its radio."""

import os
import sys

from boards.sim.clock import HostClock
from boards.sim.flash import FilePartition, folder_partition
from boards.sim.vault import FileVault
from ports import Bluetooth, Ports

RESTART = 75


class FolderPorts(Ports):
    """The ports that `board` describes, as the host's `board.json` does; a radio where the host has a port for it."""

    def __init__(self, folder: str, board: dict, radio_port: "int | None") -> None:
        self.device_id = board["device_id"]
        self.board = "sim"
        self.clock = HostClock(folder, board["clock_trust"])
        self.vault = FileVault(folder, board["key_in_chip"])
        self.bluetooth = None if radio_port is None else joined_radio(radio_port)
        self._folder = folder
        self._board = board

    def partition(self, name: str) -> FilePartition:
        """Return the partition whose bytes lie in `<name>.flash`."""
        return folder_partition(self._folder, self._board, name)

    def restart(self) -> None:
        """End with the code by which the host starts the process again."""
        sys.exit(RESTART)

    def random(self, count: int) -> bytes:
        """Return the host's random bytes."""
        return os.urandom(count)


def joined_radio(port: int) -> Bluetooth:
    """Return the module's radio, joined to the host's."""
    from bluetooth import BLE

    radio = BLE()
    radio.connect(port)  # pyright: ignore[reportAttributeAccessIssue]  our module's, not a real board's
    return radio  # pyright: ignore[reportReturnType]  the stubs give other types
