"""Generates training lines through the device's own line finder, in numbered chunks.

`python -m viewmark.reading.training.generate --out DIR --chunks 100 --first 0`
"""

# The extra `train` is not installed where the types are checked.
# pyright: reportMissingImports=false

import argparse
from pathlib import Path

import cv2
import numpy as np

from . import device
from .lines import Example, example

CHUNK = 1000


def covered(item: Example, strip: device.Strip | None) -> bool:
    """Whether the strip holds the whole line, so that its label is true."""
    if strip is None:
        return False
    level = item.corners.copy()
    level[:, 1] -= (level[:, 0] - 160) * strip.line[4] / 128  # as the finder levels the line
    (left, top), (right, bottom) = level.min(0), level.max(0)
    line_left, line_top, line_right, line_bottom, _ = strip.line
    high = line_bottom - line_top
    middle, reach = (line_top + line_bottom) / 2, high * 16 / 24
    margin = 0.3 * high
    slack = 0.15 * float(np.ptp(level[[0, 3], 1]))
    return (
        line_left - margin <= left + slack
        and line_right + margin >= right - slack
        and middle - reach <= top + slack
        and middle + reach >= bottom - slack
        and high <= 2.0 * (bottom - top)
    )


def chunk(number: int, split: str) -> dict[str, np.ndarray]:
    """Strips side by side, where each begins, labels and kinds of one chunk."""
    items = [example(number * 1_000_000 + i, split) for i in range(CHUNK)]
    found = device.strips(item.frame for item in items)
    kept = [
        (item, strip)
        for item, strip in zip(items, found, strict=True)
        if strip is not None and (not item.label or covered(item, strip))
    ]
    missed = sum(bool(item.label) and not covered(item, s) for item, s in zip(items, found, strict=True))
    widths = [strip.pixels.shape[1] for _, strip in kept]
    return {
        "pixels": np.concatenate([strip.pixels for _, strip in kept], axis=1),
        "starts": np.cumsum([0, *widths]),
        "labels": np.array([item.label for item, _ in kept]),
        "kinds": np.array([item.kind for item, _ in kept]),
        "missed": np.array(missed),
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
        print(path.name, len(data["labels"]), "lines,", int(data["missed"]), "missed", flush=True)


if __name__ == "__main__":
    main()
