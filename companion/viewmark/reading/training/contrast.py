"""Local contrast as the device makes it: the reference of `firmware/reading/strip.py`."""

# The extra `train` is not installed where the types are checked.
# pyright: reportMissingImports=false

import numpy as np
from numpy.typing import NDArray

REACH_PX = 16  # the mean is taken over so many columns to either side


def evened(strip: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """128 + 32 * (grey - mean) / (deviation + 4) of a strip 32 rows high, mean over 33 columns."""
    values = strip.astype(np.int64)
    width = values.shape[1]
    sums = np.pad(values.sum(0), REACH_PX, mode="edge")
    squares = np.pad((values**2).sum(0), REACH_PX, mode="edge")
    ones = np.ones(2 * REACH_PX + 1, np.int64)
    total = np.convolve(sums, ones, "valid")[:width]
    square = np.convolve(squares, ones, "valid")[:width]
    mean = (total << 4) // 1056
    variance = np.maximum((square // 1056 << 8) - mean * mean, 0)
    scale = np.floor(np.sqrt(variance)).astype(np.int64) + 64
    result = (((values << 4) - mean << 5) + (scale << 7)) // scale
    return np.clip(result, 1, 255).astype(np.uint8)
