"""Reads generated chunks and makes batches of strips of like width."""

# The extra `train` is not installed where the types are checked.
# pyright: reportMissingImports=false

from collections.abc import Iterator
from dataclasses import dataclass
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
    """Strips (uint8, 32 x W) with their labels, kinds and where their strokes lie."""

    def __init__(self) -> None:
        self.strips: list[NDArray[np.uint8]] = []
        self.labels: list[str] = []
        self.kinds: list[str] = []
        self.extents: list[NDArray[np.float32]] = []

    def add(self, path: Path) -> None:
        """Adds the lines of one chunk."""
        with np.load(path) as chunk:
            pixels, starts = chunk["pixels"], chunk["starts"]
            for first, end in pairwise(starts):
                self.strips.append(pixels[:, first:end])
            self.labels += [str(label) for label in chunk["labels"]]
            self.kinds += [str(kind) for kind in chunk["kinds"]]
            self.extents += list(chunk["extents"])


def batch_of(strips: list[NDArray[np.uint8]]) -> Tensor:
    """Strips side by side as one tensor (batch, 1, 32, W); the rest is mean grey, 0."""
    width = max(strip.shape[1] for strip in strips)
    batch = np.zeros((len(strips), 1, 32, width), np.float32)
    for row, strip in zip(batch, strips, strict=True):
        row[0, :, : strip.shape[1]] = (strip.astype(np.float32) - 128) / 32
    return torch.from_numpy(batch)


@dataclass
class Batch:
    """Strips (batch, 1, 32, W) with their labels in a row, and of each its steps, label's length and extent.

    Extents (batch, 4) are left, top, right, bottom of the strokes in pixels, all zero where none are.
    """

    strips: Tensor
    labels: Tensor
    steps: Tensor
    lengths: Tensor
    extents: Tensor


def _altered(batch: Tensor, extents: Tensor, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """What a shaking hand and a poorer finder would change: width, height, noise, gaps; and the extents then."""
    count, _, height, width = batch.shape
    stretched = max(32, round(width * rng.uniform(0.68, 1.2) / STRIDE_PX) * STRIDE_PX)
    tall = height + int(rng.integers(-3, 6))
    batch = functional.interpolate(batch, size=(tall, stretched), mode="bilinear", align_corners=False)
    top = int(rng.integers(0, abs(tall - height) + 1))
    if tall > height:
        batch = batch[:, :, top : top + height]
        top = -top
    elif tall < height:
        batch = functional.pad(batch, (0, 0, top, height - tall - top), mode="replicate")
    shift = int(rng.integers(-1, 2))
    if shift:
        batch = torch.roll(batch, shift, 2)
    across, down = stretched / width, tall / height
    placed = extents * torch.tensor([across, down, across, down])
    placed = placed + torch.tensor([0.0, top + shift, 0.0, top + shift])
    sign = torch.from_numpy(rng.choice([1.0, -1.0], (count, 1, 1, 1), p=[0.8, 0.2])).float()
    noise = torch.from_numpy(rng.uniform(0, 0.4, (count, 1, 1, 1)) * (rng.random((count, 1, 1, 1)) < 0.4))
    gain = torch.from_numpy(rng.uniform(0.75, 1.15, (count, 1, 1, 1))).float()
    return batch * sign * gain + torch.randn(batch.shape) * noise.float(), placed * (extents[:, 2:3] > 0)


def batches(lines: Lines, size: int, rng: np.random.Generator) -> Iterator[Batch]:
    """One pass over the lines."""
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
        extents = torch.from_numpy(np.stack([lines.extents[i] for i in group]))
        strips, extents = _altered(batch_of([lines.strips[i] for i in group]), extents, rng)
        targets = [[INDEX[c] for c in lines.labels[i]] for i in group]
        yield Batch(
            strips,
            torch.tensor([index for target in targets for index in target], dtype=torch.long),
            torch.full((len(group),), strips.shape[3] // STRIDE_PX, dtype=torch.long),
            torch.tensor([len(target) for target in targets], dtype=torch.long),
            extents,
        )
