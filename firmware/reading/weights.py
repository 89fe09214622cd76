"""The weights file: a header, then the network's layers, all little-endian.

Header: magic, format version, number of layers, model version (u16), nats per score unit in
1/4096 (u16), least percent of a readable character (u8), least percent of a sure one (u8), what the
logarithms of the alternatives are divided by, in 1/16 (u8), the score that stands for 0 (u8), length
of the training recipe (u16), the recipe as ASCII. Each layer: kind, rows and columns of its kernel, stride along
y and x, padding along y and x, two shifts, padding value, channels in and out (u16); weights
(bytes, +128), biases (u32, +2^24), factors (u16). Every part starts at a multiple of 4 bytes.

The last layer's results are the classes' scores and two that say where the line's strokes lie: how far
their first row is below row 4 of the strip and their end below row 28, half a pixel a nat.
"""

import struct
from array import array

MAGIC = b"VMRW"
FORMAT = 3
HEADER = "<4sBBHHBBBBH"
LAYER = "<10BHH"
FIRST, DEPTHWISE, POINTWISE = 0, 1, 2
EXTENT_OUTPUTS = 2


class Layer:
    """One layer as the file holds it; `weights` is a view into the file's bytes."""

    def __init__(self, fields: tuple, weights: object, biases: array, factors: array) -> None:
        (self.kind, self.high, self.wide, self.stride_y, self.stride_x) = fields[:5]
        (self.pad_y, self.pad_x, self.shift1, self.shift2, self.zero) = fields[5:10]
        (self.inputs, self.outputs) = fields[10:]
        self.weights = weights
        self.biases = biases
        self.factors = factors


class Weights:
    """Parses the bytes of a weights file; ValueError where they are not one."""

    def __init__(self, data: "bytes | memoryview") -> None:
        if len(data) < struct.calcsize(HEADER) or bytes(data[:4]) != MAGIC:
            raise ValueError("not a weights file")
        header = struct.unpack_from(HEADER, data, 0)
        if header[1] != FORMAT:
            raise ValueError("weights of another format version")
        self.version = header[3]
        self.nats_per_unit = header[4] / 4096
        self.least_percent = header[5]
        self.sure_percent = header[6]
        self.temperature = header[7] / 16
        self.zero = header[8]
        at = struct.calcsize(HEADER)
        self.recipe = str(bytes(data[at : at + header[9]]), "utf-8")
        at = (at + header[9] + 3) & ~3
        view = memoryview(data)
        self.layers = []
        for _ in range(header[2]):
            fields = struct.unpack_from(LAYER, data, at)
            at = (at + struct.calcsize(LAYER) + 3) & ~3
            kind, high, wide = fields[:3]
            inputs, outputs = fields[10:]
            count = high * wide * outputs * (inputs if kind == POINTWISE else 1)
            if at + ((count + 3) & ~3) + 6 * outputs > len(data):
                raise ValueError("weights file cut short")
            weights = view[at : at + count]
            at = (at + count + 3) & ~3
            biases = array("I", bytes(view[at : at + 4 * outputs]))
            at += 4 * outputs
            factors = array("H", bytes(view[at : at + 2 * outputs]))
            at = (at + 2 * outputs + 3) & ~3
            self.layers.append(Layer(fields, weights, biases, factors))
