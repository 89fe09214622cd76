"""The integer network in numpy: the reference that the device's kernels must equal, bit for bit."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

FIRST, DEPTHWISE, POINTWISE = 0, 1, 2
Integers = NDArray[np.int64]


@dataclass
class IntegerLayer:
    """One quantised layer; `weights` are (out, in or 1, rows, columns), -127..127."""

    kind: int
    weights: Integers
    biases: Integers
    factors: Integers
    stride: tuple[int, int]
    padding: tuple[int, int]
    zero: int  # value that stands for 0 in the layer's input
    shift1: int
    shift2: int


def patches(source: NDArray[Any], layer_kernel: tuple[int, int], stride: tuple[int, int]) -> NDArray[Any]:
    """Windows of (H, W, C) as (rows, columns, kernel rows, kernel columns, C)."""
    high, wide = layer_kernel
    rows = (source.shape[0] - high) // stride[0] + 1
    columns = (source.shape[1] - wide) // stride[1] + 1
    taps = [
        [source[i : i + rows * stride[0] : stride[0], j : j + columns * stride[1] : stride[1]] for j in range(wide)]
        for i in range(high)
    ]
    return np.stack([np.stack(row, 2) for row in taps], 2)


def run_layer(layer: IntegerLayer, source: Integers) -> Integers:
    """Bytes (H, W, C) in, bytes out."""
    pad_y, pad_x = layer.padding
    padded = np.pad(source, ((pad_y, pad_y), (pad_x, pad_x), (0, 0)), constant_values=layer.zero)
    kernel = (layer.weights.shape[2], layer.weights.shape[3])
    windows = patches(padded, kernel, layer.stride)
    if layer.kind == DEPTHWISE:
        sums = np.einsum("hwijc,cij->hwc", windows, layer.weights[:, 0])
    else:
        sums = np.tensordot(windows, layer.weights, ([2, 3, 4], [2, 3, 1]))
    sums = (sums + layer.biases) >> layer.shift1
    result = (sums * layer.factors + (1 << (layer.shift2 - 1))) >> layer.shift2
    return np.clip(result, 0, 255)


def run(layers: list[IntegerLayer], strip: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Scores (steps, classes) of an evened strip (32 x W, 128 = mean)."""
    values = strip.astype(np.int64)[:, :, None]
    for layer in layers:
        values = run_layer(layer, values)
    return values[0].astype(np.uint8)
