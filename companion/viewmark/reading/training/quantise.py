"""Turns a trained network into the device's weights file.

`python -m viewmark.reading.training.quantise --checkpoint FILE --lines DIR --out weights.bin --version N`
"""

# The extra `train` is not installed where the types are checked.
# pyright: reportMissingImports=false

import argparse
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from .data import Lines
from .integer import DEPTHWISE, FIRST, POINTWISE, IntegerLayer, patches
from .network import CLASSES, EXTENT_GAIN, LineNetwork

MAGIC = b"VMRW"
FORMAT = 3
INPUT_SCALE, INPUT_ZERO = 1 / 32, 128
CALIBRATION_LINES = 300
EQUALISING_LINES = 60
COMMON_TOP = 0.97  # of the strips: what more of a channel few have may be cut
LEAST_SCALE = 1 / 16
MOST_EXTENT = 6.0 * EXTENT_GAIN  # either way
Floats = NDArray[np.float64]


@dataclass
class FloatLayer:
    """A convolution with its batch normalisation folded in."""

    weights: Floats
    biases: Floats
    stride: tuple[int, int]
    padding: tuple[int, int]
    grouped: bool
    rectified: bool


def folded(network: LineNetwork) -> list[FloatLayer]:
    """The layers in order, the head last."""
    found = []
    for block in [*network.layers, nn.Sequential(network.head)]:
        assert isinstance(block, nn.Sequential)
        convolution = block[0]
        assert isinstance(convolution, nn.Conv2d)
        weights = convolution.weight.detach().double().numpy()
        if len(block) > 1:
            norm = block[1]
            assert isinstance(norm, nn.BatchNorm2d)
            mean, variance = norm.running_mean, norm.running_var
            assert mean is not None and variance is not None
            gain = (norm.weight / torch.sqrt(variance + norm.eps)).detach().double().numpy()
            weights = weights * gain[:, None, None, None]
            biases = norm.bias.detach().double().numpy() - mean.double().numpy() * gain
        else:
            assert convolution.bias is not None
            finer = np.where(np.arange(len(weights)) < CLASSES, 1.0, EXTENT_GAIN)
            weights = weights * finer[:, None, None, None]
            biases = convolution.bias.detach().double().numpy() * finer
        stride = (convolution.stride[0], convolution.stride[1])
        padding = (int(convolution.padding[0]), int(convolution.padding[1]))
        grouped = convolution.groups > 1
        found.append(FloatLayer(weights, biases, stride, padding, grouped, len(block) > 1))
    return found


def _forward(layer: FloatLayer, source: Floats) -> Floats:
    pad_y, pad_x = layer.padding
    padded = np.pad(source, ((pad_y, pad_y), (pad_x, pad_x), (0, 0)))
    kernel = (layer.weights.shape[2], layer.weights.shape[3])
    windows = patches(padded, kernel, layer.stride)
    if layer.grouped:
        result = np.einsum("hwijc,cij->hwc", windows, layer.weights[:, 0]) + layer.biases
    else:
        result = np.tensordot(windows, layer.weights, ([2, 3, 4], [2, 3, 1])) + layer.biases
    return np.maximum(result, 0) if layer.rectified else result


def results_of(layers: list[FloatLayer], strip: NDArray[np.uint8]) -> Iterator[Floats]:
    """What each layer makes of a strip, one after the other."""
    values = (strip.astype(np.float64)[:, :, None] - INPUT_ZERO) * INPUT_SCALE
    for layer in layers:
        values = _forward(layer, values)
        yield values


def ranges(layers: list[FloatLayer], strips: list[NDArray[np.uint8]]) -> list[tuple[float, float]]:
    """Least and greatest result of each layer; the rarest extremes of inner layers are cut."""
    found = [(0.0, 0.0)] * len(layers)
    for strip in strips:
        for number, (layer, values) in enumerate(zip(layers, results_of(layers, strip), strict=True)):
            low, high = found[number]
            top = float(np.quantile(values, 0.9998) if layer.rectified else values.max())
            bottom = 0.0 if layer.rectified else float(np.quantile(values, 0.02))
            if not layer.rectified:  # what says where the strokes lie is never cut
                bottom, top = min(bottom, -MOST_EXTENT), max(top, MOST_EXTENT)
            found[number] = (min(low, bottom), max(high, top))
    return found


def centre(layers: list[FloatLayer]) -> None:
    """Takes from the classes' scores what they have in common: it says nothing, and would make their bytes coarser."""
    head = layers[-1]
    head.weights[:CLASSES] -= head.weights[:CLASSES].mean(0)
    head.biases[:CLASSES] -= head.biases[:CLASSES].mean()


