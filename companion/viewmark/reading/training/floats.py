"""Makes a checkpoint of a weights file, for a training that goes on where that file's ended.

`python -m viewmark.reading.training.floats --weights weights.bin --lines DIR --out start.pt`
"""

# The extra `train` is not installed where the types are checked.
# pyright: reportMissingImports=false

import argparse
import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from viewmark import places

from .data import Lines, batch_of
from .network import CLASSES, EXTENT_GAIN, LineNetwork
from .quantise import INPUT_SCALE, INPUT_ZERO

LINES = 300  # whose statistics the normalisation begins with
_TOP = 6.0  # what a byte of 255 stands for between layers; the file does not hold it, and any value is as good


def _parser() -> ModuleType:
    """The firmware's own parser of weights files."""
    spec = importlib.util.spec_from_file_location("firmware_weights", places.firmware() / "reading" / "weights.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def network_of(data: bytes, strips: list[NDArray[np.uint8]]) -> LineNetwork:
    """The network of a weights file, normalised as its layers are on the strips; ValueError where it is none."""
    file = _parser().Weights(data)
    network = LineNetwork().eval()
    scale, zero = INPUT_SCALE, INPUT_ZERO
    for layer, (convolution, norm) in zip(file.layers, _layers(network), strict=True):
        shape = convolution.weight.shape
        bytes_by_tap = np.frombuffer(layer.weights, np.uint8).reshape(shape[0], shape[2], shape[3], shape[1])
        weights = bytes_by_tap.transpose(0, 3, 1, 2).astype(np.float64) - 128
        biases = np.array(layer.biases, np.float64) - (1 << 24) + zero * weights.sum((1, 2, 3))
        unit = _TOP / 255 if norm else file.nats_per_unit
        factors = np.array(layer.factors, np.float64) / 2.0 ** (layer.shift1 + layer.shift2) * unit
        gains = factors / scale
        if norm:  # weights of the size that training makes, the rest in the normalisation
            size = np.sqrt((weights**2).mean((1, 2, 3)) * weights[0].size) + 1e-9
            convolution.weight.data = torch.from_numpy(weights / size[:, None, None, None]).float()
            _normalise(norm, gains * size, factors * biases)
        else:
            coarser = np.where(np.arange(len(gains)) < CLASSES, 1.0, EXTENT_GAIN)
            convolution.weight.data = torch.from_numpy(weights * (gains / coarser)[:, None, None, None]).float()
            convolution.bias = nn.Parameter(torch.from_numpy((factors * biases - file.zero * unit) / coarser).float())
        scale, zero = unit, 0
    _settle(network, strips)
    return network


def _layers(network: LineNetwork) -> list[tuple[nn.Conv2d, nn.BatchNorm2d | None]]:
    """Convolutions in order, the head last, with what normalises them."""
    found: list[tuple[nn.Conv2d, nn.BatchNorm2d | None]] = []
    for block in network.layers:
        assert isinstance(block, nn.Sequential)
        convolution, norm = block[0], block[1]
        assert isinstance(convolution, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d)
        found.append((convolution, norm))
    return [*found, (network.head, None)]


def _normalise(norm: nn.BatchNorm2d, gains: NDArray[np.float64], biases: NDArray[np.float64]) -> None:
    norm.running_mean = torch.zeros(len(gains))
    norm.running_var = torch.full((len(gains),), 1 - norm.eps)
    norm.weight.data, norm.bias.data = torch.from_numpy(gains).float(), torch.from_numpy(biases).float()


def _settle(network: LineNetwork, strips: list[NDArray[np.uint8]]) -> None:
    """Gives every normalisation the statistics that its input has; what the network says stays the same."""
    for convolution, norm in _layers(network):
        if norm is None:
            return
        seen: list[Tensor] = []

        def keep(_: nn.Module, __: object, output: Tensor, seen: list[Tensor] = seen) -> None:
            seen.append(output.flatten(2)[0])

        hook = convolution.register_forward_hook(keep)
        with torch.no_grad():
            for strip in strips:
                network(batch_of([strip]))
        hook.remove()
        values = torch.cat(seen, 1)
        mean, variance = values.mean(1), values.var(1, unbiased=False)
        norm.bias.data = norm.bias.data + norm.weight.data * mean
        norm.weight.data = norm.weight.data * torch.sqrt(variance + norm.eps)
        norm.running_mean, norm.running_var = mean, variance


def main() -> None:
    """Command line of the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--lines", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    known = Lines()
    known.add(sorted(arguments.lines.glob("train-*[0-9].npz"))[0])
    network = network_of(arguments.weights.read_bytes(), known.strips[:LINES])
    torch.save({"average": network.state_dict()}, arguments.out)


if __name__ == "__main__":
    main()
