"""Makes the handheld's practice pictures from rendered samples: `python -m viewmark.handheld.practice`.

The file: `VMPR`, the number of pictures (1 byte); then each: what is on the metal and what the reader is said to have
read (a length byte and ASCII each), then the aiming box, 320 x 64 pixels, two a byte, in the palette's eight greys.
"""

import argparse
import struct
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from viewmark import places
from viewmark.handheld.board import read_board
from viewmark.handheld.camera import grey_frame
from viewmark.samples import render
from viewmark.samples.sets import misread_twin

MAGIC = b"VMPR"
PICTURES = 8
STRIP_PX = (320, 64)
_SEED = 2026  # of the samples; the same seed gives the same file
_GREYS = 8
_EVERY_MISREAD = 2  # of the pictures, every second one is misread, where it has a look-alike


def practice_file(seed: int = _SEED) -> bytes:
    """Return the file."""
    board = read_board()
    x, y, width, height = board.aiming_box_px
    with tempfile.TemporaryDirectory() as name:
        labels = [one for one in render(Path(name), seed, 3 * PICTURES) if one["text"] and "?" not in one["text"]]
        parts = [MAGIC, struct.pack(">B", PICTURES)]
        for place, label in enumerate(labels[:PICTURES]):
            frame = Image.frombytes("L", board.camera_px, grey_frame(Path(name) / label["file"], board))
            serial = str(label["text"])
            read = misread_twin(serial) if place % _EVERY_MISREAD else serial
            parts += [_text(serial), _text(read), _strip(frame.crop((x, y, x + width, y + height)))]
    return b"".join(parts)


def _text(text: str) -> bytes:
    return struct.pack(">B", len(text)) + text.encode("ascii")


def _strip(image: Image.Image) -> bytes:
    greys = np.asarray(ImageOps.autocontrast(image, cutoff=1), np.uint16) * _GREYS // 256
    return (greys[:, 0::2] << 4 | greys[:, 1::2]).astype(np.uint8).tobytes()


def main() -> None:
    """Command line of the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=places.firmware() / "practice" / "pictures.bin")
    arguments = parser.parse_args()
    content = practice_file()
    arguments.out.write_bytes(content)
    print(f"{arguments.out}: {PICTURES} pictures, {len(content)} bytes")


if __name__ == "__main__":
    main()
