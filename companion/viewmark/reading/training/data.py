"""Reads generated chunks and makes batches of strips of like width."""

# The extra `train` is not installed where the types are checked.
# pyright: reportMissingImports=false

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from .network import CHARACTERS, STRIDE_PX

INDEX = {character: number + 1 for number, character in enumerate(CHARACTERS)}
POOL = 6144  # lines sorted by width together: narrow and wide batches both come up


class Lines:
    """Strips (uint8, 32 x W) with their labels and kinds."""

    def __init__(self) -> None:
        self.strips: list[NDArray[np.uint8]] = []
        self.labels: list[str] = []
        self.kinds: list[str] = []

    def add(self, path: Path) -> None:
        """Adds the lines of one chunk."""
        with np.load(path) as chunk:
            pixels, starts = chunk["pixels"], chunk["starts"]
            for first, end in pairwise(starts):
                self.strips.append(pixels[:, first:end])
            self.labels += [str(label) for label in chunk["labels"]]
            self.kinds += [str(kind) for kind in chunk["kinds"]]


def batch_of(strips: list[NDArray[np.uint8]]) -> Tensor:
    """Strips side by side as one tensor (batch, 1, 32, W); the rest is mean grey, 0."""
    width = max(strip.shape[1] for strip in strips)
    batch = np.zeros((len(strips), 1, 32, width), np.float32)
    for row, strip in zip(batch, strips, strict=True):
        row[0, :, : strip.shape[1]] = (strip.astype(np.float32) - 128) / 32
    return torch.from_numpy(batch)


def _altered(batch: Tensor, rng: np.random.Generator) -> Tensor:
    """What a shaking hand and a poorer finder would change: width, height, noise, gaps."""
    count, _, height, width = batch.shape
    stretched = max(32, round(width * rng.uniform(0.68, 1.2) / STRIDE_PX) * STRIDE_PX)
    tall = height + int(rng.integers(-2, 5))
    batch = functional.interpolate(batch, size=(tall, stretched), mode="bilinear", align_corners=False)
    if tall > height:
        top = int(rng.integers(0, tall - height + 1))
        batch = batch[:, :, top : top + height]
    elif tall < height:
        top = int(rng.integers(0, height - tall + 1))
        batch = functional.pad(batch, (0, 0, top, height - tall - top), mode="replicate")
    shift = int(rng.integers(-1, 2))
    if shift:
        batch = torch.roll(batch, shift, 2)
    sign = torch.from_numpy(rng.choice([1.0, -1.0], (count, 1, 1, 1), p=[0.8, 0.2])).float()
    noise = torch.from_numpy(rng.uniform(0, 0.4, (count, 1, 1, 1)) * (rng.random((count, 1, 1, 1)) < 0.4))
    gain = torch.from_numpy(rng.uniform(0.75, 1.15, (count, 1, 1, 1))).float()
    return batch * sign * gain + torch.randn(batch.shape) * noise.float()


def batches(lines: Lines, size: int, rng: np.random.Generator) -> Iterator[tuple[Tensor, Tensor, Tensor, Tensor]]:
    """One pass: strips, labels in a row, lengths of the scores, lengths of the labels."""
    order = rng.permutation(len(lines.strips))
    groups = []
    for start in range(0, len(order), POOL):
        pool = order[start : start + POOL]
        widths = np.array([lines.strips[i].shape[1] for i in pool])
        pool = pool[np.argsort(widths + rng.uniform(-8, 8, len(pool)))]
        # Narrow strips go in larger batches, so that every step costs about the same.
        at = 0
        while at < len(pool):
            width = lines.strips[pool[at]].shape[1]
            count = max(16, int(size * 150 / max(48, width)))
            groups.append(pool[at : at + count])
            at += count
    for group in [groups[i] for i in rng.permutation(len(groups))]:
        batch = _altered(batch_of([lines.strips[i] for i in group]), rng)
        targets = [[INDEX[c] for c in lines.labels[i]] for i in group]
        steps = batch.shape[3] // STRIDE_PX
        yield (
            batch,
            torch.tensor([index for target in targets for index in target], dtype=torch.long),
            torch.full((len(group),), steps, dtype=torch.long),
            torch.tensor([len(target) for target in targets], dtype=torch.long),
        )
