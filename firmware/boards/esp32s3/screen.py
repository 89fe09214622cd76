"""The display ST7789 (Sitronix) by SPI: 16 colours become 16 bits a pixel, and only rows that changed are sent."""

import asyncio
import struct
import time

from machine import SPI, Pin

from boards.esp32s3 import description
from ports import Screen
from viewmark_protocol.compat import MICROPYTHON, TYPE_CHECKING

if TYPE_CHECKING or not MICROPYTHON:  # MicroPython's compiler knows these names by itself
    from viewmark_protocol.compat import micropython, ptr8, ptr16

_WIDTH_PX, _HEIGHT_PX = description.SCREEN_PX
_ROW_BYTES = _WIDTH_PX // 2
_SPI_HZ = 40_000_000
_ROWS_AT_ONCE = 8  # sent together; in between everything else goes on
_RESET, _AWAKE, _NORMAL, _INVERTED, _ON = 0x01, 0x11, 0x13, 0x21, 0x29
_COLUMNS, _ROWS, _PIXELS, _TURN, _DEPTH = 0x2A, 0x2B, 0x2C, 0x36, 0x3A
_LANDSCAPE, _RGB565 = 0x60, 0x55

# Eight greys, red, amber, green, blue, violet, and amber and green as ink, as the simulator's palette has them; RGB565.
_GREYS = (0x0862, 0x1925, 0x31C8, 0x4AAB, 0x638F, 0x94D4, 0xC65A, 0xFFFF)
_SIGNALS = (0xC145, 0xB340, 0x2BE6, 0x1338, 0x79F5, 0xFD84, 0x6E6E, 0x0000)


@micropython.viper
def _spread(pixels: object, colours: object, out: object, count: int) -> int:
    """Two pixels a byte to 16 bits each, by the palette."""
    source = ptr8(pixels)
    palette = ptr16(colours)
    target = ptr16(out)
    i = 0
    while i < count:
        both = int(source[i])
        target[2 * i] = palette[both >> 4]
        target[2 * i + 1] = palette[both & 15]
        i += 1
    return 0


class St7789(Screen):
    """The display; it remembers what it shows, to send less."""

    width_px = _WIDTH_PX
    height_px = _HEIGHT_PX

    def __init__(self) -> None:
        self._spi = SPI(1, baudrate=_SPI_HZ, sck=Pin(description.SCREEN_CLOCK), mosi=Pin(description.SCREEN_DATA))
        self._select = Pin(description.SCREEN_SELECT, Pin.OUT, value=1)
        self._command = Pin(description.SCREEN_COMMAND, Pin.OUT)
        self._backlight = Pin(description.SCREEN_BACKLIGHT, Pin.OUT, value=0)
        self._shown = bytearray(_ROW_BYTES * _HEIGHT_PX)
        self._colours = bytearray(struct.pack(">16H", *(_GREYS + _SIGNALS)))
        self._rows = bytearray(_ROWS_AT_ONCE * _WIDTH_PX * 2)
        self._is_blank = True
        self._begin()

    async def show(self, pixels: bytearray, name: str, texts: "list[str]") -> None:
        """Show a whole picture."""
        for first in range(0, _HEIGHT_PX, _ROWS_AT_ONCE):
            part = memoryview(pixels)[first * _ROW_BYTES : (first + _ROWS_AT_ONCE) * _ROW_BYTES]
            held = memoryview(self._shown)[first * _ROW_BYTES : (first + _ROWS_AT_ONCE) * _ROW_BYTES]
            if part == held and not self._is_blank:
                continue
            _spread(part, self._colours, self._rows, len(part))
            self._send(_COLUMNS, struct.pack(">HH", 0, _WIDTH_PX - 1))
            self._send(_ROWS, struct.pack(">HH", first, first + _ROWS_AT_ONCE - 1))
            self._send(_PIXELS, self._rows)
            held[:] = part
            await asyncio.sleep(0)
        self._is_blank = False
        self._backlight.value(1)

    def _begin(self) -> None:
        reset = Pin(description.SCREEN_RESET, Pin.OUT, value=0)
        time.sleep_ms(20)
        reset.value(1)
        time.sleep_ms(120)
        for command, data, wait_ms in (
            (_RESET, b"", 150),
            (_AWAKE, b"", 120),
            (_DEPTH, bytes((_RGB565,)), 0),
            (_TURN, bytes((_LANDSCAPE,)), 0),
            (_INVERTED, b"", 0),
            (_NORMAL, b"", 10),
            (_ON, b"", 10),
        ):
            self._send(command, data)
            time.sleep_ms(wait_ms)

    def _send(self, command: int, data) -> None:
        self._select.value(0)
        self._command.value(0)
        self._spi.write(bytes((command,)))
        if data:
            self._command.value(1)
            self._spi.write(data)
        self._select.value(1)
