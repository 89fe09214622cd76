"""The clock PCF8563 (NXP) with its own cell, by I2C. It says itself when it has stood still."""

import time

from ports import Clock

_ADDRESS = 0x51
_SECONDS = 0x02  # then minutes, hours, day, weekday, month, year
_STOOD_STILL = 0x80  # bit VL of the seconds
_EPOCH_S = 946_684_800  # MicroPython counts from 2000


class Pcf8563(Clock):
    """UTC of the clock's chip; trust is `laptop` once a laptop has set it since the power came."""

    def __init__(self, bus) -> None:
        self._bus = bus
        self._is_set = False
        self._last_ticks = time.ticks_ms()
        self._elapsed_ms = 0

    def now_s(self) -> int:
        """Return UTC seconds since 1970, 0 where the clock has stood still or does not answer."""
        try:
            read = self._bus.readfrom_mem(_ADDRESS, _SECONDS, 7)
        except OSError:
            return 0
        if read[0] & _STOOD_STILL:
            return 0
        second, minute, hour = _number(read[0] & 0x7F), _number(read[1] & 0x7F), _number(read[2] & 0x3F)
        day, month, year = _number(read[3] & 0x3F), _number(read[5] & 0x1F), 2000 + _number(read[6])
        return _EPOCH_S + time.mktime((year, month, day, hour, minute, second, 0, 0))

    def trust(self) -> str:
        """Return `unset`, `battery` or `laptop`."""
        if not self.now_s():
            return "unset"
        return "laptop" if self._is_set else "battery"

    def set(self, utc_s: int) -> None:
        """Set the clock, which ends that it has stood still; OSError where it does not answer."""
        told = time.gmtime(utc_s - _EPOCH_S)
        year, month, day, hour, minute, second, weekday = told[:7]
        values = (second, minute, hour, day, weekday, month, year - 2000)
        self._bus.writeto_mem(_ADDRESS, _SECONDS, bytes([value // 10 << 4 | value % 10 for value in values]))
        self._is_set = True

    def ticks_ms(self) -> int:
        """Return milliseconds since boot; the chip's own counter wraps."""
        now = time.ticks_ms()
        self._elapsed_ms += time.ticks_diff(now, self._last_ticks)
        self._last_ticks = now
        return self._elapsed_ms


def _number(coded: int) -> int:
    """Return a number from its two decimal digits, four bits each."""
    return (coded >> 4) * 10 + (coded & 15)
