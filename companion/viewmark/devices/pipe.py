"""A serial port as a pipe of bytes. A thread reads, so that it works wherever pyserial does."""

import asyncio
import contextlib
import threading

import serial

from viewmark.errors import PipeError

_READ_S = 0.1
_WRITE_S = 5.0
_MOST_BYTES = 4096


class SerialPipe:
    """An open serial port. Reading and writing raise PipeError when the cable is pulled."""

    chunk_bytes = None  # it is a stream: how much is written at once does not matter

    def __init__(self, port: serial.Serial) -> None:
        self._port = port
        self._loop = asyncio.get_running_loop()
        self._arrived: asyncio.Queue[bytes | PipeError] = asyncio.Queue()
        self._closing = False
        self._thread = threading.Thread(target=self._read_port, name="viewmark-serial", daemon=True)
        self._thread.start()

    @classmethod
    def open(cls, path: str) -> "SerialPipe":
        """Open a port by its path or name; PipeError when it is not there or in use."""
        try:
            # Set before opening: a board may take a change of these lines for a reset.
            port = serial.Serial(timeout=_READ_S, write_timeout=_WRITE_S, exclusive=True)
            port.port = path
            port.dtr = True
            port.rts = False
            port.open()
        except (serial.SerialException, OSError) as error:
            if "lock" in str(error).lower():
                used = PipeError(f"The port {path} is used by another program. Let that one end, or have it do this.")
                raise used from error
            if isinstance(error, PermissionError) or "ermission" in str(error):
                raise PipeError(
                    f"The port {path} may not be used by you: join its group, `dialout` on Linux."
                ) from error
            raise PipeError(f"The port {path} cannot be opened. Is the cable in, and the handheld on?") from error
        return cls(port)

    async def read(self, timeout_s: float) -> bytes:
        """Return what has arrived, empty after `timeout_s` without anything."""
        try:
            # Not wait_for: before Python 3.12 that swallows a cancellation which meets arriving data.
            async with asyncio.timeout(timeout_s):
                data = await self._arrived.get()
        except TimeoutError:
            return b""
        if isinstance(data, PipeError):
            self._arrived.put_nowait(data)
            raise data
        return data

    async def write(self, data: bytes) -> None:
        """Write all of `data`."""
        try:
            await asyncio.to_thread(self._port.write, data)
        except (serial.SerialException, OSError, TypeError) as error:
            raise PipeError("The cable was pulled. Plug it in: the sync goes on where it was.") from error

    async def close(self) -> None:
        """Close the port."""
        self._closing = True
        try:
            await asyncio.to_thread(self._thread.join)
        finally:
            self._thread.join()  # a port that is still read, or left open, cannot be opened again
            with contextlib.suppress(serial.SerialException, OSError):
                self._port.close()

    def _read_port(self) -> None:
        while not self._closing:
            try:
                data = self._port.read(1)
                if data and self._port.in_waiting:
                    data += self._port.read(min(self._port.in_waiting, _MOST_BYTES))
            except (serial.SerialException, OSError, TypeError):
                self._put(PipeError("The cable was pulled. Plug it in: the sync goes on where it was."))
                return
            if data:
                self._put(data)

    def _put(self, item: bytes | PipeError) -> None:
        with contextlib.suppress(RuntimeError):  # the loop was closed while the port was still read
            self._loop.call_soon_threadsafe(self._arrived.put_nowait, item)
