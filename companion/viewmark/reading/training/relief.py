"""What a process leaves in the metal: the marking as relief, and where its floor has another tone."""

# The extra `train` is not installed where the types are checked.
# pyright: reportMissingImports=false

import random
from dataclasses import dataclass

import cv2
import numpy as np

from .lettering import Picture
from .surfaces import noise

KINDS = ("stamped", "engraved", "laser", "dot-peened", "cast", "plate", "painted")
SHARES = (28, 14, 15, 14, 11, 12, 6)
CALM_SHARES = (26, 14, 20, 6, 8, 26, 0)
CALM_TRAINING_SHARES = (26, 14, 20, 13, 8, 26, 0)  # dots are the hardest to learn


@dataclass
class Relief:
    """Heights in units of a stroke's depth (0 the metal's face, -1 a groove's floor) and tone.

    `tone` is -1..1 (how much darker or lighter the paint or oxide is that lies there), `floor` 0..1
    how much of the surface's own pattern the marking has destroyed.
    """

    height: Picture
    tone: Picture
    floor: Picture
    depth: float  # strength of the shading, about 0..3
    bound: float  # how soft its flanks are, in pixels


def soft(picture: Picture, sigma_px: float) -> Picture:
    """Gaussian blur."""
    if sigma_px < 0.3:
        return picture
    return cv2.GaussianBlur(picture, (0, 0), sigma_px)


def relief(source: random.Random, rng: np.random.Generator, kind: str, mask: Picture) -> Relief:
    """The relief of a written mask by one of KINDS."""
    still = np.zeros_like(mask)
    if kind == "painted":
        return _painted(source, rng, mask)
    if kind == "plate":
        tone = mask * source.choice((-1, 1)) * source.uniform(0.35, 1.0)
        raised = mask * source.choice((0.0, 0.0, source.uniform(-0.6, 0.6)))
        return Relief(soft(raised, 1.2), soft(tone, source.uniform(0.3, 1.6)), still, 0.5, 1.2)
    if kind == "laser":
        return _laser(source, rng, mask)
    flank = source.uniform(0.8, 3.4)
    if kind == "engraved":
        flank = source.uniform(0.6, 1.8)
        mask = _grooved(source, mask) if source.random() < 0.4 else mask
    elif kind == "cast":
        flank = source.uniform(1.5, 4.5)
    elif kind == "dot-peened":
        flank = source.uniform(0.6, 1.6)
    if kind == "stamped" and source.random() < 0.12:  # a punch that bounced
        dx, dy = source.uniform(-7, 7), source.uniform(-4, 4)
        again = cv2.warpAffine(mask, np.array([[1, 0, dx], [0, 1, dy]], np.float32), mask.shape[::-1])
        mask = np.maximum(mask, again * np.float32(source.uniform(0.2, 0.6)))
    groove = soft(mask, flank)
    height = -groove
    if kind in ("stamped", "dot-peened", "engraved") and source.random() < 0.6:
        rim = source.uniform(0.1, 0.8)  # metal thrown up beside the groove
        height = height + rim * 2 * np.maximum(soft(mask, flank * source.uniform(1.8, 3.0)) - groove, 0)
    if kind == "cast" and source.random() < 0.7:
        height = -height
    tone = soft(mask, 0.8) * _filling(source, rng, mask.shape)
    depth = source.uniform(0.6, 2.6) if kind != "cast" else source.uniform(0.5, 2.6)
    return Relief(height, tone.astype(np.float32), soft(mask, 1.0) * source.uniform(0, 0.9), depth, flank)


def _grooved(source: random.Random, mask: Picture) -> Picture:
    """The V profile of a cutter: deeper in the middle of the stroke."""
    inside = cv2.distanceTransform((mask > 0.5).astype(np.uint8), cv2.DIST_L2, 3)
    return np.minimum(1, inside / source.uniform(2, 5)).astype(np.float32)


def _filling(source: random.Random, rng: np.random.Generator, size: tuple[int, ...]) -> Picture | float:
    """Dirt, oxide or paint that stayed in the strokes, here and there."""
    draw = source.random()
    if draw < 0.45:
        return 0.0
    strength = source.uniform(0.1, 0.9) * source.choice((-1, -1, 1))
    if draw < 0.75:
        return strength
    grain = source.uniform(8, 50)
    patches = np.clip(0.5 + noise(rng, (size[0], size[1]), grain, grain) * source.uniform(0.4, 1.2), 0, 1)
    return (strength * patches).astype(np.float32)


def _laser(source: random.Random, rng: np.random.Generator, mask: Picture) -> Relief:
    draw = source.random()
    if draw < 0.22:  # only the outline, one or two lines wide
        wide = source.choice((3, 3, 5, 7))
        mask = cv2.morphologyEx(mask, cv2.MORPH_GRADIENT, np.ones((wide, wide), np.uint8))
    elif draw < 0.34:  # hatched
        pitch, lean = source.uniform(2.5, 6), source.uniform(-2, 2)
        yy, xx = np.mgrid[0 : mask.shape[0], 0 : mask.shape[1]].astype(np.float32)
        mask = mask * (0.55 + 0.45 * np.sin((yy + lean * xx) * np.float32(2 * np.pi / pitch)))
    grain = source.uniform(1, 4)
    mottled = 1 + source.uniform(0, 0.5) * noise(rng, (mask.shape[0], mask.shape[1]), grain, grain)
    edge = source.uniform(0.4, 1.6)
    tone = soft(mask * np.float32(source.choice((-1, 1)) * source.uniform(0.3, 1.0)), edge) * mottled
    return Relief(-soft(mask, edge), tone.astype(np.float32), soft(mask, 1.0), source.uniform(0, 0.5), edge)


def _painted(source: random.Random, rng: np.random.Generator, mask: Picture) -> Relief:
    """A brush or marker over a marking that may lie beneath."""
    size = (mask.shape[0], mask.shape[1])
    edge = np.clip((soft(mask, 1.5) + 0.12 * noise(rng, size, 5, 5) - 0.4) * 5, 0, 1)
    streaks = 0.85 + 0.15 * noise(rng, size, source.uniform(3, 12), source.uniform(3, 12))
    tone = edge * streaks * np.float32(source.choice((-1, 1, 1)) * source.uniform(0.5, 1.0))
    depth = source.choice((0.0, source.uniform(0.3, 1.5)))
    return Relief(-soft(mask, 1.5), tone.astype(np.float32), edge.astype(np.float32), depth, 1.5)
