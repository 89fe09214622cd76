"""The scan engine's UART: a socket to the host, where a scan engine looks at the same picture as the camera."""

from boards.sim.pipe import open_socket
from ports import ScanEngine

_READ_BYTES = 512


class SocketScanEngine(ScanEngine):
    """Bytes to and from the host's scan engine."""

    def __init__(self, port: int) -> None:
        self._socket = open_socket(port)

    def read(self) -> bytes:
        """Return the bytes that have come."""
        try:
            return self._socket.recv(_READ_BYTES)
        except OSError:  # none yet, or the host is gone: the pipe notices that
            return b""

    def write(self, data: bytes) -> None:
        """Send bytes; what does not go at once is lost, as at a UART whose far end does not listen."""
        try:
            self._socket.send(data)
        except OSError:
            pass
