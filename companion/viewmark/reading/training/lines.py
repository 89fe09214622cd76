"""Training lines: a marking on metal, as strips 32 pixels high or as whole camera frames."""

# The extra `train` is not installed where the types are checked.
# pyright: reportMissingImports=false

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from . import spoil, surfaces, texts
from .camera import Frame, Sloppy, seen, sensed, warped
from .contrast import evened
from .lettering import CAP_PX, Box, Hand, Lettering, Picture, sample_hand, write
from .light import shade
from .relief import CALM_SHARES, CALM_TRAINING_SHARES, KINDS, SHARES, relief

STRIP_HIGH_PX = 32
STRIP_WIDE_PX = (32, 320)  # narrowest and widest strip
FRAME_PX = (240, 320)
BOX_HIGH_PX = 64  # of the aiming box, across the middle of the frame
_CALM = 0.75  # share of lines as most weapons show them: small and soft, but whole and clean
_EMPTY = 0.05
_OBLITERATED = 0.08
_LEAST_PITCH_PX = 9.5  # of characters in a strip: three steps of the network, or nearly
_LEGIBLE, _HARD = 0.2, 0.1  # below this legibility only so large a share is kept
_SIDES = 4  # from which a ring light lights alone
_LEAST_INK = 0.07  # of a character's room: less is punctuation, which no serial key holds


@dataclass
class Example:
    """A strip or frame, its label (`?` for an unreadable character, empty for no line) and kind."""

    picture: Frame
    label: str
    kind: str
    legibility: float = 1.0  # how much of the least character's look its strokes explain, 0..1
    box: Box = (0, 0, 0, 0)  # around the line's strokes, in pixels
    strokes: Frame = field(default_factory=lambda: np.zeros((0, 0), np.uint8))  # where they are: 255


@dataclass
class Metal:
    """A rendered piece of metal with one line on it."""

    picture: Picture
    ideal: Picture  # the mask as it was written
    box: Box  # of the line
    label: str
    kind: str
    calm: bool


def metal(
    source: random.Random, rng: np.random.Generator, split: str, ends_px: tuple[int, int], side: float | None = None
) -> Metal:
    """Marked metal before any camera, with so much beyond the line; `test` has unseen fonts and surfaces.

    `side` is where it is lit from, in radians; None draws a light.
    """
    calm = source.random() < _CALM
    quiet = CALM_SHARES if split == "test" else CALM_TRAINING_SHARES
    kind = source.choices(KINDS, quiet if calm else SHARES)[0]
    hand = sample_hand(source, kind, split)
    written = write(rng, texts.sample(source), hand, ends_px)
    mask, label, extra = _thickened(source, kind, hand, written.mask), "".join(written.characters), None
    mask = np.maximum(mask, _others(source, rng, hand, written))
    mask = mask if calm else spoil.wear(source, rng, mask)
    draw = source.random()
    if draw < _EMPTY:
        mask, label = mask * 0, ""
        extra = spoil.scars(source, rng, (mask.shape[0], mask.shape[1])) if source.random() < 0.4 else None
    elif draw < _EMPTY + _OBLITERATED and not calm:
        mask, extra, label = spoil.obliterated(source, rng, written, mask)
    ideal, mask = _leaning(source, (written.mask, mask), written.box)
    marked = relief(source, rng, kind, mask)
    if extra is not None:
        marked.depth = max(marked.depth, 0.7)
        marked.height = marked.height + extra / np.float32(marked.depth) * np.float32(1.2)
    surface = source.choice(surfaces.TEST if split == "test" else surfaces.TRAIN)
    picture = shade(source, rng, marked, surface, calm, side)
    if not calm:
        picture = spoil.soiled(source, rng, spoil.scratched(source, picture))
    return Metal(picture, ideal, written.box, label.upper(), kind, calm)


def _thickened(source: random.Random, kind: str, hand: Hand, mask: Picture) -> Picture:
    """The strokes of a font, thinner or bolder than it draws them."""
    if not hand.font or hand.dot_pitch or source.random() < 0.5:
        return mask
    size = source.choice((2, 3, 3, 4))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return (cv2.erode if source.random() < 0.4 else cv2.dilate)(mask, kernel)


