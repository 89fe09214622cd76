"""Reads Data Matrix, QR and bar codes on a picture, by zxing-cpp on a pyramid of preparations.

Dots struck or burnt into metal do not touch each other, so that a decoder sees no modules: smaller, smoothed,
thresholded and closed pictures join them. Which preparations help was measured on photographs of such codes.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from viewmark.errors import ReadingError
from viewmark.reading.engine import MISSING

MOST_SIDE_PX = 1600  # of a picture that is searched; a code's modules are still several pixels wide
_LEAST_SIDE_PX = 8
_WINDOW_SHARE = 10  # of the picture's side: the window of the local threshold

Picture = NDArray[Any]


class Code(NamedTuple):
    """One code: symbology (`data-matrix`, `qr`, `code-128`, else as zxing-cpp calls it), content, corners (4 x 2)."""

    symbology: str
    content: bytes
    text: str
    corners: list[tuple[float, float]]


_NAMES = {"datamatrix": "data-matrix", "qrcode": "qr", "code128": "code-128"}


def read_codes(picture: Image.Image, is_glance: bool = False) -> list[Code]:
    """Return the codes on a picture, each once; ReadingError where zxing-cpp is not installed.

    A glance looks at the picture as it is alone, without the preparations.
    """
    try:
        import zxingcpp
    except ImportError as error:
        raise ReadingError(MISSING) from error
    if min(picture.size) < _LEAST_SIDE_PX:
        return []
    scale = min(1.0, MOST_SIDE_PX / max(picture.size))
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    grey = np.asarray(picture.convert("L").resize(size, Image.Resampling.LANCZOS))
    for prepared, share in _preparations(grey):
        found = [one for one in zxingcpp.read_barcodes(np.ascontiguousarray(prepared)) if one.valid]
        if found or is_glance:
            return _once([_code(one, scale * share) for one in found])
    return []


def _preparations(grey: Picture) -> Iterator[tuple[Picture, float]]:
    """The picture as it is, then ever coarser; each with its scale."""
    import cv2

    yield grey, 1.0
    for share in (0.5, 0.75, 0.35, 0.25):
        size = (max(_LEAST_SIDE_PX, round(grey.shape[1] * share)), max(_LEAST_SIDE_PX, round(grey.shape[0] * share)))
        small: Any = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
        yield small, share
        window = max(3, min(size) // _WINDOW_SHARE | 1)
        for blur_px in (1.0, 2.0, 3.0):
            smooth: Any = cv2.GaussianBlur(small, (0, 0), blur_px)
            yield smooth, share
            for offset in (6, -6):  # dark dots on bright metal, and the other way round
                level: Any = cv2.adaptiveThreshold(
                    smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, max(window, 41) | 1, offset
                )
                yield level, share
                joins = cv2.MORPH_OPEN if offset > 0 else cv2.MORPH_CLOSE
                for reach in (3, 5, 7):
                    yield cv2.morphologyEx(level, joins, np.ones((reach, reach), np.uint8)), share


def _code(found: Any, scale: float) -> Code:
    name = str(found.format).rsplit(".", 1)[-1]
    key = "".join(character for character in name.lower() if character.isalnum())
    place = found.position
    corners = [
        (point.x / scale, point.y / scale)
        for point in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    ]
    return Code(_NAMES.get(key, name.lower()), bytes(found.bytes), found.text, corners)


def _once(codes: list[Code]) -> list[Code]:
    return list({(code.symbology, code.content): code for code in codes}.values())
