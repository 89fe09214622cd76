"""Training lines as the handheld's own finder cuts them out: of camera frames, and of small pictures of one line."""

# The extra `train` is not installed where the types are checked.
# pyright: reportMissingImports=false

import math
import random
from collections.abc import Iterable

import numpy as np
from PIL import Image

from . import device
from .camera import Sloppy, sensed, warped
from .frames import frame_of
from .lettering import CAP_PX
from .lines import Example, example, frame, is_wanted, metal, strip

SHARES = (22, 28, 50)  # strips of a rough finder, frames, small pictures
_LINE_PX = (11, 64)  # least and greatest height of a line in a small picture
_FILL = (0.5, 0.95)  # of the picture's height
_NARROWEST = 2.0  # a picture less wide for its height is no crop of one line
_MISSED = 0.35  # of a character that the finder may cut off
_TALL, _SHORT = 2.0, 0.8  # found heights of a line, in its own


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


def cut(examples: Iterable[Example]) -> list[Example]:
    """The strips that the handheld cuts out of frames; left out where its finder misses part of the line."""
    whole = list(examples)
    found = device.strips(one.picture for one in whole)
    return [
        Example(strip.pixels, one.label, one.kind, one.legibility)
        for one, strip in zip(whole, found, strict=True)
        if strip and _holds(strip.line, one)
    ]


def _holds(line: tuple[int, int, int, int, int], one: Example) -> bool:
    if not one.label:
        return True
    if one.box == (0, 0, 0, 0):
        return False
    left, top, right, bottom = one.box
    first, above, end, below, _ = line
    slack = _MISSED * (right - left) / len(one.label)
    is_long = first <= left + slack and end >= right - slack
    off = abs(above + below - top - bottom) / 2
    return is_long and _SHORT < (below - above) / (bottom - top) < _TALL and 4 * off < below - above


def mixed(first_seed: int, count: int, split: str) -> list[Example]:
    """Up to `count` strips of all three sorts, of each seed always the same one."""
    strips: list[Example] = []
    frames: list[Example] = []
    for seed in range(first_seed, first_seed + count):
        source = random.Random(seed)
        sort = source.choices(range(3), SHARES)[0]
        if sort == 0:
            strips.append(strip(seed, split))
            continue
        drawn = frame(seed, split)[0] if sort == 1 else crop(seed, split)
        if is_wanted(drawn, source):
            frames.append(drawn)
    return strips + cut(frames)
