"""Draws pages on a 320x240 picture of 16 colours."""

import framebuf

import buffers
from screens import font

WIDTH_PX = buffers.SCREEN_WIDTH_PX
HEIGHT_PX = buffers.SCREEN_HEIGHT_PX

# Places in the palette that the display and the simulator share (GS4_HMSB): 0..7 greys, then signal colours.
BLACK, GREY, WHITE = 0, 4, 7
RED, AMBER, GREEN, BLUE, VIOLET = 8, 9, 10, 11, 12
PALE = 6
BRIGHT = {AMBER: 13, GREEN: 14}  # these as ink on black, where they are to be read in the sun

_SEE_THROUGH = 15  # no colour of the palette

_sizes = []  # loaded once, with the first canvas


def sizes() -> list:
    """Return the font's sizes (`font.Size`), smallest first."""
    if not _sizes:
        _sizes.extend(font.load())
    return _sizes


class Canvas:
    """A framebuf of the whole screen; `pixels` is what the display takes, two pixels a byte."""

    def __init__(self) -> None:
        self.pixels = buffers.screen
        self.picture = framebuf.FrameBuffer(self.pixels, WIDTH_PX, HEIGHT_PX, framebuf.GS4_HMSB)
        self._ink = framebuf.FrameBuffer(bytearray(1), 2, 1, framebuf.GS4_HMSB)
        sizes()

    def clear(self, colour: int) -> None:
        """Fill the whole picture."""
        self.picture.fill(colour)

    def bar(self, x: int, y: int, width: int, height: int, colour: int) -> None:
        """Fill a rectangle."""
        self.picture.fill_rect(x, y, width, height, colour)

    def strip(self, pixels, y: int) -> int:
        """Show a picture as wide as the screen from a row on; return how many rows it has."""
        start = y * WIDTH_PX // 2
        self.pixels[start : start + len(pixels)] = pixels
        return len(pixels) * 2 // WIDTH_PX

    def text(self, text: str, x: int, y: int, colour: int, size: int = font.SMALL) -> None:
        """Write one line in a size of the font; what the font lacks shows as a box."""
        chosen = sizes()[size]
        self._ink.pixel(0, 0, _SEE_THROUGH)
        self._ink.pixel(1, 0, colour)
        for character in text:
            if character != " ":
                self.picture.blit(chosen.glyph(character), x, y, _SEE_THROUGH, self._ink)
            x += chosen.width_px


def padded(text: str, columns: int) -> str:
    """Return a text with blanks behind it, as wide as a column; `%-12s` would count bytes."""
    return text + " " * (columns - len(text))


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
