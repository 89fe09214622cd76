"""The practice pictures, read where they lie in the image (`python -m viewmark.handheld.practice` makes the file)."""

from loading import beside

WIDTH_PX, HEIGHT_PX = 320, 64
_MAGIC = b"VMPR"
_STRIP_BYTES = WIDTH_PX * HEIGHT_PX // 2


class Picture:
    """What is on the metal, what the reader is said to have read of it, and the aiming box, two pixels a byte."""

    def __init__(self, serial: str, read: str, strip: memoryview) -> None:
        self.serial = serial
        self.read = read
        self.strip = strip


class Pictures:
    """The pictures of the file; ValueError where it is none."""

    def __init__(self, content=None) -> None:
        self._content = beside(__file__, "pictures.bin") if content is None else memoryview(content)
        if bytes(self._content[:4]) != _MAGIC:
            raise ValueError("no practice pictures")
        self.count = self._content[4]

    def picture(self, number: int) -> Picture:
        """Return the picture of a number, counted from 0."""
        at = 5
        for _ in range(number):
            at += 1 + self._content[at]
            at += 1 + self._content[at] + _STRIP_BYTES
        serial, at = self._text(at)
        read, at = self._text(at)
        return Picture(serial, read, self._content[at : at + _STRIP_BYTES])

    def _text(self, at: int) -> tuple:
        end = at + 1 + self._content[at]
        return str(self._content[at + 1 : end], "ascii"), end
