"""The gauge MAX17048 (Analog Devices): its model of the cell tells the charge, by I2C."""

import struct

from ports import Battery

_ADDRESS = 0x36
_CHARGE = 0x04  # register SOC: percent, and 1/256 of it


class Max17048(Battery):
    """The gauge on a bus; 0 percent where it does not answer, so that somebody looks."""

    def __init__(self, bus) -> None:
        self._bus = bus

    def percent(self) -> int:
        """Return the charge."""
        try:
            percent, _ = struct.unpack(">BB", self._bus.readfrom_mem(_ADDRESS, _CHARGE, 2))
        except OSError:
            return 0
        return min(100, percent)
