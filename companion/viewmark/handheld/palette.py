"""The 16 colours of the handheld's display, as the firmware's canvas numbers them, and pictures of its screen."""

from PIL import Image

# 0..7 greys from black to white; 8 red, 9 amber, 10 green, 11 blue, 12 violet, to write on;
# 13 amber and 14 green, bright enough to be ink on black in the sun; 15 is not used.
COLOURS = (
    (0x0B, 0x0E, 0x11),
    (0x1E, 0x24, 0x2A),
    (0x33, 0x3B, 0x43),
    (0x4A, 0x54, 0x5E),
    (0x64, 0x70, 0x7C),
    (0x90, 0x9B, 0xA6),
    (0xC2, 0xCA, 0xD2),
    (0xFF, 0xFF, 0xFF),
    (0xC6, 0x28, 0x28),
    (0xB2, 0x6A, 0x00),
    (0x2E, 0x7D, 0x32),
    (0x15, 0x65, 0xC0),
    (0x7B, 0x3F, 0xA8),
    (0xFF, 0xB3, 0x26),
    (0x6F, 0xCF, 0x74),
    (0x00, 0x00, 0x00),
)
SCREEN_PX = (320, 240)


def screen_image(pixels: bytes) -> Image.Image:
    """Return the picture of a screen from its pixels, two a byte, the left one in the high half."""
    places = bytearray()
    for pair in pixels:
        places += bytes((pair >> 4, pair & 15))
    image = Image.frombytes("P", SCREEN_PX, bytes(places))
    image.putpalette([value for colour in COLOURS for value in colour])
    return image.convert("RGB")
