"""Frames that no laptop sends, into the handheld's line on real MicroPython: it serves on, and takes no memory."""

import os
import re
import subprocess
from pathlib import Path

import pytest

PROGRAM = Path(__file__).resolve().parent / "on_handheld" / "program.py"
HEAP = "12M"  # flash in memory comes on top of what the firmware uses
MOST_HEAP_BYTES = 8192
MOST_PROCESS_KB = 400  # some ten TLS sessions: who leaks one of them leaks hundreds
LONG_S = 1800

FEW = [("wire", 2000, 1), ("session", 2000, 2), ("tls", 800, 3)]
MANY = [("wire", 80_000, 11), ("wire", 20_000, 12), ("session", 60_000, 13), ("tls", 40_000, 14)]


def run(micropython: Path, root: Path, *arguments: object) -> str:
    """Return what the program prints; an exception that the line raises is a failure."""
    folders = [
        root / "firmware",
        root / "firmware/lib",
        root / "protocol",
        root / "tests/protocol",
        root / "tests/firmware/cases",
    ]
    done = subprocess.run(
        [str(micropython), "-X", "heapsize=" + HEAP, str(PROGRAM), *map(str, arguments)],
        env=dict(os.environ, MICROPYPATH=":".join([str(one) for one in [*folders, PROGRAM.parent]] + [".frozen"])),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LONG_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.mark.parametrize(
    ("scenario", "frames", "seed"), FEW + [pytest.param(*one, marks=pytest.mark.prove) for one in MANY]
)
def test_the_line_serves_on_and_takes_no_memory(micropython, root, scenario, frames, seed):
    printed = run(micropython, root, scenario, frames, seed)
    print(scenario, printed)
    grown = re.fullmatch(rf"{frames} frames, (-?\d+) bytes more heap, (-?\d+) KB more process\n", printed)
    assert grown, printed
    assert int(grown[1]) < MOST_HEAP_BYTES, printed
    assert int(grown[2]) < MOST_PROCESS_KB, printed


def test_all_that_is_proved_is_two_hundred_thousand_frames():
    assert sum(frames for _, frames, _ in MANY) == 200_000
