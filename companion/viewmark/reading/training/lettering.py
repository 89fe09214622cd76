"""Writes a line as a mask: how much of each pixel the tool covered, and where each character stands."""

# The extra `train` is not installed where the types are checked.
# pyright: reportMissingImports=false

import random
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from viewmark.samples import strokes

from . import fonts

CAP_PX = 44  # height of a capital on the mask
MARGIN_PX = 48
_TILE_PX = 2 * CAP_PX  # of a glyph: the capital stands half a capital below its top
Picture = NDArray[Any]  # of 32-bit floats, rows x columns
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass
class Lettering:
    """A written line: the mask 0..1 and each character that is not a space with its box."""

    mask: Picture
    characters: list[str]
    boxes: list[Box]

    @property
    def box(self) -> Box:
        """The box around all characters."""
        left, top, right, bottom = zip(*self.boxes, strict=True)
        return min(left), min(top), max(right), max(bottom)


@dataclass
class Hand:
    """How a tool writes; lengths are relative to the cap height."""

    font: str = ""  # empty: the single-stroke alphabet of marking machines
    width: float = 0.6  # of a single-stroke character
    stroke: float = 0.13
    spacing: float = 0.2
    rounding: int = 2
    alternate: int = 0
    wobble: float = 0.0  # of a hand that guides an electric pen
    sway: float = 0.0  # characters struck one by one: deviation of place, turn and depth
    dot_pitch: float = 0.0  # 0 draws strokes; else craters at this pitch
    dot_grid: bool = False  # the craters lie on one grid, as a pin matrix makes them
    even: bool = False  # every character takes the same room


def sample_hand(source: random.Random, kind: str, split: str) -> Hand:
    """How the tool of a process writes; the split `test` has only the fonts never trained on."""
    hand = Hand()
    draw = source.random()
    single = {"dot-peened": 0.45, "engraved": 0.4, "stamped": 0.25, "laser": 0.2, "painted": 0.7}.get(kind, 0.05)
    if split == "test":
        hand.font = source.choice(fonts.paths("test"))
    elif draw > single:
        look = source.random()
        name = "plain" if look < 0.72 else "serif" if look < 0.87 else "italic"
        hand.font = source.choice(fonts.paths(name))
    hand.width = source.uniform(0.42, 0.8)
    hand.stroke = source.uniform(0.06, 0.2)
    hand.spacing = source.uniform(0.12, 0.42) if not hand.font else source.uniform(-0.03, 0.22)
    draw = source.random()
    if draw < 0.15:
        hand.spacing += source.uniform(0.1, 0.6)
    elif draw > 0.7 and hand.font:  # set as tight as small type is
        hand.spacing = source.uniform(-0.06, 0.04)
    hand.rounding = source.randint(0, 3)
    hand.alternate = source.randint(0, 2)
    hand.even = source.random() < 0.2
    if kind == "stamped" and source.random() < 0.7:
        hand.sway = source.uniform(0.2, 1.8)
        hand.spacing += source.uniform(0, 0.25)
    elif source.random() < 0.15:
        hand.sway = source.uniform(0.1, 0.5)
    if kind in ("engraved", "painted") and not hand.font and source.random() < 0.4:
        hand.wobble = source.uniform(0.01, 0.05)
        hand.sway = source.uniform(0.5, 2.0)
    if kind == "painted":
        hand.stroke = source.uniform(0.14, 0.28)
    if kind == "dot-peened":
        hand.sway = 0.0
        hand.dot_pitch = source.uniform(0.09, 0.17)
        hand.stroke = hand.dot_pitch * source.uniform(0.65, 1.15)
        hand.dot_grid = bool(hand.font) or source.random() < 0.2
        if hand.dot_grid:
            hand.dot_pitch = source.uniform(0.1, 0.135)
        hand.spacing = max(hand.spacing, 0.12)
    return hand


@lru_cache(maxsize=512)
def _font(path: str) -> ImageFont.FreeTypeFont:
    """The font in the size whose capital H is CAP_PX high."""
    box = ImageFont.truetype(path, 200).getbbox("H")
    return ImageFont.truetype(path, max(8, round(CAP_PX * 200 / (box[3] - box[1]))))


