"""The font: monospaced glyphs as bits in five sizes, read where they lie. `viewmark.handheld.font` makes the file."""

import framebuf

from loading import beside

# Behind ASCII, in the file's order; what is in neither shows as a box.
FURTHER = (
    "°–—‘’‚“”„…€№«»¿¡"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿĀāĂăĄąĆćĈĉĊċČčĎďĐđĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥ"
    "ĦħĨĩĪīĬĭĮįİıĲĳĴĵĶķĸĹĺĻļĽľĿŀŁłŃńŅņŇňŊŋŌōŎŏŐőŒœŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŦŧŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽžȘșȚț"
    "ΆΈΉΊΌΎΏΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫάέήίΰαβγδεζηθικλμνξοπρςστυφχψωϊϋόύώ"
    "ЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюяѐёђѓєѕіїјљњћќѝўџҐґ"
)
FLAT, SMALL = 0, 1  # sizes; 2 to 4 are the larger ones
_ASCII = 95
_HEAD_BYTES = 7


class Size:
    """One size: its cells' width and height in pixels, and a glyph at a time as a framebuf."""

    def __init__(self, glyphs: memoryview, width: int, height: int) -> None:
        self.width_px = width
        self.height_px = height
        self._glyphs = glyphs
        self._bytes = (width + 7) // 8 * height
        self._cell = bytearray(self._bytes)
        self._picture = framebuf.FrameBuffer(self._cell, width, height, framebuf.MONO_HLSB)

    def glyph(self, character: str) -> framebuf.FrameBuffer:
        """Return a character's picture, the same object each time."""
        code = ord(character)
        place = code - 32 if 32 <= code < 127 else FURTHER.find(character) + _ASCII
        if place < 0 or (place == _ASCII - 1 and character != "~"):
            place = _ASCII + len(FURTHER)  # the box
        self._cell[:] = self._glyphs[place * self._bytes : (place + 1) * self._bytes]
        return self._picture


def load() -> "list[Size]":
    """Return the sizes, smallest first."""
    content = beside(__file__, "font.bin")
    count = content[4] << 8 | content[5]
    start = _HEAD_BYTES + 2 * content[6]
    sizes = []
    for place in range(content[6]):
        width, height = content[_HEAD_BYTES + 2 * place], content[_HEAD_BYTES + 2 * place + 1]
        end = start + count * ((width + 7) // 8) * height
        sizes.append(Size(content[start:end], width, height))
        start = end
    return sizes
