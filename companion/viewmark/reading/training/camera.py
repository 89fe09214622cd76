"""From the rendered metal to what the reader gets: place and tilt, resolution, focus, noise."""

# The extra `train` is not installed where the types are checked.
# pyright: reportMissingImports=false

import math
import random
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from .lettering import Box, Picture
from .relief import soft

Frame = NDArray[np.uint8]


@dataclass
class Sloppy:
    """How badly a line is aimed at: the wild of the training, or the calm of a found line."""

    tilt_degrees: float = 2.2
    shear: float = 0.05
    bow: float = 0.05  # how far the line's middle leaves its ends, in cap heights


def warped(
    source: random.Random,
    pictures: tuple[Picture, Picture],
    box: Box,
    size: tuple[int, int],
    scale: tuple[float, float],
    centre: tuple[float, float],
    sloppy: Sloppy,
) -> list[Picture]:
    """A picture and its mask warped alike so that the box's middle comes to `centre` (x, y), of `size` (height, width).

    Beyond its edge the picture goes on as if mirrored, the mask is empty. `scale` is target pixels per picture pixel
    along x and y; tilt, shear, perspective and bow are drawn.
    """
    angle = math.radians(source.gauss(0, sloppy.tilt_degrees))
    shear = source.gauss(0, sloppy.shear)
    scale_x, scale_y = scale
    left, top, right, bottom = box
    shift = np.array([[1, 0, -(left + right) / 2], [0, 1, -(top + bottom) / 2], [0, 0, 1]])
    turn = np.array(
        [
            [scale_x * math.cos(angle), scale_x * (shear - math.sin(angle)), 0],
            [scale_y * math.sin(angle), scale_y * math.cos(angle), 0],
            [source.gauss(0, 0.0001), source.gauss(0, 0.0004), 1],
        ]
    )
    back = np.array([[1, 0, centre[0]], [0, 1, centre[1]], [0, 0, 1]])
    matrix = back @ turn @ shift
    blur_px = 0.4 / scale_y if scale_y < 1 else 0.0
    inverse = np.linalg.inv(matrix)
    yy, xx = np.mgrid[0 : size[0], 0 : size[1]].astype(np.float32)
    bow = source.gauss(0, sloppy.bow) * (bottom - top) * scale_y
    long = max(1.0, (right - left) * scale_x)
    yy = yy + np.float32(bow) * (4 * ((xx - centre[0]) / long) ** 2 - 1).clip(-1, 1)
    under = inverse[2, 0] * xx + inverse[2, 1] * yy + inverse[2, 2]
    map_x = ((inverse[0, 0] * xx + inverse[0, 1] * yy + inverse[0, 2]) / under).astype(np.float32)
    map_y = ((inverse[1, 0] * xx + inverse[1, 1] * yy + inverse[1, 2]) / under).astype(np.float32)
    return [
        cv2.remap(soft(picture, blur_px), map_x, map_y, cv2.INTER_LINEAR, borderMode=beyond)
        for picture, beyond in zip(pictures, (cv2.BORDER_REFLECT, cv2.BORDER_CONSTANT), strict=True)
    ]


def sensed(source: random.Random, rng: np.random.Generator, picture: Picture) -> Frame:
    """Focus, motion, exposure, sensor noise, JPEG: bytes as the camera delivers them."""
    if source.random() < 0.55:
        picture = soft(picture, source.uniform(0.3, 1.2))
    if source.random() < 0.15:
        kernel = np.zeros((5, 5), np.float32)
        cv2.line(kernel, (0, source.randint(0, 4)), (4, source.randint(0, 4)), 1.0, 1)
        picture = cv2.filter2D(picture, -1, kernel / kernel.sum())
    if source.random() < 0.6:
        contrast = math.exp(source.uniform(math.log(0.45), math.log(1.3)))
        picture = (picture - 110) * contrast + 110
    picture = _exposed(source, picture)
    picture = picture + rng.standard_normal(picture.shape, dtype=np.float32) * source.uniform(0.3, 4.0)
    if source.random() < 0.1:
        picture = 255 - picture
    frame = np.clip(picture, 0, 255).astype(np.uint8)
    if source.random() < 0.35:
        quality = [cv2.IMWRITE_JPEG_QUALITY, source.randint(20, 90)]
        frame = np.asarray(cv2.imdecode(cv2.imencode(".jpg", frame, quality)[1], 0), np.uint8)
    return frame


def _exposed(source: random.Random, picture: Picture) -> Picture:
    """The picture with its brightness set as a camera sets it, mostly well; highlights may be lost."""
    middle = float(np.median(picture))
    reach = float(np.percentile(np.abs(picture - middle), 97)) + 1
    aim = min(max(source.uniform(50, 200), min(110, reach)), 255 - min(110, reach))
    return (picture - middle) * min(1.0, source.uniform(105, 220) / reach) + aim


def seen(source: random.Random, rng: np.random.Generator, picture: Picture, calm: bool) -> Frame:
    """As `sensed`; a third of the pictures, half of the calm ones, were small ones that had to be enlarged."""
    if source.random() > (0.5 if calm else 0.35):
        return sensed(source, rng, picture)
    share = source.uniform(0.3, 0.85)
    height, width = picture.shape
    small = (max(8, round(width * share)), max(6, round(height * share)))
    coarse = sensed(source, rng, cv2.resize(picture, small, interpolation=cv2.INTER_AREA))
    way = source.choice((cv2.INTER_CUBIC, cv2.INTER_LINEAR, cv2.INTER_LANCZOS4))
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=way), np.uint8)
