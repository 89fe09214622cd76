"""Runs the handheld's own reader, in MicroPython, on many frames."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewmark.handheld.module import run_module

Frame = NDArray[np.uint8]


@dataclass
class Strip:
    """A strip of even contrast (32 x width) and the line it came from, in frame pixels."""

    pixels: Frame
    line: tuple[int, int, int, int, int]  # left, top, right, bottom, slope in 1/128


def _joined(frames: Iterable[Frame]) -> bytes:
    return b"".join(np.ascontiguousarray(frame).tobytes() for frame in frames)


def strips(frames: Iterable[Frame]) -> list[Strip | None]:
    """The strip of each 320 x 240 frame; None where no line stands out."""
    output = run_module("reading.batch", "strips", given=_joined(frames))
    found: list[Strip | None] = []
    at = 0
    while at < len(output):
        wide, *line = np.frombuffer(output, "<i2", 6, at).tolist()
        at += 12
        pixels = np.frombuffer(output, np.uint8, 32 * wide, at).reshape(32, wide)
        at += 32 * wide
        left, top, right, bottom, slope = line
        found.append(Strip(pixels, (left, top, right, bottom, slope)) if wide else None)
    return found


def read(frames: Iterable[Frame], weights: Path, views: int = 1) -> list[dict[str, Any]]:
    """What the reader says of each frame, or of `views` frames together: `lattice`, `us`, `garbage_bytes`."""
    told = run_module("reading.batch", "read", str(weights.resolve()), str(views), given=_joined(frames))
    return [json.loads(line) for line in told.splitlines()]


def scores(found: list[Strip], weights: Path, classes: int) -> list[Frame]:
    """The network's scores of each strip: (steps, classes) bytes."""
    data = b""
    for strip in found:
        head = np.array([strip.pixels.shape[1], *strip.line], "<i2").tobytes()
        data += head + np.ascontiguousarray(strip.pixels).tobytes()
    output = run_module("reading.batch", "scores", str(weights.resolve()), given=data)
    tables = []
    at = 0
    while at < len(output):
        steps = int(np.frombuffer(output, "<u2", 1, at)[0])
        table = np.frombuffer(output, np.uint8, steps * classes, at + 2)
        tables.append(table.reshape(steps, classes))
        at += 2 + steps * classes
    return tables


def text_of(lattice: list[list[tuple[str, int]]]) -> str:
    """The likeliest characters of a lattice, joined."""
    return "".join(position[0][0] for position in lattice)
