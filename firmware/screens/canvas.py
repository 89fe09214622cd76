"""Draws pages on a 320x240 picture of 16 colours."""

import framebuf

import buffers

WIDTH_PX = buffers.SCREEN_WIDTH_PX
HEIGHT_PX = buffers.SCREEN_HEIGHT_PX

# Places in the palette that the display and the simulator share (GS4_HMSB): 0..7 greys, then signal colours.
BLACK, GREY, WHITE = 0, 4, 7
RED, AMBER, GREEN, BLUE, VIOLET = 8, 9, 10, 11, 12

_BOX = "\x7f"
_CELL_PX = 8
_SEE_THROUGH = 15  # no colour of the palette
_STRIP_BYTES = WIDTH_PX // 8


class Canvas:
    """A framebuf of the whole screen; `pixels` is what the display takes, two pixels a byte."""

    def __init__(self) -> None:
        self.pixels = buffers.screen
        self.picture = framebuf.FrameBuffer(self.pixels, WIDTH_PX, HEIGHT_PX, framebuf.GS4_HMSB)
        self._cell = bytearray(_CELL_PX)
        self._glyph = framebuf.FrameBuffer(self._cell, _CELL_PX, _CELL_PX, framebuf.MONO_HLSB)
        strip = memoryview(bytearray(_STRIP_BYTES * _CELL_PX))
        self._strip = framebuf.FrameBuffer(strip, WIDTH_PX, _CELL_PX, framebuf.MONO_HLSB)
        self._strip_rows = [
            framebuf.FrameBuffer(strip[row * _STRIP_BYTES : (row + 1) * _STRIP_BYTES], WIDTH_PX, 1, framebuf.MONO_HLSB)
            for row in range(_CELL_PX)
        ]
        self._ink = framebuf.FrameBuffer(bytearray(1), 2, 1, framebuf.GS4_HMSB)

    def clear(self, colour: int) -> None:
        """Fill the whole picture."""
        self.picture.fill(colour)

    def bar(self, x: int, y: int, width: int, height: int, colour: int) -> None:
        """Fill a rectangle."""
        self.picture.fill_rect(x, y, width, height, colour)

    def text(self, text: str, x: int, y: int, colour: int, scale: int = 1) -> None:
        """Write one line, each character 8 * scale pixels wide; what the built-in font lacks shows as a box."""
        text = "".join([character if " " <= character <= "~" else _BOX for character in text])
        if scale == 1:
            self.picture.text(text, x, y, colour)
            return
        for character in text:
            self._glyph.fill(0)
            self._glyph.text(character, 0, 0, 1)
            for row in range(_CELL_PX):
                self._row(self._cell[row], x, y + row * scale, colour, scale)
            x += _CELL_PX * scale

    def tall_text(self, text: str, x: int, y: int, colour: int) -> None:
        """Write one line of at most the screen's width, each character 8 pixels wide and 16 high."""
        self._strip.fill(0)
        self._strip.text("".join([character if " " <= character <= "~" else _BOX for character in text]), 0, 0, 1)
        self._ink.pixel(0, 0, _SEE_THROUGH)
        self._ink.pixel(1, 0, colour)
        for row in range(_CELL_PX):
            for line in (2 * row, 2 * row + 1):
                self.picture.blit(self._strip_rows[row], x, y + line, _SEE_THROUGH, self._ink)

    def _row(self, bits: int, x: int, y: int, colour: int, scale: int) -> None:
        start = -1
        for column in range(_CELL_PX + 1):
            lit = column < _CELL_PX and bits >> (7 - column) & 1
            if lit and start < 0:
                start = column
            elif not lit and start >= 0:
                self.picture.fill_rect(x + start * scale, y, (column - start) * scale, scale, colour)
                start = -1


def wrapped(text: str, columns: int) -> "list[str]":
    """Return `text` cut into lines of at most `columns` characters, between words where possible."""
    lines = []
    line = ""
    for word in text.split(" "):
        while len(word) > columns:
            if line:
                lines.append(line)
                line = ""
            lines.append(word[:columns])
            word = word[columns:]
        if line and len(line) + 1 + len(word) > columns:
            lines.append(line)
            line = word
        else:
            line = line + " " + word if line else word
    lines.append(line)
    return lines
