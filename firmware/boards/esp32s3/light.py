"""The ring light: four quadrants, each a transistor at a pin, dimmed by pulses."""

from machine import PWM, Pin

from boards.esp32s3 import description
from ports import Light

_PINS = (description.LIGHT_TOP, description.LIGHT_RIGHT, description.LIGHT_BOTTOM, description.LIGHT_LEFT)
_FREQUENCY_HZ = 20_000  # faster than the camera's lines: no stripes
_ON_U16 = 45_000  # of 65 535: at full power steel glares


class RingLight(Light):
    """The quadrants by their bits: 1 top, 2 right, 4 bottom, 8 left."""

    def __init__(self) -> None:
        self._quadrants = [PWM(Pin(pin), freq=_FREQUENCY_HZ, duty_u16=0) for pin in _PINS]

    def show(self, quadrants: int) -> None:
        """Light the quadrants whose bits are set."""
        for place in range(len(self._quadrants)):
            self._quadrants[place].duty_u16(_ON_U16 if quadrants >> place & 1 else 0)
