"""The laptop's second reading: lines on a photo or on an aimed crop, by rapidocr.

Which preparation is tried, and in which order, was measured on real markings: the picture as it is reads best, local
contrast turned over second.
"""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from viewmark.reading.characters import Alphabet
from viewmark.reading.engine import engine, recogniser

MOST_SIDE_PX = 1280  # of a photo that is searched for lines
_UPRIGHT = 0.5  # so much of what was read is sure where a picture stands as it should
_UNSURE = 0.5  # a line with a character below this is tried a second time
_LINE_HIGH_PX = 64
_REACH_PX = 65  # of the local mean
_CROP_ASPECT = 2.0  # wider than that is a crop of one line, as in the camera's aiming box
_LONGEST_ASPECT = 40.0  # longer than that is a scratch or a seam
_LEAST_PHOTO_PX = 16  # on a side: below it no line has room

Picture = NDArray[Any]


class LaptopLine(NamedTuple):
    """One line as the laptop reads it: confidences 0..1 by character, corners in the photo's pixels (4 x 2)."""

    text: str
    confidences: list[float]
    preparation: str
    corners: list[tuple[float, float]]

    @property
    def confidence(self) -> float:
        """The least confidence of any character; 0 where nothing was read."""
        return min(self.confidences, default=0.0)


def read_lines(picture: Image.Image, aimed: bool | None = None) -> list[LaptopLine]:
    """Return the lines of a picture from top to bottom; ReadingError where rapidocr is not installed.

    `aimed` says that it is a crop of one line; None decides by its shape.
    """
    if aimed is None:
        aimed = picture.width >= _CROP_ASPECT * picture.height
    colours = np.asarray(picture.convert("RGB"))[:, :, ::-1]
    return [read_line(colours)] if aimed else _found(colours)


def read_line(colours: Picture, corners: list[tuple[float, float]] | None = None) -> LaptopLine:
    """Return the reading of a crop (rows x columns x blue, green, red) that holds one line."""
    height, width = colours.shape[:2]
    corners = corners or [(0, 0), (width, 0), (width, height), (0, height)]
    if height < 4 or width < 4 or width > _LONGEST_ASPECT * height:
        return LaptopLine("", [], "raw", corners)
    first = LaptopLine(*_recognised(colours), "raw", corners)
    if first.confidence >= _UNSURE:
        return first
    second = LaptopLine(*_recognised(_contrast_inverted(colours)), "contrast-inverted", corners)
    return max(first, second, key=lambda line: line.confidence)


@lru_cache(maxsize=1)
def _alphabet() -> Alphabet:
    return Alphabet(recogniser().postprocess_op.character)


def _recognised(colours: Picture) -> tuple[str, list[float]]:
    reader = recogniser()
    height, width = colours.shape[:2]
    _, line_height, least_width = reader.rec_image_shape
    aspect = max(least_width / line_height, width / height)
    prepared = reader.resize_norm_img(np.ascontiguousarray(colours), aspect)
    text, confidences = _alphabet().decode(reader.session(prepared[np.newaxis].astype(np.float32))[0])
    return text.strip(), confidences


def _contrast_inverted(colours: Picture) -> Picture:
    """Local contrast evened, smoothed and turned over, with some room about the line."""
    import cv2

    grey = cv2.cvtColor(np.ascontiguousarray(colours), cv2.COLOR_BGR2GRAY)
    scale = _LINE_HIGH_PX / grey.shape[0]
    way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    values = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=way).astype(np.float32)
    mean = cv2.blur(values, (_REACH_PX, _REACH_PX))
    deviation = np.sqrt(np.maximum(cv2.blur(values * values, (_REACH_PX, _REACH_PX)) - mean * mean, 0))
    evened = np.clip((values - mean) / (deviation + 6) * 50 + 128, 0, 255).astype(np.uint8)
    smooth: Any = 255 - cv2.GaussianBlur(evened, (0, 0), 1.5)
    return cv2.cvtColor(cv2.copyMakeBorder(smooth, 16, 16, 24, 24, cv2.BORDER_REPLICATE), cv2.COLOR_GRAY2BGR)


def _found(colours: Picture) -> list[LaptopLine]:
    """The lines that rapidocr's detector finds; where they do not read well, on the picture turned by quarters."""
    import cv2

    height, width = colours.shape[:2]
    if min(height, width) < _LEAST_PHOTO_PX or max(height, width) > _LONGEST_ASPECT * min(height, width):
        return []  # the detector would enlarge a sliver for most of a minute
    scale = min(1.0, MOST_SIDE_PX / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small: Any = cv2.resize(np.ascontiguousarray(colours), size, interpolation=cv2.INTER_AREA)
    lines, is_upright = _found_in(small, 0, scale)
    if not is_upright:
        lines = max(lines, *(_found_in(small, quarters, scale)[0] for quarters in (1, 2, 3)), key=_sure_characters)
    return sorted(lines, key=lambda line: min(y for _, y in line.corners))


def _found_in(small: Picture, quarters: int, scale: float) -> tuple[list[LaptopLine], bool]:
    """The lines of a picture turned by quarters to the left, and whether they lie and read as upright ones do."""
    turned = np.ascontiguousarray(np.rot90(small, quarters))
    found = engine()(turned, use_det=True, use_cls=False, use_rec=False).boxes
    boxes = [] if found is None else [np.asarray(box, np.float32) for box in found]
    size = (small.shape[1], small.shape[0])
    lines = [line for box in boxes if (line := _cut_and_read(turned, box, scale, quarters, size)).text]
    lying = [box for box in boxes if np.ptp(box[:, 0]) > np.ptp(box[:, 1])]
    characters = sum(len(line.text) for line in lines)
    is_upright = 2 * len(lying) > len(boxes) and _sure_characters(lines) > _UPRIGHT * characters
    return lines, is_upright


def _sure_characters(lines: list[LaptopLine]) -> float:
    return sum(sum(line.confidences) for line in lines if line.confidence >= _UNSURE)


def _cut_and_read(
    turned: Picture, corners: NDArray[Any], scale: float, quarters: int, size: tuple[int, int]
) -> LaptopLine:
    import cv2

    wide = float(max(np.linalg.norm(corners[0] - corners[1]), np.linalg.norm(corners[3] - corners[2])))
    high = float(max(np.linalg.norm(corners[0] - corners[3]), np.linalg.norm(corners[1] - corners[2])))
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    shape = (max(1, round(wide)), max(1, round(high)))
    cut: Any = cv2.warpPerspective(turned, matrix, shape, borderMode=cv2.BORDER_REPLICATE)
    return read_line(cut, [_upright(x / scale, y / scale, scale, quarters, size) for x, y in corners.tolist()])


def _upright(x: float, y: float, scale: float, quarters: int, size: tuple[int, int]) -> tuple[float, float]:
    """A point of the picture turned by quarters to the left, where it lies in the picture itself."""
    width, height = size[0] / scale, size[1] / scale
    if quarters == 1:
        return width - y, x
    if quarters == 2:
        return width - x, height - y
    if quarters == 3:
        return y, height - x
    return x, y
