"""The integer network: MicroPython, CPython and the numpy reference give the same numbers."""

import sys

import numpy as np
import pytest

from viewmark.reading.training import device, integer

MOST_MULTIPLICATIONS = 8_000_000  # of a strip 160 pixels wide
MOST_WEIGHTS_BYTES = 120_000


@pytest.fixture
def weights(firmware_path, weights_file):
    """The parsed weights, through the firmware's own parser."""
    from reading.weights import Weights

    return Weights(weights_file.read_bytes())


def reference(weights) -> list[integer.IntegerLayer]:
    """The layers of the weights as the numpy reference takes them."""
    layers = []
    for layer in weights.layers:
        inputs = layer.inputs if layer.kind == integer.POINTWISE else 1
        shape = (layer.outputs, layer.high, layer.wide, inputs)
        values = np.frombuffer(layer.weights, np.uint8).astype(np.int64).reshape(shape) - 128
        layers.append(
            integer.IntegerLayer(
                layer.kind,
                values.transpose(0, 3, 1, 2),
                np.array(layer.biases, np.int64) - (1 << 24),
                np.array(layer.factors, np.int64),
                (layer.stride_y, layer.stride_x),
                (layer.pad_y, layer.pad_x),
                layer.zero,
                layer.shift1,
                layer.shift2,
            )
        )
    return layers


def noise(width: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(1, 256, (32, width)).astype(np.uint8)


@pytest.mark.usefixtures("micropython")
def test_micropython_equals_the_reference(weights, weights_file, sample_frames) -> None:
    found = device.strips(frame for frame, _ in sample_frames.values())
    lines = [strip for strip in found if strip is not None][:6]
    lines += [device.Strip(noise(width, width), (0, 0, 0, 0, 0)) for width in (32, 36, 100, 320)]
    layers = reference(weights)
    classes = weights.layers[-1].outputs
    for strip, scores in zip(lines, device.scores(lines, weights_file, classes), strict=True):
        assert np.array_equal(scores, integer.run(layers, strip.pixels))


def test_cpython_equals_the_reference(weights) -> None:
    from reading.network import Network

    pixels = noise(32, 5)
    network = Network(weights)
    bordered = np.full((34, 34), 128, np.uint8)
    bordered[1:33, 1:33] = pixels
    result, steps = network.run(bordered.tobytes(), 32)
    scores = np.frombuffer(bytes(result), np.uint8)[: steps * network.pitch]
    expected = integer.run(reference(weights), pixels)
    assert np.array_equal(scores.reshape(steps, -1), expected)


@pytest.mark.usefixtures("micropython", "firmware_path")
def test_finder_and_strip_are_the_same_on_both_interpreters(sample_frames) -> None:
    from reading import strip
    from reading.line import LineFinder, room_bytes

    finder = LineFinder(320, bytearray(room_bytes(320)))
    room = bytearray(32 * strip.WIDEST_PX)
    out = bytearray(34 * (strip.WIDEST_PX + 2))
    frames = [frame for frame, _ in list(sample_frames.values())[:3]]
    for frame, expected in zip(frames, device.strips(frames), strict=True):
        line = finder.find(frame.tobytes(), 320, 240)
        assert expected is not None
        assert line == expected.line
        wide = strip.cut(frame.tobytes(), (320, 240), line, room, out)
        pixels = np.frombuffer(bytes(out), np.uint8)[: 34 * (wide + 2)].reshape(34, wide + 2)
        assert np.array_equal(pixels[1:33, 1:-1], expected.pixels)


def test_the_network_keeps_within_its_bounds(weights, weights_file) -> None:
    rows, columns, total = 32, 160, 0
    for layer in weights.layers:
        rows = (rows + 2 * layer.pad_y - layer.high) // layer.stride_y + 1
        columns = (columns + 2 * layer.pad_x - layer.wide) // layer.stride_x + 1
        inputs = layer.inputs if layer.kind == integer.POINTWISE else 1
        total += rows * columns * layer.outputs * layer.high * layer.wide * inputs
    assert total <= MOST_MULTIPLICATIONS
    assert weights_file.stat().st_size <= MOST_WEIGHTS_BYTES
    assert weights.recipe


@pytest.mark.parametrize("damage", ["empty", "magic", "format", "cut"])
def test_a_damaged_weights_file_is_refused(damage: str, firmware_path, weights_file) -> None:
    from reading.weights import Weights

    data = bytearray(weights_file.read_bytes())
    if damage == "magic":
        data[0] ^= 1
    elif damage == "format":
        data[4] = 99
    data = data[: {"empty": 0, "cut": len(data) - 9}.get(damage, len(data))]
    with pytest.raises(ValueError, match="weights"):
        Weights(bytes(data))


def test_a_frame_of_another_size_is_refused(firmware_path, weights_file) -> None:
    from reading.reader import Reader

    reader = Reader(weights_file.read_bytes())
    with pytest.raises(ValueError, match="320"):
        reader.read(bytes(100), 10, 10)
    assert "reading.reader" in sys.modules
