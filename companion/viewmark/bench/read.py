"""`viewmark bench read`: the handheld's reader beside the laptop's, on its own samples or any labelled crops."""

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from viewmark import places
from viewmark.bench import scores
from viewmark.bench.figures import Bench, Figure
from viewmark.bench.pictures import Labelled, fresh_samples, labelled
from viewmark.bench.scores import Read
from viewmark.reading.device import DeviceReading, read_frames
from viewmark.reading.engine import MISSING, is_installed
from viewmark.reading.laptop import LaptopLine, read_lines
from viewmark.reading.weights import read_weights

_WIDTH_PX = 160  # of the strip that the multiply-accumulates are told for
_AT_ONCE = 24  # pictures a step of the progress

Say = Callable[[str, int, int], None]


def measure(
    quick: bool, images: Path | None = None, labels: Path | None = None, say: Say = lambda what, done, total: None
) -> Bench:
    """Read every labelled picture on the unix port and on the laptop; `say` hears what, how many, of how many."""
    if images is not None:
        return _measured(labelled(images, labels or images / "labels.json"), {"images": images.name}, True, say)
    with tempfile.TemporaryDirectory(prefix="viewmark-bench-") as folder:
        return _measured(fresh_samples(Path(folder), quick), {"images": "fresh samples"}, False, say)


def _measured(pictures: list[Labelled], settings: dict[str, Any], is_given: bool, say: Say) -> Bench:
    device = _device_readings(pictures, say)
    laptop, took_s = _laptop_readings(pictures, settings, say)
    weights = read_weights(places.firmware() / "reading" / "weights.bin")
    reads = [
        Read(one.text, reading.lattice if reading else [], one.is_serial)
        for one, reading in zip(pictures, device, strict=True)
    ]
    pairs = [(reading.text if reading else "", one.text) for one, reading in zip(pictures, device, strict=True)]
    done = [reading for reading in device if reading]
    figures = [
        Figure("lines", len(pictures), "count"),
        Figure("device_exact", round(scores.exact_share(pairs), 4), "ratio", ">=", 0.55 if is_given else 0.75),
        Figure("device_cer", round(scores.character_error(pairs), 4), "ratio", "<=", 0.15),
    ]
    serials = [read for read in reads if read.is_serial]
    if serials:
        found = sum(scores.found_among_consecutive(read) for read in serials) / len(serials)
        figures.append(Figure("device_first_five", round(found, 4), "ratio", ">=", 0.85))
    figures += [
        Figure("device_silent_errors", scores.silent_errors(reads, weights.sure_percent), "count", "<=", 1),
        Figure("device_ece", round(scores.calibration_error(reads), 4), "ratio"),
        Figure("device_ms_per_line", round(min((one.took_us for one in done), default=0) / 1000, 2), "ms", "<=", 20),
        Figure("device_ms_median", round(median([one.took_us for one in done] or [0]) / 1000, 2), "ms"),
        Figure("device_heap_bytes", max((one.heap_bytes for one in done), default=0), "bytes", "<=", 200_000),
        Figure("macs_per_line", weights.multiplications(_WIDTH_PX), "count", "<=", 8_000_000),
        Figure("weights_bytes", weights.size_bytes, "bytes", "<=", 130_000),
    ]
    if laptop:
        both = [(read or "", one.text) for one, read in zip(pictures, laptop, strict=True)]
        agreed = [
            pair for pair, (mine, _) in zip(both, pairs, strict=True) if scores.plain(pair[0]) == scores.plain(mine)
        ]
        figures += [
            Figure("laptop_exact", round(scores.exact_share(both), 4), "ratio", ">=", 0.83),
            Figure("laptop_cer", round(scores.character_error(both), 4), "ratio"),
            Figure("laptop_ms_per_line", round(1000 * took_s / len(pictures), 1), "ms"),
            Figure("agreed", len(agreed), "count"),
            Figure("agreed_and_right", round(scores.exact_share(agreed) * len(agreed)) if agreed else 0, "count"),
        ]
    settings |= {
        "weights": {"version": weights.version, "recipe": weights.recipe, "sure_percent": weights.sure_percent},
        "coverage": scores.coverage(reads),
    }
    return Bench("read", figures, settings, _lines(pictures, device, laptop))


def _device_readings(pictures: Sequence[Labelled], say: Say) -> list[DeviceReading | None]:
    frames = [one.frame() for one in pictures]
    held = [frame for frame in frames if frame is not None]
    read: list[DeviceReading] = []
    for first in range(0, len(held), _AT_ONCE):
        say("the handheld reads", first, len(held))
        read += read_frames(held[first : first + _AT_ONCE])
    given = iter(read)
    return [next(given) if frame is not None else None for frame in frames]


def _laptop_readings(
    pictures: Sequence[Labelled], settings: dict[str, Any], say: Say
) -> tuple[list[str | None], float]:
    """The laptop's texts, and the seconds that they took; nothing where it cannot read."""
    if not is_installed():
        settings["laptop"] = MISSING
        return [], 0.0
    texts: list[str | None] = []
    took_s = 0.0
    for place, one in enumerate(pictures):
        if place % _AT_ONCE == 0:
            say("the laptop reads", place, len(pictures))
        picture = one.picture()
        start_s = time.perf_counter()
        texts.append(_aimed_at(read_lines(picture), picture.height) if picture else None)
        took_s += time.perf_counter() - start_s if place else 0.0  # the first loads the models
    return texts, took_s


def _aimed_at(lines: Sequence[LaptopLine], height_px: int) -> str:
    """The text of the line nearest to the middle of the picture, where the aiming box is."""

    def off(line: LaptopLine) -> float:
        return abs(sum(y for _, y in line.corners) / len(line.corners) - height_px / 2)

    return min(lines, key=off).text if lines else ""


def _lines(
    pictures: Sequence[Labelled], device: Sequence[DeviceReading | None], laptop: Sequence[str | None]
) -> list[dict[str, Any]]:
    told = []
    for place, (one, reading) in enumerate(zip(pictures, device, strict=True)):
        line: dict[str, Any] = {"file": one.file.name, "text": one.text, "device": reading.text if reading else None}
        line["laptop"] = laptop[place] if laptop else None
        if reading is None:
            line["trouble"] = "no picture that can be decoded"
        told.append(line)
    return told
