"""Measures a weights file end to end on the device's reader and prints a table.

`python -m viewmark.reading.training.evaluate --weights FILE --lines 400 [--real DIR]`

Synthetic lines have fonts and surfaces that were never trained on; `legible` leaves out what their strokes explain
too little of (`lines.legibility`), `eight views` are read together.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from viewmark import samples
from viewmark.bench import scores
from viewmark.bench.scores import Read

from . import device
from .crops import crop
from .frames import Frame, folder_of
from .lines import KINDS, Example, frame

FIRST_SEED = 990_000_000  # of the synthetic lines; nothing was tuned on them
LEGIBLE = 0.15
VIEWS = 8


def reads_of(frames: Sequence[Frame], texts: Sequence[str], weights: Path, views: int = 1) -> list[Read]:
    """What the device reads on the frames, every `views` of them together, beside what stands there."""
    told = device.read(frames, weights, views)
    return [Read(text, row["lattice"]) for text, row in zip(texts, told, strict=True)]


def row(name: str, reads: Sequence[Read], sure_percent: int) -> str:
    """One line of the table."""
    if not reads:
        return f"{name:<26}{0:>6}"
    pairs = [("".join(position[0][0] for position in read.lattice), read.text) for read in reads]
    covered = [read for read in reads if read.percent >= sure_percent]
    return (
        f"{name:<26}{len(reads):>6}{scores.exact_share(pairs):>8.3f}{scores.character_error(pairs):>8.3f}"
        f"{len(covered) / len(reads):>9.3f}{sum(not read.is_exact for read in covered):>7}"
        f"{scores.calibration_error(reads):>7.3f}"
    )


def whole(examples: Sequence[Example]) -> list[Example]:
    """The examples whose every character is there: no line and unreadable characters are another question."""
    return [one for one in examples if one.label and "?" not in one.label]


def main() -> None:
    """Command line of the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--lines", type=int, default=400)
    parser.add_argument("--many", type=int, default=150, help="lines of which eight views are made")
    parser.add_argument("--real", type=Path)
    arguments = parser.parse_args()
    weights = arguments.weights
    sure = weights.read_bytes()[11]
    print(f"{'set':<26}{'lines':>6}{'exact':>8}{'cer':>8}{'covered':>9}{'wrong':>7}{'ece':>7}   sure: {sure} percent")
    folders = {"committed samples": samples.PHOTOS}
    if arguments.real:
        folders["real photographs"] = arguments.real
    for name, folder in folders.items():
        frames, texts, _ = folder_of(folder)
        print(row(name, [read for read in reads_of(frames, texts, weights) if read.text], sure))
    for split in ("train", "test"):
        examples = whole([frame(FIRST_SEED + i, split)[0] for i in range(arguments.lines)])
        reads = reads_of([one.picture for one in examples], [one.label for one in examples], weights)
        print(row("known fonts, surfaces" if split == "train" else "unseen fonts, surfaces", reads, sure))
        legible = [read for one, read in zip(examples, reads, strict=True) if one.legibility >= LEGIBLE]
        print(row("  legible", legible, sure))
        for kind in KINDS if split == "test" else ():
            own = [read for one, read in zip(examples, reads, strict=True) if one.kind == kind]
            print(row(f"  {kind}", own, sure))
    small = whole([crop(FIRST_SEED + i) for i in range(arguments.lines)])
    reads = reads_of([one.picture for one in small], [one.label for one in small], weights)
    print(row("unseen, small pictures", reads, sure))
    legible = [read for one, read in zip(small, reads, strict=True) if one.legibility >= LEGIBLE]
    print(row("  legible", legible, sure))
    several = [frame(FIRST_SEED + 500_000 + i, "test", VIEWS) for i in range(arguments.many)]
    several = [views for views in several if whole(views[:1])]
    labels = [views[0].label for views in several]
    print(row("unseen, one view", reads_of([views[0].picture for views in several], labels, weights), sure))
    pictures = [one.picture for views in several for one in views]
    print(row("unseen, eight views", reads_of(pictures, labels, weights, VIEWS), sure))


if __name__ == "__main__":
    main()
