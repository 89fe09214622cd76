"""The cable: a pseudo-terminal whose one end is the laptop's serial port, the other the firmware's socket."""

import asyncio
import os
import tty
from pathlib import Path

_READ_BYTES = 4096


class Cable:
    """Carries bytes between the firmware's stream and a pseudo-terminal at `path` (a link, stable over replugging)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._device: asyncio.StreamWriter | None = None
        self._master = -1
        self._slave = -1
        self._waiting = bytearray()
        self.carried_bytes = 0
        self.cut_after_bytes: int | None = None  # pulls the plug by itself, for tests

    @property
    def is_in(self) -> bool:
        """Whether the cable is plugged in."""
        return self._master >= 0

    def attach(self, device: asyncio.StreamWriter | None) -> None:
        """Join the firmware's end; None when the firmware is gone."""
        self._device = device
        self._waiting.clear()

    def plug_in(self) -> None:
        """Make the serial port appear."""
        if self.is_in:
            return
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        new = self.path.with_suffix(".new")
        new.unlink(missing_ok=True)
        new.symlink_to(os.ttyname(self._slave))
        new.replace(self.path)
        asyncio.get_running_loop().add_reader(self._master, self._from_laptop)

    def pull_out(self) -> None:
        """Make the serial port disappear; what was on its way is gone."""
        if not self.is_in:
            return
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._master)
        loop.remove_writer(self._master)
        os.close(self._master)
        os.close(self._slave)
        self._master = self._slave = -1
        self._waiting.clear()
        self.path.unlink(missing_ok=True)

    def from_device(self, data: bytes) -> None:
        """Carry bytes to the laptop; without a cable they are lost."""
        if not self.is_in:
            return
        self._waiting.extend(data)
        self._count(len(data))
        self._to_laptop()

    def _from_laptop(self) -> None:
        try:
            data = os.read(self._master, _READ_BYTES)
        except BlockingIOError:
            return
        except OSError:
            self.pull_out()
            return
        if self._device is not None:
            self._device.write(data)
        self._count(len(data))

    def _to_laptop(self) -> None:
        if not self.is_in or not self._waiting:
            return
        try:
            written = os.write(self._master, self._waiting)
        except BlockingIOError:
            written = 0
        del self._waiting[:written]
        loop = asyncio.get_running_loop()
        if self._waiting:
            loop.add_writer(self._master, self._to_laptop)
        else:
            loop.remove_writer(self._master)

    def _count(self, size: int) -> None:
        self.carried_bytes += size
        if self.cut_after_bytes is not None and self.carried_bytes >= self.cut_after_bytes:
            self.cut_after_bytes = None
            self.pull_out()
