"""What a weights file says of its network, without running it (`firmware/reading/weights.py` has the format)."""

import struct
from pathlib import Path
from typing import NamedTuple

from viewmark.errors import ReadingError

_HEADER = "<4sBBHHBBBBH"
_LAYER = "<10BHH"
_POINTWISE = 2
_STRIP_HIGH_PX = 32


class Weights(NamedTuple):
    """A network's figures: multiply-accumulates of a strip of `width_px`, bytes, and what it calls sure."""

    version: int
    sure_percent: int
    recipe: str
    size_bytes: int
    layers: list[tuple[int, ...]]

    def multiplications(self, width_px: int) -> int:
        """Return the multiply-accumulates of one pass over a strip 32 pixels high."""
        rows, columns, total = _STRIP_HIGH_PX, width_px, 0
        for kind, high, wide, stride_y, stride_x, pad_y, pad_x, _, _, _, inputs, outputs in self.layers:
            rows = (rows + 2 * pad_y - high) // stride_y + 1
            columns = (columns + 2 * pad_x - wide) // stride_x + 1
            total += rows * columns * outputs * high * wide * (inputs if kind == _POINTWISE else 1)
        return total


def read_weights(path: Path) -> Weights:
    """Return what a weights file says; ReadingError where it is none."""
    data = path.read_bytes()
    try:
        magic, _, count, version, _, _, sure, _, _, length = struct.unpack_from(_HEADER, data)
        at = struct.calcsize(_HEADER)
        recipe = data[at : at + length].decode("ascii")
        at = (at + length + 3) & ~3
        layers = []
        for _ in range(count):
            layer = struct.unpack_from(_LAYER, data, at)
            kind, high, wide = layer[:3]
            inputs, outputs = layer[10:]
            weights = high * wide * outputs * (inputs if kind == _POINTWISE else 1)
            at = (at + struct.calcsize(_LAYER) + 3) & ~3
            at = (((at + weights + 3) & ~3) + 6 * outputs + 3) & ~3
            layers.append(layer)
    except (struct.error, UnicodeDecodeError) as error:
        raise ReadingError(f"{path.name} is no weights file. Install the firmware again.") from error
    if magic != b"VMRW" or at > len(data) + 3:
        raise ReadingError(f"{path.name} is no weights file. Install the firmware again.")
    return Weights(version, sure, recipe, len(data), layers)
