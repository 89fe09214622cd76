"""Training pictures: camera frames with one marked line, wilder than the sample photographs."""

# The extra `train` is not installed where the types are checked.
# pyright: reportMissingImports=false

import random
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from viewmark.samples import damage, metal
from viewmark.samples.filters import Picture, blur, clouds
from viewmark.samples.lettering import Line, Style, write
from viewmark.samples.scene import fitting

from . import fonts, texts

FRAME_WIDTH_PX, FRAME_HEIGHT_PX = 320, 240
BAND_PX = 96  # rows of the frame that are rendered, about the aiming box
Frame = NDArray[np.uint8]
Corners = NDArray[np.float64]  # four points (x, y)
KINDS = ("stamped", "engraved", "laser", "dot-peened", "cast", "plate")
SHARES = (28, 19, 15, 24, 7, 8)


@dataclass
class Example:
    """A frame, its label (`?` for an unreadable character, empty for no line) and where it is."""

    frame: Frame
    label: str
    corners: Corners  # of the line in the frame: top left, top right, bottom right, bottom left
    kind: str


def _style(source: random.Random, kind: str, split: str) -> Style:
    style = Style()
    draw = source.random()
    if kind == "dot-peened" and draw < 0.9:
        draw = 0.0
    if split == "test":
        style.font = source.choice(fonts.paths("test"))
    elif draw < 0.48:
        style.font = ""
    elif draw < 0.6:
        style.font = "built-in"
    else:
        style.font = source.choice(fonts.paths("train"))
    style.character_width = source.uniform(0.42, 0.78)
    style.stroke = source.uniform(0.08, 0.19)
    style.spacing = source.uniform(0.12, 0.42) if not style.font else source.uniform(0.0, 0.35)
    if source.random() < 0.08:
        style.spacing += source.uniform(0.1, 0.5)
    style.rounding = source.randint(0, 3)
    style.alternate = source.randint(0, 2)
    style.slant = source.uniform(-0.18, 0.35) if source.random() < 0.35 else 0.0
    if kind == "stamped" and source.random() < 0.7:
        style.sway = source.uniform(0.1, 1.4)
    if kind == "dot-peened" and not style.font:
        style.dot_pitch = source.uniform(0.1, 0.19)
        style.stroke = style.dot_pitch * source.uniform(0.65, 1.05)
        style.sway = 0.0
    return style


def _look(source: random.Random, rng: np.random.Generator, kind: str, cap: float) -> metal.Look:
    base = {"cast": "stamped", "plate": "laser"}.get(kind, kind)
    look = metal.sample_look(rng, base, cap)
    if source.random() < 0.35:
        return look
    look.base = source.uniform(35, 190)
    look.grain = source.uniform(1.0, 12.0)
    if source.random() < 0.3:
        look.surface = "rough"
    look.light_degrees = source.uniform(0, 360) if source.random() < 0.5 else look.light_degrees
    look.gloss = source.uniform(0.0, 1.6)
    look.gradient = (source.uniform(-0.6, 0.6), source.uniform(-0.5, 0.5))
    look.scratches = source.choice((0, 4, 10, 25))
    look.ring = source.choice((0.0, source.uniform(0, 1)))
    look.flank_px *= source.uniform(0.7, 2.5)
    look.rim = source.uniform(0, 0.6) if base != "laser" else 0.0
    look.depth *= source.uniform(0.3, 1.2)
    look.tone = source.choice((look.tone, source.uniform(-0.5, 0.6)))
    if kind == "plate":
        look.depth = 0.0
        look.tone = source.choice((-1, 1)) * source.uniform(0.3, 0.95)
    elif base == "laser":
        look.tone = source.choice((-1, 1)) * source.uniform(0.2, 0.8)
    return look


def _neighbours(source: random.Random, rng: np.random.Generator, style: Style, line: Line, cap: float) -> Picture:
    """Other lines above and below, far enough to be another line, perhaps cut by the box."""
    mask = line.mask
    height, width = mask.shape
    _, top, _, bottom = line.box
    for above in (True, False):
        if source.random() < 0.28:
            size = cap * source.uniform(0.5, 1.1)
            gap = cap * source.uniform(0.42, 1.0) + size / 2
            place = (width * source.uniform(0.3, 0.7), top - gap if above else bottom + gap)
            other = write(rng, (height, width), texts.sample(source), style, place, size)
            mask = np.maximum(mask, other.mask)
    return mask


