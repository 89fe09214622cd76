"""Sets what a weights file calls readable and sure, on unseen fonts and surfaces: other lines than are tested on.

`python -m viewmark.reading.training.calibrate --weights FILE --lines 500`

The temperature is the one with the least calibration error that leaves room for `sure`, which is the least
percentage at which no more than MOST_WRONG of all lines are wrong and called sure.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from viewmark.bench import scores
from viewmark.bench.scores import Read

from .crops import crop
from .evaluate import reads_of, whole
from .lines import frame

FIRST_SEED = 970_000_000
SIXTEENTHS = (12, 14, 16, 20, 24)  # temperatures that are tried
MOST_WRONG = 0.003
SUREST_PERCENT = 98  # above it rounding would decide what is sure
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
    seeds = range(FIRST_SEED, FIRST_SEED + arguments.lines)
    examples = whole([crop(seed) if seed % 2 else frame(seed)[0] for seed in seeds])
    frames, labels = [one.picture for one in examples], [one.label for one in examples]
    best = (1.0, 16, 100)
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / "weights.bin"
        for sixteenths in SIXTEENTHS:
            # Lines that are not sure are cut and read again, so what is sure must be known first.
            sure, reads = 0, list[Read]()
            for _ in range(2):
                trial.write_bytes(with_bytes(data, {_SURE_PERCENT_AT: sure, _TEMPERATURE_AT: sixteenths}))
                reads = list(reads_of(frames, labels, trial))
                sure = max(sure, sure_percent(reads))
            error = scores.calibration_error(reads)
            print(f"temperature {sixteenths / 16:.2f}: calibration error {error:.3f}, sure {sure}", flush=True)
            if sure <= SUREST_PERCENT:
                best = min(best, (error, sixteenths, sure))
        _, sixteenths, sure = best
    path.write_bytes(with_bytes(data, {_SURE_PERCENT_AT: sure, _TEMPERATURE_AT: sixteenths}))
    print(f"{path.name}: temperature {sixteenths / 16:.2f}, sure from {sure} percent")


if __name__ == "__main__":
    main()
