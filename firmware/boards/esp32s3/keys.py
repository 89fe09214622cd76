"""The four keys, to ground; a press counts once, however its contact bounces."""

import asyncio
import time

from machine import Pin

from boards.esp32s3 import description
from ports import Keys

_PINS = (
    ("up", description.KEYS_UP),
    ("down", description.KEYS_DOWN),
    ("ok", description.KEYS_OK),
    ("back", description.KEYS_BACK),
)
_BOUNCE_MS = 40
_MOST_WAITING = 16  # more were pressed before anybody looked


class PinKeys(Keys):
    """Keys that were pressed and nobody has taken yet. What an interrupt notes, it notes without allocating."""

    def __init__(self) -> None:
        self.pressed = asyncio.ThreadSafeFlag()  # pyright: ignore[reportAttributeAccessIssue]  an Event that interrupts may set
        self._waiting = bytearray(_MOST_WAITING)
        self._first = self._count = 0
        self._pins = [Pin(pin, Pin.IN, Pin.PULL_UP) for _, pin in _PINS]
        self._last_ms = [time.ticks_ms()] * len(_PINS)
        for place in range(len(_PINS)):
            self._pins[place].irq(self._noted_by(place), Pin.IRQ_FALLING)

    def _noted_by(self, place: int):
        def note(pin) -> None:
            now_ms = time.ticks_ms()
            if time.ticks_diff(now_ms, self._last_ms[place]) > _BOUNCE_MS and self._count < _MOST_WAITING:
                self._waiting[(self._first + self._count) % _MOST_WAITING] = place
                self._count += 1
                self.pressed.set()
            self._last_ms[place] = now_ms

        return note

    def take(self) -> "str | None":
        """Return the oldest key that waits."""
        if not self._count:
            return None
        place = self._waiting[self._first]
        self._first = (self._first + 1) % _MOST_WAITING
        self._count -= 1
        return _PINS[place][0]

    def forget(self) -> None:
        """Drop the keys that wait."""
        self._count = 0