def _warped(source: random.Random, picture: Picture, line: Line | None) -> tuple[Picture, Corners]:
    """Tilt, shear and perspective, down to frame pixels; also the line's corners there."""
    height, width = picture.shape
    zoom = height / BAND_PX
    squeeze = FRAME_WIDTH_PX * zoom / width
    steep = source.random() < 0.25
    angle = np.deg2rad(source.uniform(-6, 6) if steep else source.gauss(0, 1.2))
    shear = source.gauss(0, 0.02)
    move = (source.uniform(-4, 4), source.gauss(0, 2.5))
    lean = source.gauss(0, 0.0003) / zoom
    shift = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]])
    turn = np.array(
        [
            [squeeze * np.cos(angle) / zoom, (np.sin(angle) + shear) / zoom, 0],
            [-np.sin(angle) / zoom, np.cos(angle) / zoom, 0],
            [lean, 0, 1],
        ]
    )
    back = np.array([[1, 0, FRAME_WIDTH_PX / 2 + move[0]], [0, 1, BAND_PX / 2 + move[1]], [0, 0, 1]])
    matrix = back @ turn @ shift
    smooth = blur(picture, 0.35 * zoom)
    size = (FRAME_WIDTH_PX, BAND_PX)
    small = cv2.warpPerspective(smooth, matrix, size, borderMode=cv2.BORDER_REFLECT)
    corners = np.zeros((4, 2))
    if line is not None:
        left, top, right, bottom = line.box
        square = np.array([[[left, top], [right, top], [right, bottom], [left, bottom]]])
        corners = cv2.perspectiveTransform(square.astype(np.float64), matrix)[0]
        corners += np.array([0, (FRAME_HEIGHT_PX - BAND_PX) / 2])
    return small.astype(np.float32), corners


def _soiled(source: random.Random, rng: np.random.Generator, picture: Picture) -> Picture:
    """Dirt, paint or shine in patches."""
    height, width = picture.shape
    patch = clouds(rng, height, width, source.uniform(12, 40), source.uniform(12, 60))
    cover = np.clip((patch - source.uniform(0.7, 1.8)) * 2, 0, 1) * source.uniform(0.2, 0.85)
    return (picture * (1 - cover) + cover * source.uniform(20, 220)).astype(np.float32)


def _camera(source: random.Random, rng: np.random.Generator, picture: Picture) -> Frame:
    """Resolution, focus, exposure, noise, JPEG."""
    if source.random() < 0.14:  # a small picture, enlarged
        coarse = source.uniform(1.4, 2.8)
        small = (round(picture.shape[1] / coarse), round(picture.shape[0] / coarse))
        picture = cv2.resize(picture, small, interpolation=cv2.INTER_AREA)
        picture = cv2.resize(picture, (FRAME_WIDTH_PX, BAND_PX), interpolation=cv2.INTER_CUBIC)
    if source.random() < 0.6:
        picture = blur(picture, source.uniform(0.3, 0.9))
    if source.random() < 0.1:
        kernel = np.zeros((3, 3), np.float32)
        cv2.line(kernel, (0, source.randint(0, 2)), (2, source.randint(0, 2)), 1.0)
        picture = cv2.filter2D(picture, -1, kernel / kernel.sum()).astype(np.float32)
    if source.random() < 0.5:
        contrast = source.uniform(0.4, 1.2)
        picture = (picture - 110) * contrast + source.uniform(70, 160)
    noisy = picture + rng.standard_normal(picture.shape) * source.uniform(0.3, 4.5)
    if source.random() < 0.12:
        noisy = 255 - noisy
    frame = np.clip(noisy, 0, 255).astype(np.uint8)
    if source.random() < 0.3:
        quality = [cv2.IMWRITE_JPEG_QUALITY, source.randint(30, 90)]
        frame = np.asarray(cv2.imdecode(cv2.imencode(".jpg", frame, quality)[1], 0), np.uint8)
    return frame


def _tight(source: random.Random, band: Frame, corners: Corners) -> tuple[Frame, Corners]:
    """The line cropped closely and fitted into the aiming box, as a stored crop is shown."""
    up = (FRAME_HEIGHT_PX - BAND_PX) / 2
    (left, top), (right, bottom) = corners.min(0) - (0, up), corners.max(0) - (0, up)
    high = float(np.ptp(corners[[0, 3], 1]))
    x0 = max(0, round(left - high * source.uniform(0.05, 0.6)))
    x1 = min(FRAME_WIDTH_PX, round(right + high * source.uniform(0.05, 0.6)))
    y0 = max(0, round(top - high * source.uniform(0.02, 0.5)))
    y1 = min(BAND_PX, round(bottom + high * source.uniform(0.02, 0.5)))
    crop = band[y0:y1, x0:x1]
    scale = min(FRAME_WIDTH_PX / crop.shape[1], 64 / crop.shape[0])
    wide, tall = int(crop.shape[1] * scale), int(crop.shape[0] * scale)
    crop = cv2.resize(crop, (wide, tall), interpolation=cv2.INTER_AREA if scale < 1 else 1)
    edge = np.concatenate([crop[0], crop[-1], crop[:, 0], crop[:, -1]])
    frame = np.full((FRAME_HEIGHT_PX, FRAME_WIDTH_PX), np.uint8(np.median(edge)))
    ox, oy = (FRAME_WIDTH_PX - wide) // 2, (FRAME_HEIGHT_PX - tall) // 2
    frame[oy : oy + tall, ox : ox + wide] = crop
    return frame, (corners - (x0, up + y0)) * scale + (ox, oy)


