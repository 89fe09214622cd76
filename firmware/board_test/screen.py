"""The screen: its colours in their order, and a picture to its very edges, the right way up."""

import binascii

import framebuf

from board_test.report import write

_COLOURS = 13  # eight greys from black to white, then red, amber, green, blue, violet
_WHITE = 7
_LEAST_PX = (320, 240)  # what the pages are drawn for


async def test(report) -> None:
    """Ask whether two pictures are seen as they are."""
    screen = report.ports.screen
    size = (screen.width_px, screen.height_px)
    report.held(
        *("size", size == _LEAST_PX, "%d x %d" % size, "%d x %d" % _LEAST_PX),
        "Correct the screen in the board's file in hardware/boards: the pages are drawn for this size.",
    )
    await report.ask(
        *("colours", "Bars side by side: black, six greys ever lighter, white, red, amber, green, blue, violet?"),
        *_seen(_bars(*size)),
    )
    await report.ask(
        *("edges", "A white line along all four edges, and TOP LEFT upright in that corner?"), *_seen(_frame(*size))
    )


def _seen(pixels: bytearray) -> tuple:
    advice = "Compare the screen's wires with hardware/wiring.yml, and what its driver tells it with its data sheet."
    return {"picture_crc32": binascii.crc32(pixels)}, advice, pixels


def _bars(width_px: int, height_px: int) -> bytearray:
    pixels = bytearray(width_px * height_px // 2)
    picture = framebuf.FrameBuffer(pixels, width_px, height_px, framebuf.GS4_HMSB)
    for colour in range(_COLOURS):
        left_px, right_px = width_px * colour // _COLOURS, width_px * (colour + 1) // _COLOURS
        picture.fill_rect(left_px, 0, right_px - left_px, height_px, colour)
    return pixels


def _frame(width_px: int, height_px: int) -> bytearray:
    pixels = bytearray(width_px * height_px // 2)
    picture = framebuf.FrameBuffer(pixels, width_px, height_px, framebuf.GS4_HMSB)
    picture.rect(0, 0, width_px, height_px, _WHITE)
    picture.text("TOP LEFT", 4, 4, _WHITE)
    write(pixels, width_px, height_px, "A line along all four edges? ok: yes, back: no")
    return pixels
