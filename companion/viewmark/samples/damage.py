"""Makes single characters of a marking unreadable, the ways it is done to real ones."""

import math

import numpy as np

from .filters import Picture, blur, clouds
from .lettering import Box

WAYS = ("ground", "struck", "filled")


def _patch(shape: tuple[int, int], box: Box, rng: np.random.Generator) -> Picture:
    """A soft, ragged patch (0..1) that covers the box."""
    left, top, right, bottom = box
    high, wide = bottom - top, right - left
    yy, xx = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    reach_x, reach_y = wide * 0.5 + high * 0.1, high * rng.uniform(0.6, 0.7)
    across = np.abs(xx - (left + right) / 2) / reach_x
    down = np.abs(yy - (top + bottom) / 2) / reach_y
    ragged = clouds(rng, shape[0], shape[1], high * 0.2, high * 0.2) * 0.08
    inside = 1 - (across**4 + down**4) ** 0.25 + ragged
    return np.clip(inside * 8, 0, 1).astype(np.float32)


def obliterate(rng: np.random.Generator, mask: Picture, box: Box, way: str) -> tuple[Picture, Picture]:
    """Returns the mask without the character in `box` and the relief left in its place.

    `way` is one of WAYS; the relief adds to the height map of the marking.
    """
    patch = _patch((mask.shape[0], mask.shape[1]), box, rng)
    high = box[3] - box[1]
    left = mask * (1 - patch * (0.97 if way == "filled" else rng.uniform(0.88, 1.0)))
    relief = np.zeros_like(mask)
    if way == "ground":
        noise = rng.standard_normal(mask.shape, dtype=np.float32)
        lean = rng.uniform(-0.8, 0.8)
        lines = np.zeros_like(mask)
        for step in range(-12, 13):  # smear the noise along the grinding direction
            dy = round(step * math.sin(lean) * high / 40)
            dx = round(step * math.cos(lean) * high / 40)
            lines += np.roll(noise, (dy, dx), (0, 1))
        relief = patch * (lines / lines.std()) * 0.3 - 0.35 * blur(patch, 1.5)
    elif way == "struck":
        for _ in range(int(rng.integers(14, 24))):
            x = rng.uniform(box[0] - 0.05 * high, box[2] + 0.05 * high)
            y = rng.uniform(box[1] - 0.05 * high, box[3] + 0.05 * high)
            relief -= _dent(mask.shape, x, y, high * rng.uniform(0.06, 0.13), rng)
        relief = np.maximum(relief, -1.3)
    else:
        lump = clouds(rng, mask.shape[0], mask.shape[1], high * 0.18, high * 0.18)
        relief = patch * (0.8 + 0.35 * lump)
    return left.astype(np.float32), relief.astype(np.float32)


def _dent(shape: tuple[int, ...], x: float, y: float, radius: float, rng: np.random.Generator) -> Picture:
    """One blow of a punch: a round or oblong pit."""
    yy, xx = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    turn, oblong = rng.uniform(0, math.pi), rng.uniform(1.0, 2.2)
    u = (xx - x) * math.cos(turn) + (yy - y) * math.sin(turn)
    v = -(xx - x) * math.sin(turn) + (yy - y) * math.cos(turn)
    far = np.sqrt((u / oblong) ** 2 + v**2) / radius
    return np.clip(1.4 - far, 0, 1).astype(np.float32)
