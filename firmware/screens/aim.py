"""The viewfinder: what the camera sees, the aiming box, and what keeps it from being read."""

import buffers
from screens.advice import ADVICE
from screens.canvas import AMBER, BRIGHT, GREEN, HEIGHT_PX, WIDTH_PX
from screens.page import Page
from viewmark_protocol.compat import MICROPYTHON, TYPE_CHECKING

if TYPE_CHECKING or not MICROPYTHON:  # MicroPython's compiler knows these names by itself
    from viewmark_protocol.compat import micropython, ptr8

BOX_TOP_PX, BOX_BOTTOM_PX = 88, 152  # of the aiming box, as wide as the picture


@micropython.viper
def _grey(frame: object, pixels: object, count: int) -> int:
    """Eight greys of the palette, two pixels a byte, from 8-bit greys."""
    source = ptr8(frame)
    target = ptr8(pixels)
    i = 0
    while i < count:
        target[i] = (int(source[2 * i]) >> 5) << 4 | int(source[2 * i + 1]) >> 5
        i += 1
    return 0


class AimPage(Page):
    """The viewfinder with one word of advice, while it reads; the pixels come from the frame buffer."""

    def __init__(self, hint: str) -> None:
        Page.__init__(self, "aim", "AIM", {}, GREEN if hint == "" else AMBER)
        self.small(ADVICE[hint])

    def draw(self, canvas) -> None:
        """Draw the camera's frame, the aiming box over it, and the advice below."""
        Page.draw(self, canvas)
        top, end = 28, HEIGHT_PX - 24 - 24
        for y in range(top, end):
            start = y * WIDTH_PX
            _grey(
                memoryview(buffers.frame)[start : start + WIDTH_PX],
                memoryview(canvas.pixels)[start // 2 : (start + WIDTH_PX) // 2],
                WIDTH_PX // 2,
            )
        canvas.picture.rect(0, BOX_TOP_PX, WIDTH_PX, BOX_BOTTOM_PX - BOX_TOP_PX, BRIGHT[self.colour])
        canvas.bar(0, end, WIDTH_PX, 24, 0)
        canvas.text(self.lines[0][0], 4, end + 4, BRIGHT[self.colour])


def reading() -> Page:
    """Return what is shown while the other lines of a picture are read."""
    page = Page("aim", "READING", {}, GREEN)
    page.small("The lines above and below are read too.")
    return page
