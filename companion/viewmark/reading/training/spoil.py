"""What time and people do to a marking: wear, dirt, paint, scratches, obliteration."""

# The extra `train` is not installed where the types are checked.
# pyright: reportMissingImports=false

import math
import random

import cv2
import numpy as np
from numpy.typing import NDArray

from viewmark.samples import damage

from .lettering import Box, Lettering, Picture
from .relief import soft
from .surfaces import noise


def wear(source: random.Random, rng: np.random.Generator, mask: Picture) -> Picture:
    """The mask with its strokes rubbed away in patches or along one side."""
    size = (mask.shape[0], mask.shape[1])
    draw = source.random()
    if draw < 0.72:
        return mask
    if draw < 0.85:
        grain = source.uniform(15, 70)
        left = np.clip(1 - source.uniform(0.2, 0.75) * (0.4 + 0.7 * noise(rng, size, grain * 1.5, grain)), 0.1, 1)
    else:
        side = np.linspace(-1, 1, size[source.randint(0, 1)])
        ramp = np.clip(1 + source.uniform(-0.75, 0.75) * side, 0.1, 1)
        left = ramp[:, None] if len(ramp) == size[0] else ramp[None, :]
    return (mask * left).astype(np.float32)


def obliterated(
    source: random.Random, rng: np.random.Generator, written: Lettering, mask: Picture
) -> tuple[Picture, Picture, str]:
    """One or two characters made unreadable: the mask, the relief left in their place, the label."""
    extra = np.zeros_like(mask)
    characters = list(written.characters)
    for index in source.sample(range(len(characters)), min(len(characters), source.choice((1, 1, 2)))):
        mask, left = damage.obliterate(rng, mask, written.boxes[index], source.choice(damage.WAYS))
        extra += left
        characters[index] = "?"
    return mask, extra, "".join(characters)


def scars(source: random.Random, rng: np.random.Generator, size: tuple[int, int]) -> Picture:
    """Damage without any character, as relief: it is not a line."""
    extra = np.zeros(size, np.float32)
    for _ in range(source.randint(1, 4)):
        x, y = source.uniform(0, size[1]), size[0] * source.uniform(0.3, 0.7)
        high = size[0] * source.uniform(0.2, 0.4)
        box: Box = (x, y - high / 2, x + high * source.uniform(0.3, 2), y + high / 2)
        extra += damage.obliterate(rng, extra * 0, box, source.choice(damage.WAYS))[1]
    return extra


def edged(source: random.Random, strip: NDArray[np.uint8], ends_px: list[int]) -> NDArray[np.uint8]:
    """The strip with the part's edge in the plain metal before or behind the line, now and then: one grey beyond it."""
    strip = strip.copy()
    for end_px, ends in zip(ends_px, (strip[:, :], strip[:, ::-1]), strict=True):
        if end_px > 2 and source.random() < 0.3:
            ends[:, : source.randint(2, end_px)] = source.choice((int(np.median(strip)), source.randint(0, 255)))
    return strip


def scratched(source: random.Random, picture: Picture) -> Picture:
    """Straight scratches, bright and dark, thin and broad."""
    height, width = picture.shape
    for _ in range(source.choice((0, 0, 0, 0, 1, 2, 3, 6))):
        angle = source.gauss(0, 0.7)
        length = source.uniform(0.05, 0.6) * width
        x, y = source.uniform(0, width), source.uniform(0, height)
        end = (round(x + length * math.cos(angle)), round(y + length * math.sin(angle)))
        line = np.zeros_like(picture)
        cv2.line(line, (round(x), round(y)), end, 1.0, source.choice((1, 1, 2)), cv2.LINE_AA)
        picture = picture + soft(line, source.uniform(0.4, 1.4)) * np.float32(source.uniform(-60, 80))
    return picture


def soiled(source: random.Random, rng: np.random.Generator, picture: Picture) -> Picture:
    """Dirt, rust or paint in patches that hide what lies beneath."""
    if source.random() < 0.88:
        return picture
    size = (picture.shape[0], picture.shape[1])
    grain = source.uniform(10, 70)
    patch = noise(rng, size, grain * source.uniform(1, 2), grain)
    cover = np.clip((patch - source.uniform(0.6, 1.8)) * source.uniform(1, 6), 0, 1) * source.uniform(0.3, 0.95)
    colour = source.uniform(15, 230) + noise(rng, size, 3, 3) * source.uniform(0, 12)
    return (picture * (1 - cover) + cover * colour).astype(np.float32)
