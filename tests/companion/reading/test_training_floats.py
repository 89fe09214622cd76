"""A weights file as a network of floats, to go on training from."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="networks are trained with the extra `train`")

import torch

from viewmark import places, samples
from viewmark.reading.training import device, frames
from viewmark.reading.training.data import batch_of
from viewmark.reading.training.floats import network_of
from viewmark.reading.training.network import OUTPUTS, greedy

WEIGHTS = places.firmware() / "reading" / "weights.bin"


def test_the_floats_say_what_the_integers_say() -> None:
    pictures, _, _ = frames.folder_of(samples.PHOTOS)
    strips = [strip for strip in device.strips(pictures) if strip]
    network = network_of(WEIGHTS.read_bytes(), [strip.pixels for strip in strips])
    tables = device.scores(strips, WEIGHTS, OUTPUTS)
    with torch.no_grad():
        ours = [greedy(network(batch_of([strip.pixels])))[0] for strip in strips]
    theirs = [greedy(torch.from_numpy(table.T.astype(np.int64))[None])[0] for table in tables]
    assert ours
    assert sum(a == b for a, b in zip(ours, theirs, strict=True)) >= len(ours) - 1  # a byte may round the other way


def test_what_is_no_weights_file_is_refused() -> None:
    with pytest.raises(ValueError, match="not a weights file"):
        network_of(b"no weights at all, but long enough for a header", [])
