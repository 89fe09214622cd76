"""`python -m viewmark.samples --seed 7 --count 12 --out DIR` renders a fresh set."""

import argparse
from pathlib import Path

from . import render, render_committed


def main() -> None:
    """Command line of the module."""
    parser = argparse.ArgumentParser(prog="viewmark.samples", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=12)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--committed", action="store_true", help="the set in the repository")
    arguments = parser.parse_args()
    if arguments.committed:
        labels = render_committed(arguments.out)
    else:
        labels = render(arguments.out, arguments.seed, arguments.count)
    for label in labels:
        print(label["file"], label["text"] or "-", label["verdict"])


if __name__ == "__main__":
    main()
