"""What is done to a network before its numbers become bytes changes nothing of what it says."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="networks are trained with the extra `train`")

import torch

from viewmark.reading.training.network import CLASSES, LineNetwork
from viewmark.reading.training.quantise import FloatLayer, centre, equalise, folded, results_of


def strips() -> list[np.ndarray]:
    return [np.random.default_rng(seed).integers(0, 256, (32, 64), dtype=np.uint8) for seed in range(3)]


@pytest.fixture
def layers() -> list[FloatLayer]:
    torch.manual_seed(1)
    return folded(LineNetwork().eval())


def scores(layers: list[FloatLayer]) -> np.ndarray:
    return list(results_of(layers, strips()[0]))[-1][0]


def test_channels_that_fill_their_bytes_give_the_same_scores(layers) -> None:
    before = scores(layers)
    unequal = next(values.max((0, 1)) for values in results_of(layers, strips()[0]))
    equalise(layers, strips())
    equal = next(values.max((0, 1)) for values in results_of(layers, strips()[0]))
    assert np.allclose(scores(layers), before)
    assert equal.min() / equal.max() > 2 * unequal.min() / unequal.max()


def test_centred_scores_differ_by_one_number_a_step_and_extents_not_at_all(layers) -> None:
    before = scores(layers)
    centre(layers)
    moved = scores(layers) - before
    assert np.allclose(moved[:, :CLASSES], moved[:, :1])
    assert np.allclose(moved[:, CLASSES:], 0)
    assert np.allclose(scores(layers)[:, :CLASSES].mean(1), 0)
