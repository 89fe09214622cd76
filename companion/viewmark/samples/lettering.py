"""Writes a line of characters as a mask: how much of each pixel the marking tool covered."""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from . import strokes
from .filters import Picture

OVERSAMPLING = 3
Box = tuple[float, float, float, float]


@dataclass
class Style:
    """How a tool writes. Lengths are relative to the cap height."""

    font: str = ""  # empty: the own single-stroke alphabet; "built-in"; or a font file
    character_width: float = 0.6
    stroke: float = 0.13
    spacing: float = 0.22
    slant: float = 0.0
    rounding: int = 2
    alternate: int = 0
    dot_pitch: float = 0.0  # 0 draws strokes; else dots at this pitch
    sway: float = 0.0  # characters struck one by one: standard deviation of place and turn


@dataclass
class Line:
    """A written line: `mask` 0..1 and, for each character that is not a space, its box."""

    mask: Picture
    characters: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)  # left, top, right, bottom in pixels

    @property
    def box(self) -> Box:
        """The box around all characters."""
        left, top, right, bottom = zip(*self.boxes, strict=True)
        return min(left), min(top), max(right), max(bottom)


@lru_cache(maxsize=256)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size) if name == "built-in" else ImageFont.truetype(name, size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font


def _font_for(name: str, cap_height: float) -> ImageFont.FreeTypeFont:
    """The font in the size whose capital H is `cap_height` pixels high."""
    box = _font(name, 100).getbbox("H")
    return _font(name, max(6, round(cap_height * 100 / max(1.0, box[3] - box[1]))))


def _advance(character: str, style: Style, cap_height: float) -> float:
    """Width of the drawn character, without spacing, in pixels."""
    if style.font:
        return _font_for(style.font, cap_height).getlength(character)
    unit = style.character_width * cap_height / strokes.GRID_WIDTH
    left, right = strokes.NARROW.get(character, (0.0, 0.0))
    relative = strokes.RELATIVE_WIDTH.get(character, 1.0)
    return unit * relative * (strokes.GRID_WIDTH - left - right)


def write(
    rng: np.random.Generator,
    size: tuple[int, int],
    text: str,
    style: Style,
    centre: tuple[float, float],
    cap_height_px: float,
) -> Line:
    """Writes `text` centred at `centre` (x, y) on an empty mask of `size` (height, width)."""
    height, width = size
    zoom = OVERSAMPLING
    cap = cap_height_px * zoom
    gap = style.spacing * cap
    advances = [0.45 * cap if c == " " else _advance(c, style, cap) for c in text]
    total = sum(advances) + gap * (len(text) - 1)
    canvas = Image.new("L", (width * zoom, height * zoom), 0)
    draw = ImageDraw.Draw(canvas)
    left = centre[0] * zoom - total / 2
    top = centre[1] * zoom - cap / 2
    line = Line(np.zeros(0, np.float32))
    for character, advance in zip(text, advances, strict=True):
        if character != " ":
            dx, dy, turn = rng.normal(0, 1, 3) * style.sway
            x, y = left + dx * cap * 0.03, top + dy * cap * 0.05
            if style.font:
                _draw_font(canvas, character, style, (x, y), cap, turn * 2.0)
            else:
                _draw_strokes(rng, draw, character, style, (x, y), cap)
            line.characters.append(character)
            box = (x, y, x + advance, y + cap)
            line.boxes.append(tuple(v / zoom for v in box))  # type: ignore[arg-type]
        left += advance + gap
    if style.font and style.slant:
        slant = style.slant
        shift = slant * centre[1] * zoom
        affine = (1, slant, -shift, 0, 1, 0)
        canvas = canvas.transform(canvas.size, Image.Transform.AFFINE, affine, Image.Resampling.BILINEAR)
    line.mask = np.asarray(canvas.reduce(zoom), dtype=np.float32) / np.float32(255)
    return line


def _draw_font(
    canvas: Image.Image,
    character: str,
    style: Style,
    place: tuple[float, float],
    cap: float,
    degrees: float,
) -> None:
    font = _font_for(style.font, cap)
    top = font.getbbox("H")[1]
    side = round(cap * 2.4)
    tile = Image.new("L", (side, side), 0)
    origin = cap * 0.5
    bold = max(0, round((style.stroke - 0.13) * cap * 0.5))
    draw = ImageDraw.Draw(tile)
    draw.text((origin, origin - top), character, 255, font=font, stroke_width=bold)
    if abs(degrees) > 0.1:
        tile = tile.rotate(degrees, Image.Resampling.BILINEAR)
    corner = (round(place[0] - origin), round(place[1] - origin))
    canvas.paste(255, (*corner, corner[0] + side, corner[1] + side), tile)


def _draw_strokes(
    rng: np.random.Generator,
    draw: ImageDraw.ImageDraw,
    character: str,
    style: Style,
    place: tuple[float, float],
    cap: float,
) -> None:
    unit_y = cap / strokes.GRID_HEIGHT
    unit_x = style.character_width * cap / strokes.GRID_WIDTH
    unit_x *= strokes.RELATIVE_WIDTH.get(character, 1.0)
    inset = strokes.NARROW.get(character, (0.0, 0.0))[0]
    radius = style.stroke * cap / 2
    for polyline in strokes.polylines(character, style.alternate):
        points = []
        for gx, gy in strokes.rounded(polyline, style.rounding):
            y = place[1] + gy * unit_y
            x = place[0] + (gx - inset) * unit_x + style.slant * (place[1] + cap / 2 - y)
            points.append((x, y))
        if style.dot_pitch:
            for x, y in _spaced(points, style.dot_pitch * cap):
                x, y = x + rng.normal(0, 0.012) * cap, y + rng.normal(0, 0.012) * cap
                draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
            continue
        draw.line(points, fill=255, width=max(1, round(2 * radius)))
        for x, y in points:
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)


def _spaced(points: list[tuple[float, float]], pitch: float) -> list[tuple[float, float]]:
    """Points about `pitch` apart along the polyline, both ends among them."""
    corners = np.array(points)
    steps = np.hypot(*np.diff(corners, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    count = max(1, round(along[-1] / pitch))
    at = np.linspace(0, along[-1], count + 1) if along[-1] > 0 else np.zeros(1)
    xs, ys = np.interp(at, along, corners[:, 0]), np.interp(at, along, corners[:, 1])
    return list(zip(xs.tolist(), ys.tolist(), strict=True))
