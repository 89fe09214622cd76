"""One photograph, 640 x 480 grey: a serial line in the aiming box of a marked piece of metal."""

from dataclasses import dataclass, field, replace

import numpy as np

from . import damage, metal
from .filters import Picture, blur, clouds, turn
from .lettering import Line, Style, write

WIDTH_PX, HEIGHT_PX = 640, 480
# The aiming box of the camera frame (320 x 64 of 320 x 240), in this picture's pixels.
BOX_TOP_PX, BOX_BOTTOM_PX = 176, 304
LONGEST_LINE_PX = 560


@dataclass
class Scene:
    """What one photograph shows; `serial` may be empty, `unreadable` are indexes into it."""

    serial: str
    process: str
    above: str = ""
    below: str = ""
    unreadable: list[int] = field(default_factory=list)
    way: str = ""  # one of damage.WAYS; empty: any


def sample_style(rng: np.random.Generator, process: str) -> Style:
    """How the tool of a process writes, within what clean markings show."""
    style = Style()
    style.character_width = rng.uniform(0.52, 0.68)
    style.stroke = rng.uniform(0.11, 0.16)
    style.spacing = rng.uniform(0.2, 0.34)
    style.rounding = int(rng.integers(1, 4))
    style.alternate = int(rng.integers(0, 3))
    if process == "dot-peened":
        style.stroke = rng.uniform(0.095, 0.12)
        style.dot_pitch = rng.uniform(0.12, 0.145)
    elif process == "stamped":
        style.sway = rng.uniform(0.2, 0.8)
        style.font = "built-in" if rng.random() < 0.3 else ""
    else:
        style.slant = rng.uniform(0.0, 0.18) if rng.random() < 0.25 else 0.0
        style.stroke *= 0.85
        style.font = "built-in" if rng.random() < 0.3 else ""
    return style


def fitting(rng: np.random.Generator, text: str, style: Style, cap: float, longest_px: float) -> tuple[float, float]:
    """The cap height, at most `cap`, with which the text is no longer than `longest_px`, and how
    long it is then.
    """
    if not text:
        return cap, 0.0
    box = write(rng, (8, 8), text, replace(style, sway=0.0), (0, 0), cap).box
    scale = min(1.0, longest_px / (box[2] - box[0]))
    return cap * scale, (box[2] - box[0]) * scale


def photograph(rng: np.random.Generator, scene: Scene) -> Picture:
    """The picture as float greys 0..255."""
    size = (HEIGHT_PX, WIDTH_PX)
    style = sample_style(rng, scene.process)
    cap = rng.uniform(50, 78)
    cap, _ = fitting(rng, scene.serial, style, cap, LONGEST_LINE_PX)
    centre_y = HEIGHT_PX / 2 + rng.uniform(-7, 7)
    centre_x = WIDTH_PX / 2 + rng.uniform(-12, 12)
    line = write(rng, size, scene.serial, style, (centre_x, centre_y), cap)
    mask = line.mask
    look = metal.sample_look(rng, scene.process, cap)
    if not scene.serial:
        look.surface, look.scratches = "worn", 24
    relief = np.zeros(size, np.float32)
    for index in scene.unreadable:
        way = scene.way or str(rng.choice(damage.WAYS))
        mask, left = damage.obliterate(rng, mask, line.boxes[index], way)
        relief += left
    for text, above in ((scene.above, True), (scene.below, False)):
        mask = np.maximum(mask, _other_line(rng, text, style, above).mask)
    degrees = rng.uniform(-1.5, 1.5)
    mask = turn(metal.wear_down(rng, mask, rng.uniform(0.0, 0.25)), degrees)
    relief *= max(1.0, 60 / look.depth)  # damage shows on a flat marking too
    relief = metal.height_map(mask, look) + turn(relief, degrees)
    picture = metal.shade(rng, mask, relief, look)
    return camera(rng, _edges(rng, picture))


def _other_line(rng: np.random.Generator, text: str, style: Style, above: bool) -> Line:
    """Maker, model or calibre in smaller letters outside the aiming box."""
    size = (HEIGHT_PX, WIDTH_PX)
    cap = rng.uniform(30, 40)
    cap, long = fitting(rng, text, style, cap, LONGEST_LINE_PX)
    clearance = cap / 2 + 22
    middle = BOX_TOP_PX - clearance if above else BOX_BOTTOM_PX + clearance
    middle += rng.uniform(0, 30) * (-1 if above else 1)
    sideways = min(50.0, (LONGEST_LINE_PX - long) / 2)
    centre_x = WIDTH_PX / 2 + rng.uniform(-1, 1) * sideways
    return write(rng, size, text, style, (centre_x, middle), cap)


def _edges(rng: np.random.Generator, picture: Picture) -> Picture:
    """The face ends above and below the markings: a chamfer that catches light, then shadow."""
    yy = np.arange(HEIGHT_PX, dtype=np.float32)[:, None]
    xx = np.linspace(-0.5, 0.5, WIDTH_PX, dtype=np.float32)[None, :]
    top = rng.uniform(14, 48) + rng.uniform(-25, 25) * xx
    bottom = HEIGHT_PX - rng.uniform(14, 48) + rng.uniform(-25, 25) * xx
    for edge, outside in ((top, yy < top), (bottom, yy > bottom)):
        bright = np.exp(-(((yy - edge) / 5) ** 2))
        glint = bright * rng.uniform(20, 60)
        picture = (np.where(outside, picture * 0.35 + 8, picture) + glint).astype(np.float32)
    return picture


def camera(rng: np.random.Generator, picture: Picture) -> Picture:
    """Lens, uneven light and sensor."""
    height, width = picture.shape
    picture = blur(picture, rng.uniform(0.6, 1.0))
    light = 1 + 0.06 * clouds(rng, height, width, height / 2, width / 3)
    noisy = picture * light + rng.normal(0, rng.uniform(1.0, 2.5), picture.shape)
    return np.clip(noisy, 0, 255).astype(np.float32)
