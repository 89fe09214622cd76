"""Makes the handheld's font from DejaVu Sans Mono Bold, in five sizes: `python -m viewmark.handheld.font`.

The file: `VMFT`, the number of glyphs (2 bytes), of sizes (1); for each size width and height; then for each size all
glyphs, each its rows, a row in whole bytes with its first pixel highest. The last glyph stands for what the font lacks.
"""

import argparse
import ast
import struct
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from viewmark import places

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf")  # Debian: fonts-dejavu-core
# Width and height of the cells: small in two heights, then 24, 32 and 44 pixels.
SIZES = ((8, 12), (8, 16), (12, 24), (16, 32), (24, 44))
_INK = 110  # of 255: from here on a pixel is set
_SHARPER = 4  # glyphs are drawn so many times larger, then made small


def characters() -> str:
    """Return every character that the font has: ASCII, then what `firmware/screens/font.py` names."""
    tree = ast.parse((places.firmware() / "screens" / "font.py").read_text(encoding="utf-8"))
    named = {ast.unparse(one.targets[0]): one.value for one in tree.body if isinstance(one, ast.Assign)}
    return "".join(chr(code) for code in range(32, 127)) + ast.literal_eval(named["FURTHER"])


def font_file(path: Path = FONT) -> bytes:
    """Return the font's file; OSError where the TrueType font is not there."""
    glyphs = characters()
    parts = [b"VMFT", struct.pack(">HB", len(glyphs) + 1, len(SIZES)), *(bytes(size) for size in SIZES)]
    for width, height in SIZES:
        font = _fitting(path, width * _SHARPER, height * _SHARPER)
        parts += [_glyph(font, one, width, height) for one in glyphs] + [_box(width, height)]
    return b"".join(parts)


def _fitting(path: Path, width: int, height: int) -> ImageFont.FreeTypeFont:
    """Return the largest font whose characters fit the cell's width, and accents and descenders its height."""
    size = height
    while True:
        font = ImageFont.truetype(path, size)
        ascent, descent = font.getmetrics()
        if font.getlength("M") <= width and (ascent + descent) * 0.92 <= height:
            return font
        size -= 1


def _glyph(font: ImageFont.FreeTypeFont, character: str, width: int, height: int) -> bytes:
    large = Image.new("L", (width * _SHARPER, height * _SHARPER), 0)
    ascent, descent = font.getmetrics()
    top = (height * _SHARPER - ascent - descent) // 2
    left = (width * _SHARPER - font.getlength("M")) / 2
    ImageDraw.Draw(large).text((left, top), character, 255, font=font)
    small = np.asarray(large.resize((width, height), Image.Resampling.BOX))
    return np.packbits(small >= _INK, axis=1).tobytes()


def _box(width: int, height: int) -> bytes:
    pixels = np.zeros((height, width), bool)
    top, bottom = height // 4, height - height // 5
    pixels[top:bottom, 1 : width - 1] = True
    pixels[top + 1 : bottom - 1, 2 : width - 2] = False
    return np.packbits(pixels, axis=1).tobytes()


def main() -> None:
    """Command line of the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--font", type=Path, default=FONT)
    parser.add_argument("--out", type=Path, default=places.firmware() / "screens" / "font.bin")
    arguments = parser.parse_args()
    content = font_file(arguments.font)
    arguments.out.write_bytes(content)
    print(f"{arguments.out}: {len(characters())} characters, {len(content)} bytes")


if __name__ == "__main__":
    main()
