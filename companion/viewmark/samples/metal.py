"""Marked metal under a lamp: from the mask of a marking to a grey picture of it."""

import math
from dataclasses import dataclass

import numpy as np

from .filters import Picture, blur, clouds

PROCESSES = ("stamped", "engraved", "laser", "dot-peened")
SURFACES = ("brushed", "blasted", "worn", "polished")


@dataclass
class Look:
    """How a marking was made and how it is lit; lengths in pixels, greys 0..255."""

    process: str = "stamped"
    surface: str = "blasted"
    base: float = 120.0  # grey of the plain metal
    grain: float = 5.0  # deviation of the surface in greys
    depth: float = 60.0  # greys that a full flank gains or loses
    flank_px: float = 1.6  # softness of the groove's flank
    rim: float = 0.25  # material thrown up beside the groove, relative to its depth
    tone: float = 0.0  # > 0: the marking's floor is darker than the metal; < 0: lighter
    light_degrees: float = 90.0  # where the light comes from; 90 is the top of the picture
    ring: float = 0.0  # share of light that comes from all sides at once
    gloss: float = 0.5  # strength of the highlights
    gradient: tuple[float, float] = (0.1, 0.1)  # fall of the light along x and y
    scratches: int = 6
    wear: float = 0.0  # 0..1: how much of the marking is rubbed away, in patches


def sample_look(rng: np.random.Generator, process: str, cap_height_px: float) -> Look:
    """A clean, ordinary look of one process for letters of the given cap height."""
    soft = cap_height_px / 60
    look = Look(process=process)
    look.surface = str(rng.choice(SURFACES))
    look.base = rng.uniform(70, 165)
    look.grain = rng.uniform(2.5, 6.0)
    look.light_degrees = rng.uniform(40, 140)
    look.gloss = rng.uniform(0.2, 0.9)
    look.gradient = (rng.uniform(-0.3, 0.3), rng.uniform(-0.25, 0.25))
    look.scratches = int(rng.integers(3, 14))
    look.ring = rng.uniform(0.0, 0.25)
    if process == "stamped":
        look.depth, look.flank_px = rng.uniform(75, 115), rng.uniform(1.3, 2.1) * soft
        look.rim, look.tone = rng.uniform(0.15, 0.45), rng.uniform(0.05, 0.3)
    elif process == "engraved":
        look.depth, look.flank_px = rng.uniform(80, 120), rng.uniform(0.9, 1.4) * soft
        look.rim, look.tone = rng.uniform(0.0, 0.15), rng.uniform(0.1, 0.4)
    elif process == "laser":
        look.depth, look.flank_px = rng.uniform(8, 25), rng.uniform(0.7, 1.1) * soft
        look.tone = rng.uniform(0.4, 0.75) if look.base > 105 else -rng.uniform(0.5, 0.9)
        look.rim = 0.0
    else:
        look.depth, look.flank_px = rng.uniform(80, 120), rng.uniform(0.9, 1.4) * soft
        look.rim, look.tone = rng.uniform(0.2, 0.5), rng.uniform(0.1, 0.35)
    return look


def surface(rng: np.random.Generator, kind: str, height: int, width: int) -> Picture:
    """The unmarked metal's own pattern: zero mean, unit deviation."""
    fine = rng.standard_normal((height, width), dtype=np.float32)
    if kind == "brushed":
        streaks = clouds(rng, height, width, 1.2, rng.uniform(25, 90))
        pattern = streaks + 0.35 * fine
    elif kind == "blasted":
        pattern = blur(fine, rng.uniform(0.6, 1.1)) * 2 + 0.3 * clouds(rng, height, width, 12, 12)
    elif kind == "worn":
        pattern = blur(fine, 0.7) + clouds(rng, height, width, 6, 9) * 0.5
        pattern = pattern + 0.8 * clouds(rng, height, width, 40, 50)
    elif kind == "rough":  # cast or rusted
        pattern = blur(fine, 1.2) * 2 + clouds(rng, height, width, 5, 5)
        pattern = pattern + 0.6 * clouds(rng, height, width, 15, 20)
    else:
        pattern = 0.4 * fine + clouds(rng, height, width, 60, 80)
    return (pattern / np.float32(pattern.std() + 1e-6)).astype(np.float32)


def scratch_map(rng: np.random.Generator, height: int, width: int, count: int) -> Picture:
    """Thin straight scratches of both signs (0 where there is none)."""
    marks = np.zeros((height, width), np.float32)
    for _ in range(count):
        length = int(rng.uniform(0.08, 0.5) * width)
        angle = rng.normal(0.0, 0.6)
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        along = np.arange(length)
        xs = (x + along * math.cos(angle)).astype(int)
        ys = (y + along * math.sin(angle)).astype(int)
        inside = (xs >= 0) & (xs < width) & (ys >= 0) & (ys < height)
        fade = np.sin(np.pi * (along[inside] + 1) / (length + 1))
        marks[ys[inside], xs[inside]] += (fade * rng.normal(0, 1)).astype(np.float32)
    return marks


def height_map(mask: Picture, look: Look) -> Picture:
    """The marking as relief: 0 is the metal's face, about -1 the floor of a groove."""
    if look.process == "laser":
        return -0.4 * blur(mask, look.flank_px)
    groove = blur(mask, look.flank_px)
    if look.rim <= 0:
        return -groove
    return look.rim * (blur(mask, look.flank_px * 2.4) - groove) * 2 - groove


def shade(rng: np.random.Generator, mask: Picture, relief: Picture, look: Look) -> Picture:
    """A grey picture (0..255, float) of the relief in the light of `look`."""
    height, width = mask.shape
    slope_y, slope_x = np.gradient(relief)
    scale = np.float32(1.3 * max(look.flank_px, 0.8))
    slope_x, slope_y = slope_x * scale, slope_y * scale
    angle = math.radians(look.light_degrees)
    toward = -(slope_x * math.cos(angle) - slope_y * math.sin(angle))
    steep = np.sqrt(slope_x**2 + slope_y**2)
    lit = (1 - look.ring) * toward - look.ring * steep
    pattern = surface(rng, look.surface, height, width)
    grain = look.grain * (1.0 + 0.5 * mask if look.process == "laser" else 1.0 - 0.4 * mask)
    picture = look.base + pattern * grain
    if look.scratches:
        picture += blur(scratch_map(rng, height, width, look.scratches), 0.6) * 30
    picture += look.depth * lit * 1.6
    picture += look.depth * look.gloss * np.square(np.maximum(lit, 0)) * 3
    floor = blur(mask, look.flank_px * 0.7)
    room = look.base if look.tone > 0 else 235 - look.base
    picture -= floor * (look.tone * room)
    yy = np.linspace(-0.5, 0.5, height, dtype=np.float32)[:, None]
    xx = np.linspace(-0.5, 0.5, width, dtype=np.float32)[None, :]
    picture *= 1 + look.gradient[0] * xx + look.gradient[1] * yy
    return picture.astype(np.float32)


def wear_down(rng: np.random.Generator, mask: Picture, amount: float) -> Picture:
    """The mask rubbed away in patches; `amount` 0..1."""
    if amount <= 0:
        return mask
    height, width = mask.shape
    patches = clouds(rng, height, width, height / 4, height / 3)
    left = 1 - amount * np.clip(0.5 + patches * 0.6, 0, 1)
    return (mask * left).astype(np.float32)