def _others(source: random.Random, rng: np.random.Generator, hand: Hand, written: Lettering) -> Picture:
    """Lines above and below, mostly cut by the edge; edges of logos and frames at the ends."""
    mask = np.zeros_like(written.mask)
    left, top, right, bottom = written.box
    for above in (True, False):
        if source.random() < 0.25:
            other = write(rng, texts.sample(source), hand)
            gap = CAP_PX * source.uniform(0.28, 0.9)
            x = (left + right - other.box[0] - other.box[2]) / 2 + source.gauss(0, 60)
            y = top - gap - other.box[3] if above else bottom + gap - other.box[1]
            shift = np.array([[1, 0, x], [0, 1, y]], np.float32)
            mask = np.maximum(mask, cv2.warpAffine(other.mask, shift, mask.shape[::-1]))
    if source.random() < 0.06:
        x = left - CAP_PX * 0.9 if source.random() < 0.5 else right + CAP_PX * 0.9
        radius = round(CAP_PX * source.uniform(0.45, 0.9))
        cv2.circle(mask, (round(x), round((top + bottom) / 2)), radius, 1.0, source.randint(2, 6), cv2.LINE_AA)
    if source.random() < 0.07:
        y = round(top - CAP_PX * source.uniform(0.2, 0.6) if source.random() < 0.5 else bottom + CAP_PX * 0.4)
        cv2.line(mask, (0, y), (mask.shape[1], y), 1.0, source.randint(2, 5), cv2.LINE_AA)
    return mask


def _leaning(source: random.Random, masks: tuple[Picture, ...], box: Box) -> tuple[Picture, ...]:
    """The masks with slanted letters, now and then."""
    if source.random() < 0.68:
        return masks
    lean = source.uniform(-0.12, 0.35)
    middle = (box[1] + box[3]) / 2
    matrix = np.array([[1, -lean, lean * middle], [0, 1, 0]], np.float32)
    return tuple(cv2.warpAffine(mask, matrix, mask.shape[::-1]).astype(np.float32) for mask in masks)


def strip(seed: int, split: str = "train") -> Example:
    """A line as a rough line finder cuts it out, evened: 32 x W, the same for the same seed and fonts.

    Of what nobody could read most is drawn anew: it would only teach to guess.
    """
    source, rng = random.Random(seed), np.random.default_rng(seed)
    while True:
        drawn = _strip(source, rng, split)
        if is_wanted(drawn, source):
            return drawn


def is_wanted(drawn: Example, source: random.Random) -> bool:
    """Whether a line is worth training on: legible, or one of the few others that are kept."""
    return not drawn.label or "?" in drawn.label or drawn.legibility > _LEGIBLE or source.random() < _HARD


def example(taken: Frame, ideal: Picture, made: Metal) -> Example:
    """A picture of marked metal with what is known of it; `ideal` is the mask as it lies in the picture."""
    columns, rows = np.flatnonzero(ideal.max(0) > 0.3).tolist(), np.flatnonzero(ideal.max(1) > 0.3).tolist()
    box = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1) if columns else (0, 0, 0, 0)
    strokes = (255 * ideal.clip(0, 1)).astype(np.uint8)
    return Example(taken, made.label, made.kind, legibility(taken, ideal, len(made.label)), box, strokes)


def _strip(source: random.Random, rng: np.random.Generator, split: str) -> Example:
    ends = [_end(source), _end(source)]
    before, behind = (round(CAP_PX * (1.5 * end + 0.4)) for end in ends)
    made = metal(source, rng, split, (before, behind))
    left, top, right, bottom = made.box
    fill = min(1.02, max(0.4, source.gauss(0.68, 0.14)))
    scale = STRIP_HIGH_PX * fill / (bottom - top)
    long = (right - left) * scale
    natural = long / max(1, len(made.label))  # pixels from one character to the next
    stretch = max(_LEAST_PITCH_PX, natural * source.uniform(0.55, 1.2)) / natural
    ends = [end * (bottom - top) for end in ends]
    wide = (right - left + sum(ends)) * scale * stretch
    widest = STRIP_WIDE_PX[1]
    if wide > widest:
        stretch *= widest / wide
        wide = widest
    width = max(STRIP_WIDE_PX[0], round(wide / 4) * 4)
    centre_x = (ends[0] + (right - left) / 2) * scale * stretch
    spare = STRIP_HIGH_PX * (1 - min(1.0, fill))
    centre_y = STRIP_HIGH_PX / 2 + source.uniform(-0.45, 0.45) * spare
    size = (STRIP_HIGH_PX, width)
    sloppy = Sloppy(tilt_degrees=0.8 if len(made.label) > 8 else 1.6)
    scales, centre = (scale * stretch, scale), (centre_x, centre_y)
    picture, ideal = warped(source, (made.picture, made.ideal), made.box, size, scales, centre, sloppy)
    taken = seen(source, rng, picture, made.calm)
    if made.calm:
        taken = spoil.edged(source, taken, [round(end * scale * stretch) for end in ends])
    drawn = example(taken, ideal, made)
    drawn.picture = evened(taken)
    return drawn


