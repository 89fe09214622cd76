"""Lights the relief: slopes, lamp or ring light, highlights that saturate, shadows, uneven light."""

# The extra `train` is not installed where the types are checked.
# pyright: reportMissingImports=false

import math
import random

import cv2
import numpy as np

from .lettering import Picture
from .relief import Relief, soft
from .surfaces import noise, texture


def shade(
    source: random.Random,
    rng: np.random.Generator,
    marked: Relief,
    surface: str,
    calm: bool,
    side: float | None = None,
) -> Picture:
    """A grey picture (0..255 and beyond, float) of the marking on a surface; `calm`: with little grain.

    `side` is where the one lamp stands that is lit of a ring of them, in radians; None draws a light.
    """
    size = (marked.height.shape[0], marked.height.shape[1])
    pattern = texture(source, rng, surface, size)
    base = source.uniform(25, 205)
    grain = source.uniform(0.5, 5.0) if source.random() < 0.75 else source.uniform(4.0, 12.0)
    if calm:
        grain = source.uniform(0.3, 2.5)
    height = marked.height * np.float32(marked.depth)
    if source.random() < 0.5:  # the pattern is relief too: it shades like the marking
        height = height + pattern * np.float32(grain / 90)
    lit = _lit(source, height, marked.bound, side)
    strength = np.float32(source.uniform(25, 75))
    picture = base + strength * lit
    if source.random() < 0.5:
        picture = picture + strength * np.float32(source.uniform(0.3, 2.5)) * np.maximum(lit, 0) ** 2
    picture = picture + pattern * np.float32(grain) * (1 - marked.floor)
    room = np.where(marked.tone < 0, base, 245 - base).astype(np.float32)
    picture = picture + marked.tone * room
    if source.random() < 0.35:  # light does not reach into narrow grooves
        picture = picture - np.float32(source.uniform(5, 40)) * np.maximum(soft(height, 4) - height, 0)
    return _uneven(source, rng, picture.astype(np.float32))


def _slopes(height: Picture, bound: float) -> tuple[Picture, Picture]:
    scale = np.float32(max(0.8, bound) / 4)
    across = cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3) * scale
    down = cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3) * scale
    return across, down


def _lit(source: random.Random, height: Picture, bound: float, side: float | None) -> Picture:
    """How much brighter than the plain metal each pixel is, about -2..2."""
    across, down = _slopes(height, bound)
    angle = source.uniform(0, 2 * math.pi) if source.random() < 0.5 else source.gauss(-math.pi / 2, 0.6)
    angle = angle if side is None else side
    toward = 2.2 * (across * math.cos(angle) + down * math.sin(angle))
    aside = 2.2 * (across * math.sin(angle) - down * math.cos(angle))
    steep = np.sqrt(toward**2 + aside**2)
    draw = source.random()
    if draw < 0.25:  # ring light: flanks all dark or all bright
        flanks = source.choice((-1, -1, 1)) * source.uniform(0.5, 1.3) * steep
        lit = 0.35 * toward + flanks if side is None else toward
    elif draw < 0.45:  # a broad lamp: what turns away darkens, what turns to it hardly brightens
        lit = np.minimum(toward, 0) * source.uniform(0.6, 1.2) + np.maximum(toward, 0) * source.uniform(0.1, 0.5)
    elif draw < 0.6:  # the other way round: highlights alone
        lit = np.maximum(toward, 0) * source.uniform(0.7, 1.5) + np.minimum(toward, 0) * source.uniform(0.05, 0.4)
    else:
        lit = toward + source.uniform(-0.5, 0.5) * np.abs(aside)
    bend = source.uniform(0.5, 3.0)
    return (np.tanh(lit / bend) * bend).astype(np.float32)


def _uneven(source: random.Random, rng: np.random.Generator, picture: Picture) -> Picture:
    """Light that falls off, a glare, the shadow of an edge."""
    height, width = picture.shape
    yy = np.linspace(-0.5, 0.5, height, dtype=np.float32)[:, None]
    xx = np.linspace(-0.5, 0.5, width, dtype=np.float32)[None, :]
    light = 1 + source.uniform(-0.6, 0.6) * xx + source.uniform(-0.5, 0.5) * yy
    if source.random() < 0.3:  # a curved surface: bright along one row
        row = source.uniform(-0.5, 0.5)
        light = light * (1 + source.uniform(-0.5, 0.8) * np.exp(-(((yy - row) / source.uniform(0.12, 0.5)) ** 2)))
    if source.random() < 0.12:
        x, y = source.uniform(-0.5, 0.5), source.uniform(-0.5, 0.5)
        spot = np.exp(-(((xx - x) / source.uniform(0.05, 0.3)) ** 2) - ((yy - y) / source.uniform(0.1, 0.6)) ** 2)
        light = light + source.uniform(0.3, 1.1) * spot
    if source.random() < 0.12:
        lean, place = source.uniform(-1, 1), source.uniform(-0.5, 0.5)
        beyond = (yy + lean * xx - place) * source.uniform(8, 40)
        light = light * (1 - source.uniform(0.1, 0.3) * (1 + np.tanh(beyond)))
    if source.random() < 0.25:
        light = light * (1 + source.uniform(0.05, 0.25) * noise(rng, (height, width), 80, 50))
    return (picture * light).astype(np.float32)
