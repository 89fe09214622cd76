"""Reads many frames from standard input, for tests, training and benches.

`micropython -m reading.batch strips` prints, for each 320 x 240 frame, the strip's width (two
bytes, little end first; 0 where no line was found) and its rows.
`micropython -m reading.batch read WEIGHTS` prints one JSON object a frame.
"""

import gc
import json
import struct
import sys
import time

WIDTH_PX = 320
HEIGHT_PX = 240


def _frames():
    """Frames, one buffer used again and again, until the input ends."""
    frame = bytearray(WIDTH_PX * HEIGHT_PX)
    while sys.stdin.buffer.readinto(frame) == len(frame):
        yield frame


def strips() -> None:
    """Writes the strip of each frame to standard output."""
    from reading import strip
    from reading.line import LineFinder

    finder = LineFinder(WIDTH_PX)
    room = bytearray(32 * strip.WIDEST_PX)
    out = bytearray(34 * (strip.WIDEST_PX + 2))
    rows = memoryview(out)
    for frame in _frames():
        line = finder.find(frame, WIDTH_PX, HEIGHT_PX)
        wide = strip.cut(frame, WIDTH_PX, HEIGHT_PX, line, room, out) if line[2] else 0
        sys.stdout.buffer.write(struct.pack("<H5h", wide, *line))
        for y in range(1, 33 if wide else 1):
            start = y * (wide + 2) + 1
            sys.stdout.buffer.write(rows[start : start + wide])


def read(weights: str) -> None:
    """Prints the lattice of each frame with the time and memory that it took."""
    from reading.reader import Reader

    with open(weights, "rb") as file:
        reader = Reader(file.read())
    for frame in _frames():
        gc.collect()
        before_bytes = gc.mem_alloc()
        start_us = time.ticks_us()
        lattice = reader.read(frame, WIDTH_PX, HEIGHT_PX)
        took_us = time.ticks_diff(time.ticks_us(), start_us)
        heap_bytes = gc.mem_alloc() - before_bytes
        print(json.dumps({"lattice": lattice, "us": took_us, "garbage_bytes": heap_bytes}))


if __name__ == "__main__":
    if sys.argv[1] == "strips":
        strips()
    else:
        read(sys.argv[2])
