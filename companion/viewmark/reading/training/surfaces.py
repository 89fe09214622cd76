"""The metal itself: textures of zero mean and unit deviation, and the noise that they are made of."""

# The extra `train` is not installed where the types are checked.
# pyright: reportMissingImports=false

import random

import cv2
import numpy as np

from .lettering import Picture

# Those of `test` are never trained on.
TRAIN = ("plain", "brushed", "blasted", "worn", "polished", "rough", "rust", "lacquer")
TEST = ("milled", "hammered", "parkerised")


def noise(rng: np.random.Generator, size: tuple[int, int], grain_x: float, grain_y: float) -> Picture:
    """Smooth noise of unit deviation with grains of about that size in pixels."""
    rows = max(2, round(size[0] / max(1.0, grain_y)) + 1)
    columns = max(2, round(size[1] / max(1.0, grain_x)) + 1)
    field = rng.standard_normal((rows, columns), dtype=np.float32)
    if (rows, columns) != size:
        field = cv2.resize(field, (size[1], size[0]), interpolation=cv2.INTER_CUBIC)
    return (field / np.float32(field.std() + 1e-6)).astype(np.float32)


def texture(source: random.Random, rng: np.random.Generator, kind: str, size: tuple[int, int]) -> Picture:
    """The pattern of one kind of surface (TRAIN, TEST); ValueError for another."""
    fine = rng.standard_normal(size, dtype=np.float32)
    if kind == "plain":
        pattern = fine
    elif kind == "brushed":
        along, across = source.uniform(15, 120), source.uniform(1, 2)
        streaks = noise(rng, size, along, across)
        if source.random() < 0.3:
            streaks = noise(rng, size, across, along)
        pattern = streaks + 0.3 * fine
    elif kind == "blasted":
        grain = source.uniform(1.3, 4.0)
        pattern = noise(rng, size, grain, grain) + 0.3 * noise(rng, size, 14, 14)
    elif kind == "worn":
        pattern = noise(rng, size, 2, 1.5) + 0.6 * noise(rng, size, 9, 6) + 0.8 * noise(rng, size, 50, 40)
    elif kind == "polished":
        pattern = 0.4 * fine + noise(rng, size, 90, 60)
    elif kind == "rough":
        pattern = noise(rng, size, 3, 3) + 0.8 * noise(rng, size, 7, 7) + 0.5 * noise(rng, size, 20, 15)
    elif kind == "rust":
        spots = np.maximum(noise(rng, size, 6, 6) - source.uniform(0.2, 1.2), 0)
        pattern = 2 * spots + noise(rng, size, 2, 2) + noise(rng, size, 25, 20)
    elif kind == "lacquer":  # crazed paint: sharp borders between flat patches
        patches = np.tanh(3 * noise(rng, size, source.uniform(20, 60), source.uniform(15, 40)))
        pattern = patches + 0.25 * fine
    elif kind == "milled":
        yy, xx = np.mgrid[0 : size[0], 0 : size[1]].astype(np.float32)
        far = np.hypot(xx - source.uniform(-1, 2) * size[1], yy - source.choice((-3, 4)) * size[0])
        pattern = np.sin(far * np.float32(source.uniform(0.5, 1.6))) + 0.4 * fine
    elif kind == "hammered":
        pattern = np.abs(noise(rng, size, 9, 9)) + 0.3 * noise(rng, size, 3, 3)
    elif kind == "parkerised":
        pattern = np.sign(noise(rng, size, 2.2, 2.2)) + 0.5 * fine
    else:
        raise ValueError(f"no surface is called {kind}")
    pattern = pattern - pattern.mean()
    return (pattern / np.float32(pattern.std() + 1e-6)).astype(np.float32)
