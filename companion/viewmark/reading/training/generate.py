"""Generates training lines in numbered chunks; chunks that are there already are left alone.

`python -m viewmark.reading.training.generate --out DIR --chunks 100 --first 0`
"""

# The extra `train` is not installed where the types are checked.
# pyright: reportMissingImports=false

import argparse
from pathlib import Path

import cv2
import numpy as np

from .crops import mixed

CHUNK = 1000


def chunk(number: int, split: str) -> dict[str, np.ndarray]:
    """Strips side by side, where each begins, labels, kinds and places of the strokes of one chunk."""
    items = mixed(number * 1_000_000, CHUNK, split)
    widths = [item.pixels.shape[1] for item in items]
    return {
        "pixels": np.concatenate([item.pixels for item in items], axis=1),
        "starts": np.cumsum([0, *widths]),
        "labels": np.array([item.label for item in items]),
        "kinds": np.array([item.kind for item in items]),
        "extents": np.array([item.extent for item in items], np.float32),
    }


def main() -> None:
    """Writes the chunks that are not there yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--chunks", type=int, default=100)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--split", choices=("train", "test"), default="train")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    arguments.out.mkdir(parents=True, exist_ok=True)
    for number in range(arguments.first, arguments.first + arguments.chunks):
        path = arguments.out / f"{arguments.split}-{number:05d}.npz"
        if path.exists():
            continue
        data = chunk(number, arguments.split)
        partial = path.with_suffix(".part.npz")
        np.savez(partial, **data)  # type: ignore[arg-type]
        partial.rename(path)
        print(path.name, len(data["labels"]), "lines", flush=True)


if __name__ == "__main__":
    main()
