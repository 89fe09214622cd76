"""Sets what a weights file calls readable and sure, on lines that were neither trained on nor are tested on.

`python -m viewmark.reading.training.calibrate --weights FILE --lines 500`

The temperature is the one with the least calibration error; `sure` the least percentage at which no more than
MOST_WRONG of all lines are wrong and called sure.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from viewmark.bench import scores
from viewmark.bench.scores import Read

from .evaluate import reads_of, whole
from .lines import frame

FIRST_SEED = 970_000_000
SIXTEENTHS = (12, 16, 20, 24, 28, 32, 40, 48)  # temperatures that are tried
MOST_WRONG = 0.007
_SURE_PERCENT_AT, _TEMPERATURE_AT = 11, 12  # in the file's header


def with_bytes(data: bytes, values: dict[int, int]) -> bytes:
    """The file with some bytes of its header set."""
    changed = bytearray(data)
    for place, value in values.items():
        changed[place] = value
    return bytes(changed)


def sure_percent(reads: Sequence[Read]) -> int:
    """The least percentage from which on few lines enough are wrong."""
    for percent in range(50, 100):
        wrong = sum(read.percent >= percent and not read.is_exact for read in reads)
        if wrong <= MOST_WRONG * len(reads):
            return percent
    return 100


def main() -> None:
    """Command line of the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--lines", type=int, default=500)
    arguments = parser.parse_args()
    path: Path = arguments.weights
    data = path.read_bytes()
    examples = whole([frame(FIRST_SEED + i, "train")[0] for i in range(arguments.lines)])
    frames, labels = [one.picture for one in examples], [one.label for one in examples]
    best = (1.0, 16, 100)
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / "weights.bin"
        for sixteenths in SIXTEENTHS:
            # Each line is read once: a second look would depend on what is not known yet.
            trial.write_bytes(with_bytes(data, {_SURE_PERCENT_AT: 0, _TEMPERATURE_AT: sixteenths}))
            reads = reads_of(frames, labels, trial)
            error = scores.calibration_error(reads)
            print(f"temperature {sixteenths / 16:.2f}: calibration error {error:.3f}, sure {sure_percent(reads)}")
            best = min(best, (error, sixteenths, sure_percent(reads)))
        _, sixteenths, sure = best
    path.write_bytes(with_bytes(data, {_SURE_PERCENT_AT: sure, _TEMPERATURE_AT: sixteenths}))
    print(f"{path.name}: temperature {sixteenths / 16:.2f}, sure from {sure} percent")


if __name__ == "__main__":
    main()