def _marked(
    source: random.Random,
    rng: np.random.Generator,
    kind: str,
    style: Style,
    text: str,
    cap: float,
    spare_px: float,
    size: tuple[int, int],
) -> tuple[Line, Picture, Picture, str]:
    """A line with its neighbours, wear and damage: the line, mask, extra relief and label."""
    height, width = size
    offset = source.uniform(-0.25, 0.25) * spare_px
    line = write(rng, size, text, style, (width / 2 + offset, height / 2), cap)
    characters = list(line.characters)
    mask = _neighbours(source, rng, style, line, cap)
    if kind == "laser" and source.random() < 0.15:  # only the outline is marked
        mask = cv2.morphologyEx(mask, cv2.MORPH_GRADIENT, np.ones((2, 2))).astype(np.float32)
    mask = metal.wear_down(rng, mask, source.choice((0.0, 0.0, source.uniform(0, 0.7))))
    extra = np.zeros(size, np.float32)
    if source.random() < 0.22:
        for index in source.sample(range(len(characters)), source.choice((1, 1, 1, 2))):
            way = source.choice(damage.WAYS)
            mask, left = damage.obliterate(rng, mask, line.boxes[index], way)
            extra += left
            characters[index] = "?"
    return line, mask, extra, "".join(characters).upper()


def _scarred(source: random.Random, rng: np.random.Generator, size: tuple[int, int], cap: float) -> Picture:
    """Damage without any character: it is not a line."""
    height, width = size
    extra = np.zeros(size, np.float32)
    for _ in range(source.randint(1, 4)):
        x, y = source.uniform(0, width), height * source.uniform(0.3, 0.7)
        box = (x, y - cap / 2, x + cap * source.uniform(0.3, 2), y + cap / 2)
        extra += damage.obliterate(rng, extra * 0, box, source.choice(damage.WAYS))[1]
    return extra


def example(seed: int, split: str = "train") -> Example:
    """The training example of a seed; the same on every machine with the same fonts."""
    source = random.Random(seed)
    rng = np.random.default_rng(seed)
    kind = source.choices(KINDS, SHARES)[0]
    zoom = source.uniform(1.15, 1.8)
    # Letters are drawn wider than they will be, as when the picture is taken from aside.
    wider = source.uniform(1.0, 1.4) if source.random() < 0.4 else 1.0
    size = (round(BAND_PX * zoom), round(FRAME_WIDTH_PX * zoom * wider))
    empty = source.random() < 0.06
    text = texts.sample(source)
    cap = source.uniform(20, 44) * zoom
    style = _style(source, kind, split)
    if style.font and text.replace(" ", "").isalpha() and source.random() < 0.25:
        text = text.title()
    line: Line | None = None
    label = ""
    mask = extra = np.zeros(size, np.float32)
    if not empty:
        longest = 0.94 * size[1]
        cap, long = fitting(rng, text, style, cap, longest)
        spare = longest - long
        line, mask, extra, label = _marked(source, rng, kind, style, text, cap, spare, size)
    elif source.random() < 0.4:
        extra = _scarred(source, rng, size, cap)
    look = _look(source, rng, kind, cap)
    look.depth = max(look.depth, 20.0 if extra.any() else 0.0)
    extra = extra * np.float32(max(1.0, 60 / max(1.0, look.depth)))  # damage shows on a flat marking too
    relief = metal.height_map(mask, look)
    picture = metal.shade(rng, mask, extra - relief if kind == "cast" else extra + relief, look)
    if source.random() < 0.15:
        picture = _soiled(source, rng, picture)
    small, corners = _warped(source, picture, line)
    band = _camera(source, rng, small)
    if line is not None and source.random() < 0.25:
        frame, corners = _tight(source, band, corners)
    else:
        edge = (FRAME_HEIGHT_PX - BAND_PX) // 2
        frame = np.pad(band, ((edge, edge), (0, 0)), mode="reflect")
    return Example(frame, label, corners, kind)
