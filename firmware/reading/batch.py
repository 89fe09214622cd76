"""Reads many frames from standard input, for tests, training and benches.

`micropython -m reading.batch strips` prints, for each 320 x 240 frame, the strip's width (two
bytes, little end first; 0 where no line was found) and its rows.
`micropython -m reading.batch read WEIGHTS [VIEWS]` prints one JSON object a frame, or for every so
many frames that are views of one line.
`micropython -m reading.batch scores WEIGHTS` takes strips as `strips` prints them and prints the
network's scores of each: the number of steps (two bytes) and their bytes.
"""

# CPython's stubs know neither these clocks nor the heap's figures.
# pyright: reportAttributeAccessIssue=false

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
    from reading.line import LineFinder, room_bytes

    finder = LineFinder(WIDTH_PX, bytearray(room_bytes(WIDTH_PX)))
    room = bytearray(32 * strip.WIDEST_PX)
    out = bytearray(34 * (strip.WIDEST_PX + 2))
    rows = memoryview(out)
    for frame in _frames():
        line = finder.find(frame, WIDTH_PX, HEIGHT_PX)
        wide = strip.cut(frame, (WIDTH_PX, HEIGHT_PX), line, room, out) if line[2] else 0
        sys.stdout.buffer.write(struct.pack("<H5h", wide, *line))
        for y in range(1, 33 if wide else 1):
            start = y * (wide + 2) + 1
            sys.stdout.buffer.write(rows[start : start + wide])


def read(weights: str, views: int) -> None:
    """Prints the lattice of each frame, or of so many views, with the time and memory that it took."""
    from reading.reader import Reader

    with open(weights, "rb") as file:
        reader = Reader(file.read())
    took_us = heap_bytes = 0
    for count, frame in enumerate(_frames()):
        gc.collect()
        before_bytes = gc.mem_alloc()
        start_us = time.ticks_us()
        if count % views == 0:
            reader.begin()
        if views == 1:
            reader.read(frame, WIDTH_PX, HEIGHT_PX)
        else:
            reader.add(frame, WIDTH_PX, HEIGHT_PX)
        took_us += time.ticks_diff(time.ticks_us(), start_us)
        heap_bytes = max(heap_bytes, gc.mem_alloc() - before_bytes)
        if (count + 1) % views == 0:
            start_us = time.ticks_us()
            lattice = reader.lattice()
            took_us += time.ticks_diff(time.ticks_us(), start_us)
            print(json.dumps({"lattice": lattice, "us": took_us, "garbage_bytes": heap_bytes}))
            took_us = heap_bytes = 0


def scores(weights: str) -> None:
    """Writes the network's scores of each strip to standard output."""
    from reading.network import Network
    from reading.weights import Weights

    with open(weights, "rb") as file:
        network = Network(Weights(file.read()))
    while True:
        head = sys.stdin.buffer.read(12)
        if len(head) < 12:
            return
        wide = struct.unpack_from("<H", head, 0)[0]
        bordered = bytearray(b"\x80" * (34 * (wide + 2)))
        for y in range(1, 33):
            start = y * (wide + 2) + 1
            bordered[start : start + wide] = sys.stdin.buffer.read(wide)
        result, steps = network.run(bordered, wide)
        sys.stdout.buffer.write(struct.pack("<H", steps))
        sys.stdout.buffer.write(memoryview(result)[: steps * network.pitch])


if __name__ == "__main__":
    if sys.argv[1] == "strips":
        strips()
    elif sys.argv[1] == "scores":
        scores(sys.argv[2])
    else:
        read(sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 1)
