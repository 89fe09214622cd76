"""The scan engine at its UART; its buffer holds the longest packet while a mark is read."""

from machine import UART, Pin

from boards.esp32s3 import description
from ports import ScanEngine

_BUFFER_BYTES = 512


class UartScanEngine(ScanEngine):
    """Bytes to and from the scan engine."""

    def __init__(self) -> None:
        self._uart = UART(
            1,
            baudrate=description.SCAN_ENGINE_BAUD,
            tx=Pin(description.SCAN_ENGINE_TRANSMIT),
            rx=Pin(description.SCAN_ENGINE_RECEIVE),
            rxbuf=_BUFFER_BYTES,
            timeout=0,
        )

    def read(self) -> bytes:
        """Return the bytes that have come."""
        return self._uart.read() or b""

    def write(self, data: bytes) -> None:
        """Send bytes; the port's own buffer takes them."""
        self._uart.write(data)
