"""Training lines as the handheld's own finder cuts them out: of camera frames, and of small pictures of one line."""

# The extra `train` is not installed where the types are checked.
# pyright: reportMissingImports=false

import math
import random
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from . import cutting, device
from .camera import Frame, Sloppy, sensed, warped
from .frames import frame_of
from .lettering import CAP_PX
from .lines import Example, example, frame, is_wanted, metal, strip

SHARES = (22, 28, 50)  # strips of a rough finder, frames, small pictures
_LINE_PX = (11, 64)  # least and greatest height of a line in a small picture
_FILL = (0.5, 0.95)  # of the picture's height
_NARROWEST = 2.0  # a picture less wide for its height is no crop of one line
_MISSED = 0.35  # of a character that the finder may cut off
_TALL, _SHORT = 2.4, 0.7  # found heights of a line, in its own
_OFF = 0.33  # how far the middle of a line may be from that of its strokes, in its found heights
_STRAY = 0.04  # of a second look's edges from the strokes', in their height
_LEAST_HIGH_PX = 8
_CLOSE, _WIDE_KEPT = 0.7, 0.5  # of lines set wider than so many line heights a character only so many are kept


@dataclass
class Cut:
    """A strip of the handheld's (32 x W) with its label, kind and where its strokes lie; all zero where none do."""

    pixels: Frame
    label: str
    kind: str
    extent: cutting.Extent = (0.0, 0.0, 0.0, 0.0)


def crop(seed: int, split: str = "test") -> Example:
    """A small picture of one line, as it stands in a catalogue or a message, laid into the aiming box of a frame."""
    source, rng = random.Random(seed), np.random.default_rng(seed)
    while True:
        ends = [source.uniform(0.05, 0.9) * CAP_PX for _ in range(2)]
        made = metal(source, rng, split, (round(ends[0]) + CAP_PX, round(ends[1]) + CAP_PX))
        left, top, right, bottom = made.box
        high_px = math.exp(source.uniform(*map(math.log, _LINE_PX)))
        scale = high_px / (bottom - top)
        size = (round(high_px / source.uniform(*_FILL)), round((right - left + sum(ends)) * scale))
        if size[1] >= _NARROWEST * size[0]:
            break
    spare = size[0] - high_px
    centre = ((ends[0] + (right - left) / 2) * scale, size[0] / 2 + source.uniform(-0.4, 0.4) * spare)
    picture, ideal = warped(
        source, (made.picture, made.ideal), made.box, size, (scale, scale), centre, Sloppy(1.2, 0.05, 0.03)
    )
    taken = frame_of(Image.fromarray(sensed(source, rng, picture)))
    strokes = frame_of(Image.fromarray((255 * ideal.clip(0, 1)).astype(np.uint8)))
    return example(taken, strokes.astype(np.float32) / np.float32(255), made)


def cut(examples: Iterable[Example], source: random.Random) -> list[Cut]:
    """The strips that the handheld cuts out of frames, each at first as found and then nearer to its strokes.

    Left out where its finder misses part of the line.
    """
    whole = list(examples)
    cuts: list[Cut] = []
    for one, found in zip(whole, device.strips(one.picture for one in whole), strict=True):
        if not found:
            continue
        if not one.label:
            cuts.append(Cut(found.pixels, "", one.kind))
            continue
        rows = cutting.stroke_rows(one.strokes, found.line)
        if not rows or not _is_long(found.line, one):
            continue
        columns = (one.box[0], one.box[2])
        if _is_near(rows):
            cuts.append(Cut(found.pixels, one.label, one.kind, cutting.extent(found.line, rows, columns)))
        cuts.append(_nearer(one, found.line, rows, source))
    return cuts


def _nearer(one: Example, line: cutting.Line, rows: tuple[float, float], source: random.Random) -> Cut:
    """A second look at a line: cut about its strokes, more or less."""
    left, top, right, bottom, slope = line
    high = (rows[1] - rows[0]) * (bottom - top)
    stray = _STRAY if source.random() < 0.7 else 2 * _STRAY
    first, end = (round(top + row * (bottom - top) + source.gauss(0, stray) * high) for row in rows)
    near = (left, first, right, max(end, first + _LEAST_HIGH_PX), slope)
    percent = source.choice((100, 100, 80, 90, 115))
    placed = cutting.stroke_rows(one.strokes, near) or (0.0, 1.0)
    box = cutting.extent(near, placed, (one.box[0], one.box[2]), percent)
    return Cut(cutting.strip_of(one.picture, near, percent), one.label, one.kind, box)


def _is_long(line: cutting.Line, one: Example) -> bool:
    if one.box == (0, 0, 0, 0):
        return False
    left, _, right, _ = one.box
    slack = _MISSED * (right - left) / len(one.label)
    return line[0] <= left + slack and line[2] >= right - slack


def _is_near(rows: tuple[float, float]) -> bool:
    first, end = rows
    return _SHORT < 1 / (end - first) < _TALL and abs(first + end - 1) / 2 < _OFF


def _is_close(drawn: Example) -> bool:
    """Whether a line's characters stand as close as small type has them: those are the harder ones to learn."""
    left, top, right, bottom = drawn.box
    return right - left < _CLOSE * (bottom - top) * len(drawn.label)


def mixed(first_seed: int, count: int, split: str) -> list[Cut]:
    """Strips of up to `count` lines of all three sorts, of each seed always the same ones."""
    strips: list[Cut] = []
    frames: list[Example] = []
    for seed in range(first_seed, first_seed + count):
        source = random.Random(seed)
        sort = source.choices(range(3), SHARES)[0]
        if sort == 0:
            drawn = strip(seed, split)
            strips.append(Cut(drawn.picture, drawn.label, drawn.kind, drawn.box if drawn.label else Cut.extent))
            continue
        drawn = frame(seed, split)[0] if sort == 1 else crop(seed, split)
        if is_wanted(drawn, source) and (split == "test" or _is_close(drawn) or source.random() < _WIDE_KEPT):
            frames.append(drawn)
    return strips + cut(frames, random.Random(first_seed))
