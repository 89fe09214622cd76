"""Measures a weights file end to end on the device's reader and prints a table.

`python -m viewmark.reading.training.evaluate --weights FILE --seeds 20 [--real DIR]`
"""

import argparse
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from viewmark import samples

from . import device
from .frames import Frame, folder_of
from .lines import example

FIRST_SEED = 5000  # of the fresh sets; nothing was tuned on them


@dataclass
class Score:
    """What became of the lines of one set."""

    lines: int = 0
    exact: int = 0
    edits: int = 0
    characters: int = 0
    silent: int = 0  # wrong, with no `?` and no character below 80 percent
    noise: int = 0  # characters read where there are none

    def add(self, truth: str, lattice: list[list[tuple[str, int]]]) -> bool:
        """Counts one line (letters and digits alone); returns whether it is exact."""
        if not truth:
            self.noise += len(lattice)
            return not lattice
        wanted, got = plain(truth), plain(device.text_of(lattice))
        right = wanted == got
        self.lines += 1
        self.exact += right
        self.edits += edits_between(got, wanted)
        self.characters += len(wanted)
        sure = all(position[0][0] != "?" and position[0][1] >= 80 for position in lattice)
        self.silent += bool(lattice) and sure and not right
        return right

    def row(self, name: str) -> str:
        """One line of the table."""
        share = self.exact / max(1, self.lines)
        rate = self.edits / max(1, self.characters)
        return f"{name:<24}{self.lines:>6}{share:>8.3f}{rate:>8.3f}{self.silent:>8}{self.noise:>7}"


def edits_between(first: str, second: str) -> int:
    """Least number of characters put in, taken out or replaced (Levenshtein)."""
    row = list(range(len(second) + 1))
    for i, a in enumerate(first):
        above, row = row, [i + 1]
        for j, b in enumerate(second):
            row.append(min(above[j + 1] + 1, row[j] + 1, above[j] + (a != b)))
    return row[-1]


def plain(text: str) -> str:
    """Capital letters, digits and `?` alone."""
    return re.sub(r"[^A-Z0-9?]", "", text.upper())


def judge(
    frames: list[Frame], texts: list[str], names: list[str], weights: Path, verbose: bool
) -> tuple[Score, list[bool]]:
    """Reads the frames; with `verbose` prints what went wrong."""
    score, right = Score(), []
    for text, name, result in zip(texts, names, device.read(frames, weights), strict=True):
        lattice = result["lattice"]
        right.append(score.add(text, lattice))
        if verbose and not right[-1]:
            sure = " ".join(str(position[0][1]) for position in lattice)
            print(f"  {name}: {text or '-'} read {device.text_of(lattice) or '-'} ({sure})")
    return score, right


def main() -> None:
    """Command line of the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--synthetic", type=int, default=400)
    parser.add_argument("--real", type=Path)
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    weights, verbose = arguments.weights, arguments.verbose
    print(f"{'set':<24}{'lines':>6}{'exact':>8}{'cer':>8}{'silent':>8}{'noise':>7}")
    committed, _ = judge(*folder_of(samples.PHOTOS), weights, verbose)
    print(committed.row("committed samples"))
    frames: list[Frame] = []
    texts: list[str] = []
    names: list[str] = []
    for seed in range(FIRST_SEED, FIRST_SEED + arguments.seeds):
        with tempfile.TemporaryDirectory() as folder:
            samples.render(Path(folder), seed)
            more_frames, more_texts, more_names = folder_of(Path(folder))
            frames += more_frames
            texts += more_texts
            names += [f"{seed}/{name}" for name in more_names]
    fresh, right = judge(frames, texts, names, weights, verbose)
    per_set = [sum(right[at : at + 12]) for at in range(0, len(right), 12)]
    print(fresh.row("fresh samples"))
    if per_set:
        print(f"  of 12: least {min(per_set)}, mean {np.mean(per_set):.2f}")
    for split in ("train", "test"):
        items = [example(990_000_000 + i, split) for i in range(arguments.synthetic)]
        score, _ = judge(
            [item.frame for item in items],
            [item.label for item in items],
            [item.kind for item in items],
            weights,
            False,
        )
        print(score.row("synthetic, known fonts" if split == "train" else "synthetic, unseen"))
    if arguments.real:
        real, _ = judge(*folder_of(arguments.real), weights, verbose)
        print(real.row("real photographs"))


if __name__ == "__main__":
    main()
