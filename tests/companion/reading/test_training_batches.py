"""Batches for the training: what is done to a strip is done to the place of its strokes."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="networks are trained with the extra `train`")

import torch

from viewmark.reading.training.data import Lines, batches
from viewmark.reading.training.network import CLASSES, LineNetwork
from viewmark.reading.training.train import grown, loss_of


def lines_of(count: int) -> Lines:
    """Dark strips with a bright bar where their strokes are said to lie; every fourth is empty."""
    lines = Lines()
    for number in range(count):
        strip = np.full((32, 96), 96, np.uint8)
        empty = number % 4 == 3
        if not empty:
            strip[8:24, 24:72] = 224
        lines.strips.append(strip)
        lines.labels.append("" if empty else "A1")
        lines.kinds.append("plate")
        lines.extents.append(np.array((0, 0, 0, 0) if empty else (24, 8, 72, 24), np.float32))
    return lines


def test_extents_follow_the_strips_as_these_are_altered() -> None:
    for seed in range(12):
        for batch in batches(lines_of(40), 16, np.random.default_rng(seed)):
            for strip, extent in zip(batch.strips[:, 0], batch.extents, strict=True):
                if not extent.any():
                    continue
                left, top, right, bottom = extent.tolist()
                columns = strip[:, round(left) + 3 : round(right) - 3].mean(1).abs()
                inside = columns[max(0, round(top) + 2) : round(bottom) - 2].mean()
                outside = torch.cat([columns[: max(0, round(top) - 2)], columns[round(bottom) + 2 :]])
                assert outside.numel() == 0 or inside > 1.5 * outside.mean()


def test_strips_without_strokes_have_none_after_either() -> None:
    empty = 0
    for batch in batches(lines_of(40), 16, np.random.default_rng(0)):
        for length, extent in zip(batch.lengths, batch.extents, strict=True):
            assert bool(extent.any()) == bool(length)
            empty += not length
    assert empty == 10


def test_the_loss_falls_as_the_extents_come_right() -> None:
    batch = next(batches(lines_of(8), 16, np.random.default_rng(1)))
    scores = torch.zeros(batch.strips.shape[0], CLASSES + 2, batch.strips.shape[3] // 4)
    wrong = loss_of(scores, batch)
    scores[:, CLASSES] = ((batch.extents[:, 1] - 4) / 2)[:, None]
    scores[:, CLASSES + 1] = ((batch.extents[:, 3] - 28) / 2)[:, None]
    assert loss_of(scores, batch) < wrong


def test_a_grown_network_says_what_the_narrower_one_did(monkeypatch: pytest.MonkeyPatch) -> None:
    from viewmark.reading.training import network

    wide = LineNetwork().eval()
    monkeypatch.setattr(network, "CHANNELS", (16, 32, 56, *network.CHANNELS[3:]))
    monkeypatch.setattr(network, "OUTPUTS", CLASSES)
    narrow = LineNetwork().eval()
    wide.load_state_dict(grown(narrow.state_dict(), wide))
    strips = torch.randn(2, 1, 32, 64)
    with torch.no_grad():
        assert torch.allclose(wide(strips)[:, :CLASSES], narrow(strips), atol=1e-4)