@lru_cache(maxsize=8192)
def _glyph(path: str, character: str) -> tuple[Picture, float]:
    """A character's tile and how far the next one begins behind it."""
    font = _font(path)
    top = font.getbbox("H")[1]
    advance = font.getlength(character)
    tile = Image.new("L", (round(advance) + CAP_PX, _TILE_PX), 0)
    ImageDraw.Draw(tile).text((CAP_PX // 2, CAP_PX // 2 - top), character, 255, font=font)
    return np.asarray(tile, np.float32) / np.float32(255), advance


def _drawn(rng: np.random.Generator, hand: Hand, character: str) -> tuple[Picture, float]:
    """A single-stroke character's tile and how far the next one begins behind it."""
    unit_y = CAP_PX / strokes.GRID_HEIGHT
    unit_x = hand.width * CAP_PX / strokes.GRID_WIDTH * strokes.RELATIVE_WIDTH.get(character, 1.0)
    left, right = strokes.NARROW.get(character, (0.0, 0.0))
    advance = unit_x * (strokes.GRID_WIDTH - left - right)
    tile = np.zeros((_TILE_PX, round(advance) + CAP_PX), np.uint8)
    thick = max(1, round(hand.stroke * CAP_PX))
    for polyline in strokes.polylines(character, hand.alternate):
        points = np.array(strokes.rounded(polyline, hand.rounding))
        points = (points - (left, 0)) * (unit_x, unit_y) + CAP_PX // 2
        if hand.wobble:
            points += rng.normal(0, hand.wobble * CAP_PX, points.shape)
        if hand.dot_pitch and not hand.dot_grid:
            for x, y in spaced(points, hand.dot_pitch * CAP_PX):
                crater(tile, x + rng.normal(0, 0.4), y + rng.normal(0, 0.4), hand.stroke * CAP_PX / 2)
            continue
        fixed = np.round(points * 16).astype(np.int32)
        cv2.polylines(tile, [fixed], False, 255, thick, cv2.LINE_AA, 4)
    return tile.astype(np.float32) / np.float32(255), advance


def crater(tile: NDArray[np.uint8], x: float, y: float, radius: float) -> None:
    """One round dot, placed to a sixteenth of a pixel."""
    centre = (round(x * 16), round(y * 16))
    cv2.circle(tile, centre, max(8, round(radius * 16)), 255, -1, cv2.LINE_AA, 4)


def spaced(points: NDArray[np.float64], pitch: float) -> NDArray[np.float64]:
    """Points about `pitch` apart along the polyline, both ends among them."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    count = max(1, round(along[-1] / pitch))
    at = np.linspace(0, along[-1], count + 1)
    return np.stack([np.interp(at, along, points[:, 0]), np.interp(at, along, points[:, 1])], 1)


def _swayed(rng: np.random.Generator, tile: Picture, sway: float) -> Picture:
    """A character that was struck by hand: turned, moved, deeper on one side."""
    height, width = tile.shape
    turn, dx, dy = rng.normal(0, (1.7, 0.5, 1.1)) * sway
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(turn), 1.0)
    matrix[:, 2] += (dx, dy)
    moved = cv2.warpAffine(tile, matrix, (width, height))
    lean_x, lean_y = rng.normal(0, 0.25, 2) * min(1.0, sway)
    depth = 1 - abs(rng.normal(0, 0.15)) * min(1.2, sway)
    ramp = depth + lean_x * np.linspace(-1, 1, width)[None, :] + lean_y * np.linspace(-1, 1, height)[:, None]
    return (moved * np.clip(ramp, 0.08, 1)).astype(np.float32)


def write(
    rng: np.random.Generator, text: str, hand: Hand, ends_px: tuple[int, int] = (MARGIN_PX, MARGIN_PX)
) -> Lettering:
    """Writes `text` on a mask with MARGIN_PX above and below and `ends_px` of plain metal before and behind it.

    KeyError for what the alphabet lacks.
    """
    tiles: list[tuple[str, Picture, float]] = []
    for character in text:
        if character == " ":
            tiles.append((" ", np.zeros((_TILE_PX, CAP_PX), np.float32), 0.42 * CAP_PX))
            continue
        if hand.font:
            tile, advance = _glyph(hand.font, character)
        else:
            tile, advance = _drawn(rng, hand, character.upper())
        tiles.append((character, tile, advance))
    widest = max(advance for _, _, advance in tiles)
    gap = hand.spacing * CAP_PX
    total = sum((widest if hand.even else advance) + gap for _, _, advance in tiles)
    mask = np.zeros((_TILE_PX + 2 * (MARGIN_PX - CAP_PX // 2), round(total) + sum(ends_px)), np.float32)
    left = float(ends_px[0])
    characters, boxes = [], []
    for character, tile, advance in tiles:
        room = widest if hand.even and character != " " else advance
        if character != " ":
            x = left + (room - advance) / 2
            if hand.sway:
                tile = _swayed(rng, tile, hand.sway)
            x0 = max(0, round(x) - CAP_PX // 2)
            y0 = MARGIN_PX - CAP_PX // 2
            x1 = min(mask.shape[1], x0 + tile.shape[1])
            place = mask[y0 : y0 + _TILE_PX, x0:x1]
            np.maximum(place, tile[:, : x1 - x0], out=place)
            rows = np.flatnonzero(tile.max(1) > 0.2)
            columns = np.flatnonzero(tile.max(0) > 0.2)
            if len(rows):
                top, bottom = y0 + int(rows[0]), y0 + int(rows[-1]) + 1
                boxes.append((x0 + float(columns[0]), top, x0 + float(columns[-1]) + 1, bottom))
                characters.append(character)
        left += room + gap
    if hand.dot_pitch and hand.dot_grid:
        mask = _gridded(rng, mask, hand)
    return Lettering(mask, characters, boxes)


def _gridded(rng: np.random.Generator, mask: Picture, hand: Hand) -> Picture:
    """The mask sampled on a grid of pins: each that lies on a stroke leaves a crater."""
    pitch = max(0.11, hand.dot_pitch) * CAP_PX
    covered = cv2.blur(mask, (max(1, round(pitch)), max(1, round(pitch))))
    dots = np.zeros(mask.shape, np.uint8)
    ys = np.arange(MARGIN_PX + pitch / 2, mask.shape[0] - 1, pitch)
    ys = np.concatenate([np.arange(MARGIN_PX - pitch / 2, 0, -pitch)[::-1], ys])
    xs = np.arange(pitch / 2, mask.shape[1] - 1, pitch)
    hit = covered[ys.astype(int)][:, xs.astype(int)] > 0.42
    for row, column in zip(*np.nonzero(hit), strict=True):
        jitter = rng.normal(0, 0.3, 2)
        crater(dots, xs[column] + jitter[0], ys[row] + jitter[1], hand.stroke * CAP_PX / 2)
    return dots.astype(np.float32) / np.float32(255)