def legibility(picture: Frame, ideal: Picture, characters: int) -> float:
    """The least share, along the line, of the picture's variance that strokes and their edges explain, 0..1.

    Least-squares fits of each stretch, as wide as a character, by a smooth light alone and by that with the mask, its
    two slopes and their size: no reader is asked, so that no reader decides what counts as legible.
    """
    columns = np.flatnonzero(ideal.max(0) > 0.3)
    rows = np.flatnonzero(ideal.max(1) > 0.3)
    if not characters or len(columns) < characters or not len(rows):
        return 0.0
    down, across = np.gradient(cv2.GaussianBlur(ideal, (0, 0), 0.8))
    edges = np.hypot(down, across)
    least = 1.0
    for first, end in pairwise(np.linspace(columns[0], columns[-1] + 1, characters + 1).round().astype(int)):
        patch = (slice(rows[0], rows[-1] + 1), slice(first, max(end, first + 4)))
        if ideal[patch].mean() < _LEAST_INK:
            continue  # a dot or a dash
        grey = picture[patch].astype(np.float64)
        y, x = np.mgrid[-1 : 1 : grey.shape[0] * 1j, -1 : 1 : grey.shape[1] * 1j]
        light = [np.ones_like(grey), x, y, x * y, x * x, y * y]
        marked = [*light, *(term[patch] for term in (ideal, down, across, edges))]
        unlit, left = _unexplained(grey, light), _unexplained(grey, marked)
        least = min(least, 1 - left / unlit if unlit > 3 else 0.0)
    return least


def _unexplained(grey: NDArray[np.float64], terms: Sequence[NDArray[np.float64]]) -> float:
    """The variance that is left of a picture after the best sum of the terms."""
    matrix = np.stack([term.ravel() for term in terms], 1)
    values = grey.ravel()
    square = matrix.T @ matrix + 1e-6 * np.eye(matrix.shape[1])
    return float((values - matrix @ np.linalg.solve(square, matrix.T @ values)).var())


def _end(source: random.Random) -> float:
    """How much metal a strip shows before or behind the line, in line heights."""
    draw = source.random()
    return (
        source.uniform(0.02, 0.15)
        if draw < 0.2
        else source.uniform(0.15, 0.7)
        if draw < 0.88
        else source.uniform(0.7, 3)
    )


def frame(seed: int, split: str = "test", views: int = 1) -> list[Example]:
    """Camera frames (320 x 240) of one line in the aiming box; further views differ by hand shake and light.

    As in the firmware's burst the second to the fifth are lit from one side each.
    """
    examples = []
    for view in range(views):
        source, rng = random.Random(seed), np.random.default_rng(seed)
        high = BOX_HIGH_PX * source.uniform(0.45, 0.8)
        side = math.pi / 2 * view if 1 <= view <= _SIDES else None
        made = metal(source, rng, split, (FRAME_PX[1], FRAME_PX[1]), side)
        left, top, right, bottom = made.box
        scale = min(high / (bottom - top), FRAME_PX[1] * 0.94 / (right - left))
        own = random.Random(seed * 64 + view + 1)
        centre = (FRAME_PX[1] / 2 + own.gauss(0, 2.0), FRAME_PX[0] / 2 + own.gauss(0, 2.0))
        picture, ideal = warped(
            own, (made.picture, made.ideal), made.box, FRAME_PX, (scale, scale), centre, Sloppy(1.0, 0.02, 0.02)
        )
        taken = sensed(own, np.random.default_rng(seed + view), picture)
        examples.append(example(taken, ideal, made))
    return examples
