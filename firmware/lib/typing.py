"""Stand-in for `typing`: MicroPython has none, and the device needs none."""

TYPE_CHECKING = False
