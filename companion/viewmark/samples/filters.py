"""Image filters on float32 arrays (rows, columns), in numpy and Pillow alone."""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[np.float32]


def blur(picture: Picture, sigma_px: float) -> Picture:
    """Gaussian blur with the border repeated."""
    if sigma_px < 0.2:
        return picture
    reach = max(1, math.ceil(2.5 * sigma_px))
    steps = np.arange(-reach, reach + 1)
    kernel = np.exp(-(steps**2) / (2 * sigma_px**2)).astype(np.float32)
    kernel /= kernel.sum()
    height, width = picture.shape
    tall = np.pad(picture, ((reach, reach), (0, 0)), mode="edge")
    rows = kernel[0] * tall[0:height]
    for step in range(1, 2 * reach + 1):
        rows += kernel[step] * tall[step : step + height]
    wide = np.pad(rows, ((0, 0), (reach, reach)), mode="edge")
    columns = kernel[0] * wide[:, 0:width]
    for step in range(1, 2 * reach + 1):
        columns += kernel[step] * wide[:, step : step + width]
    return columns


def stretch(picture: Picture, height: int, width: int) -> Picture:
    """The picture resampled (bicubic) to another size in pixels."""
    image = Image.fromarray(np.ascontiguousarray(picture, dtype=np.float32))
    return np.asarray(image.resize((width, height), Image.Resampling.BICUBIC), dtype=np.float32)


def clouds(rng: np.random.Generator, height: int, width: int, grain_y_px: float, grain_x_px: float) -> Picture:
    """Smooth noise of unit deviation whose grains have the given size in pixels."""
    rows = max(2, round(height / grain_y_px) + 1)
    columns = max(2, round(width / grain_x_px) + 1)
    noise = stretch(rng.standard_normal((rows, columns), dtype=np.float32), height, width)
    return noise / np.float32(noise.std() + 1e-6)


def turn(picture: Picture, degrees: float) -> Picture:
    """The picture turned about its centre; what comes in from outside is 0."""
    if abs(degrees) < 0.05:
        return picture
    image = Image.fromarray(np.ascontiguousarray(picture, dtype=np.float32))
    return np.asarray(image.rotate(degrees, Image.Resampling.BILINEAR), dtype=np.float32)
