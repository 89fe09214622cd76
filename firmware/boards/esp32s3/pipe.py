"""The cable's second serial port: a CDC interface beside the prompt's, by micropython-lib's `usb-device-cdc`.

That package is frozen into the board's MicroPython; the prompt's own port is left alone.
"""

import asyncio

from ports import Pipe

_READ_BYTES = 512
_POLL_MS = 5
_SEND_MS = 200  # nobody listens at the other end


class SecondSerial(Pipe):
    """Bytes to and from the laptop; without a cable they are lost."""

    def __init__(self) -> None:
        import usb.device  # pyright: ignore[reportMissingImports]
        from usb.device.cdc import CDCInterface  # pyright: ignore[reportMissingImports]

        self._port = CDCInterface(timeout=0, txbuf=2 * _READ_BYTES, rxbuf=2 * _READ_BYTES)
        usb.device.get().init(self._port, builtin_driver=True)
        self._buffer = bytearray(_READ_BYTES)

    async def read(self) -> bytes:
        """Wait for bytes and return them."""
        while True:
            count = self._port.readinto(self._buffer)
            if count:
                return bytes(memoryview(self._buffer)[:count])
            await asyncio.sleep_ms(_POLL_MS)

    async def write(self, data: bytes) -> None:
        """Write all of `data`, or drop it where no cable is in, or nobody reads."""
        view = memoryview(data)
        waited_ms = 0
        while view and self._port.is_open() and waited_ms < _SEND_MS:
            count = self._port.write(view) or 0
            view = view[count:]
            if not count:
                await asyncio.sleep_ms(_POLL_MS)
                waited_ms += _POLL_MS