def equalise(layers: list[FloatLayer], strips: list[NDArray[np.uint8]]) -> None:
    """Scales each channel before a depthwise layer so that it fills its bytes; that layer takes the scale back.

    Nothing is lost by it, since both layers' weights have a scale for each channel (Nagel et al., 2019,
    arXiv:1906.04721, section 4.1).
    """
    tops: list[list[Floats]] = [[] for _ in layers]
    for strip in strips:
        for found, values in zip(tops, results_of(layers, strip), strict=True):
            found.append(values.max((0, 1)))
    for layer, after, found in zip(layers, layers[1:], tops, strict=False):
        if after.grouped:
            top = np.quantile(np.array(found), COMMON_TOP, axis=0)
            scales = np.maximum(top / top.max(), LEAST_SCALE)
            layer.weights /= scales[:, None, None, None]
            layer.biases /= scales
            after.weights *= scales[:, None, None, None]


def quantise(layers: list[FloatLayer], spans: list[tuple[float, float]]) -> tuple[list[IntegerLayer], float, int]:
    """Integer layers, the nats that one unit of the last one's scores stands for, and the score that stands for 0."""
    found = []
    scale, zero = INPUT_SCALE, INPUT_ZERO
    for number, layer in enumerate(layers):
        outputs = layer.weights.shape[0]
        flat = layer.weights.reshape(outputs, -1)
        weight_scale = np.abs(flat).max(1) / 127 + 1e-12
        weights = np.round(layer.weights / weight_scale[:, None, None, None]).astype(np.int64)
        low, high = spans[number]
        result_scale = (high - low) / 255
        sums = weights.reshape(outputs, -1)
        biases = np.round((layer.biases - low) / (scale * weight_scale)).astype(np.int64)
        biases -= zero * sums.sum(1)
        greatest = (np.abs(sums).sum(1) * 255 + np.abs(biases)).max()
        shift1 = max(0, int(np.ceil(np.log2(greatest))) - 15)
        ratio = scale * weight_scale / result_scale * 2.0**shift1
        shift2 = min(30, int(np.floor(np.log2(32767 / ratio.max()))))
        factors = np.round(ratio * 2.0**shift2).astype(np.int64)
        kind = FIRST if number == 0 else DEPTHWISE if layer.grouped else POINTWISE
        found.append(IntegerLayer(kind, weights, biases, factors, layer.stride, layer.padding, zero, shift1, shift2))
        scale, zero = result_scale, 0
    return found, scale, round(-spans[-1][0] / scale)


def _aligned(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


@dataclass
class Calibration:
    """What makes percentages of likelihoods, and which percentages count as readable and as sure."""

    temperature: float = 1.0
    least_percent: int = 30
    sure_percent: int = 90


def export(
    layers: list[IntegerLayer],
    scale: tuple[float, int],
    version: int,
    calibration: Calibration,
    recipe: str,
) -> bytes:
    """The weights file (`firmware/reading/weights.py` states its format); `scale` is nats per score, and 0's score."""
    text = recipe.encode("ascii")
    nats_per_unit, zero = scale
    percents = (calibration.least_percent, calibration.sure_percent, round(16 * calibration.temperature))
    header = (MAGIC, FORMAT, len(layers), version, round(nats_per_unit * 4096), *percents, zero, len(text))
    data = _aligned(struct.pack("<4sBBHHBBBBH", *header) + text)
    for layer in layers:
        outputs, inputs, high, wide = layer.weights.shape
        inputs = outputs if layer.kind == DEPTHWISE else inputs
        numbers = (layer.kind, high, wide, *layer.stride, *layer.padding)
        shifts = (layer.shift1, layer.shift2, layer.zero)
        data += _aligned(struct.pack("<10BHH", *numbers, *shifts, inputs, outputs))
        by_tap = layer.weights.transpose(0, 2, 3, 1)  # of one result: rows, columns, inputs
        data += _aligned((by_tap + 128).astype(np.uint8).tobytes())
        data += _aligned((layer.biases + (1 << 24)).astype("<u4").tobytes())
        data += _aligned(layer.factors.astype("<u2").tobytes())
    return data


def quantised(checkpoint: Path, lines: Lines) -> tuple[list[IntegerLayer], float, int]:
    """Integer layers of a checkpoint's averaged weights, nats per score unit, and the score of 0."""
    network = LineNetwork()
    network.load_state_dict(torch.load(checkpoint)["average"])
    network.eval()
    layers = folded(network)
    centre(layers)
    equalise(layers, lines.strips[:EQUALISING_LINES])
    return quantise(layers, ranges(layers, lines.strips[:CALIBRATION_LINES]))


def main() -> None:
    """Command line of the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--lines", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--version", type=int, required=True, help="one more than that of the firmware's weights")
    parser.add_argument("--recipe", default="viewmark.reading.training")
    arguments = parser.parse_args()
    known = Lines()
    known.add(sorted(arguments.lines.glob("train-*[0-9].npz"))[0])
    layers, nats, zero = quantised(arguments.checkpoint, known)
    data = export(layers, (nats, zero), arguments.version, Calibration(), arguments.recipe)
    arguments.out.write_bytes(data)
    print(f"{len(data)} bytes, {nats:.3f} nats a unit; now calibrate")


if __name__ == "__main__":
    main()
