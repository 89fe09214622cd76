"""Runs the int8 line network: an evened strip in, one row of scores per 4 pixels out."""

from array import array

from . import kernels, weights

# The largest activations, with their borders, of the widest strip (320 pixels) in either buffer.
_FIRST_BUFFER_BYTES = 18 * 162 * 24
_SECOND_BUFFER_BYTES = 8 * 80 * 48


class Network:
    """Holds weights and two buffers that take turns; between runs they are free for others."""

    def __init__(self, file: weights.Weights) -> None:
        self._layers = file.layers
        self.buffers = (bytearray(_FIRST_BUFFER_BYTES), bytearray(_SECOND_BUFFER_BYTES))
        self.pitch = self._layers[-1].outputs
        self.classes = self.pitch - weights.EXTENT_OUTPUTS

    def run(self, source: object, width: int) -> tuple:
        """Scores of a strip with its border of one pixel, 34 x (`width` + 2) bytes.

        Returns (buffer, steps): `pitch` bytes a step, the classes first, valid until the next run.
        """
        rows = 32
        columns = width
        layers = self._layers
        turn = 0
        for number in range(len(layers)):
            layer = layers[number]
            follower = layers[number + 1] if number + 1 < len(layers) else None
            # Rows are folded into the channels where a kernel spans them all.
            folded = layer.kind == weights.POINTWISE and layer.high > 1
            padded_columns = columns + 2 * layer.pad_x
            channels = 1 if layer.kind == weights.FIRST else layer.inputs
            high = 1 if folded else (rows + 2 * layer.pad_y - layer.high) // layer.stride_y + 1
            wide = (padded_columns - layer.wide) // layer.stride_x + 1
            row = padded_columns * channels
            pixel = channels
            inputs = channels
            if folded:
                pixel = inputs = rows * channels
                row = 0
            target = self.buffers[turn]
            start, target_row, target_pixel = self._place(layer, follower, high, wide, target)
            geometry = (
                high,
                wide,
                inputs,
                layer.outputs,
                row * layer.stride_y,
                pixel * layer.stride_x,
                row,
                start,
                target_row,
                target_pixel,
                layer.shift1,
                layer.shift2,
            )
            kernel = kernels.pointwise
            if layer.kind == weights.FIRST:
                kernel = kernels.first
            elif layer.kind == weights.DEPTHWISE:
                kernel = kernels.depthwise3 if layer.high == 3 else kernels.depthwise5
            numbers = array("I", geometry)
            kernel(source, target, layer.weights, layer.biases, layer.factors, numbers)
            source = target
            rows = high
            columns = wide
            turn = 1 - turn
        return (source, columns)

    def _place(self, layer, follower, high: int, wide: int, target: bytearray) -> tuple:
        """Where results go so that the following layer finds them: start, row and pixel pitch."""
        channels = layer.outputs
        if follower is None:
            return (0, wide * channels, channels)
        if follower.kind == weights.POINTWISE and follower.high > 1:
            return (0, channels, high * channels)
        row = (wide + 2 * follower.pad_x) * channels
        if follower.pad_x or follower.pad_y:
            kernels.clear(target, (high + 2 * follower.pad_y) * row, follower.zero)
        return (follower.pad_y * row + follower.pad_x * channels, row, channels)
