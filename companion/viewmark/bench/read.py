"""`viewmark bench read`: the device's reader on pictures, its own samples or any folder of labelled crops."""

import json
import tempfile
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from viewmark import places
from viewmark.bench.figures import Bench, Figure
from viewmark.bench.runtime import run_module
from viewmark.errors import BenchError, PictureError
from viewmark.handheld.board import read_board
from viewmark.handheld.camera import grey_frame
from viewmark.samples.sets import render
from viewmark_protocol.lattice import raw_text

_SURE_PERCENT = 80
_SEEDS, _QUICK_SEEDS = range(7001, 7011), range(7001, 7003)


def measure(quick: bool, images: Path | None = None, labels: Path | None = None) -> Bench:
    """Read every labelled picture on the unix port. Exact: equal in letters and digits, case folded."""
    if images is not None:
        rows = _labelled(images, labels or images / "labels.json")
        return _measured(rows, {"images": images.name})
    with tempfile.TemporaryDirectory(prefix="viewmark-bench-") as folder:
        rows = []
        seeds = _QUICK_SEEDS if quick else _SEEDS
        for seed in seeds:
            render(Path(folder) / str(seed), seed)
            rows += _labelled(Path(folder) / str(seed), Path(folder) / str(seed) / "labels.json")
        return _measured(rows, {"images": "fresh samples", "seeds": list(seeds)})


def _labelled(images: Path, labels: Path) -> list[tuple[Path, str]]:
    try:
        rows = json.loads(labels.read_text())
        return [(images / row["file"], row["text"]) for row in rows if row.get("text")]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BenchError(f"{labels} is no list of {{file, text}}: {error}") from error


def _measured(rows: list[tuple[Path, str]], settings: dict[str, Any]) -> Bench:
    board = read_board()
    try:
        frames = b"".join(grey_frame(file, board) for file, _ in rows)
    except PictureError as error:
        raise BenchError(str(error)) from error
    weights = places.firmware() / "reading" / "weights.bin"
    told = [json.loads(line) for line in run_module("reading.batch", "read", str(weights), given=frames).splitlines()]
    lines = []
    exact = edits = characters = silent = 0
    for (file, text), one in zip(rows, told, strict=True):
        read = raw_text(one["lattice"])
        right = _plain(read) == _plain(text)
        sure = all(position[0][0] != "?" and position[0][1] >= _SURE_PERCENT for position in one["lattice"])
        exact += right
        silent += sure and not right and bool(read)
        edits += Levenshtein.distance(_plain(read), _plain(text))
        characters += len(_plain(text))
        lines.append({"file": file.name, "text": text, "device": read, "laptop": None})
    figures = [
        Figure("lines", len(rows), "count"),
        Figure("device_exact", round(exact / len(rows), 4), "ratio"),
        Figure("device_cer", round(edits / max(1, characters), 4), "ratio"),
        Figure("device_silent_errors", silent, "count"),
        Figure("device_ms_per_line", round(min(one["us"] for one in told) / 1000, 2), "ms"),
        Figure("device_heap_bytes", max(one["garbage_bytes"] for one in told), "bytes"),
        Figure("weights_bytes", weights.stat().st_size, "bytes"),
    ]
    return Bench("read", figures, settings, lines)


def _plain(text: str) -> str:
    return "".join(character for character in text.upper() if character.isascii() and character.isalnum())
