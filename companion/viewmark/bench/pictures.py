"""The labelled pictures that a reader is measured on: any folder of crops, or fresh samples."""

import json
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from viewmark.errors import BenchError, PictureError
from viewmark.handheld.board import read_board
from viewmark.handheld.camera import grey_frame
from viewmark.samples.sets import render

_SEEDS, _QUICK_SEEDS = range(7001, 7011), range(7001, 7003)


class Labelled(NamedTuple):
    """One picture, the text that it bears and what that is (`serial`, empty where nobody said)."""

    file: Path
    text: str
    kind: str

    @property
    def is_serial(self) -> bool:
        """Whether the text is a serial; where nobody said, whether it holds a digit."""
        return self.kind == "serial" or (not self.kind and any(character.isdigit() for character in self.text))

    def frame(self) -> bytes | None:
        """Return the handheld's frame of it; None where the file is no picture."""
        try:
            return grey_frame(self.file, read_board())
        except PictureError:
            return None

    def picture(self) -> Image.Image | None:
        """Return the picture; None where the file is none."""
        try:
            with Image.open(self.file) as image:
                return image.convert("RGB")
        except (OSError, ValueError, Image.DecompressionBombError):
            return None


def labelled(images: Path, labels: Path) -> list[Labelled]:
    """Return the pictures of a list of `{file, text, kind}`; those without text are left out. BenchError."""
    try:
        rows = json.loads(labels.read_text(encoding="utf-8"))
        found = [
            Labelled(images / row["file"], str(row["text"]), str(row.get("kind") or ""))
            for row in rows
            if row.get("text")
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BenchError(f"{labels} is no list of {{file, text}}: {error}") from error
    if not found:
        raise BenchError(f"{labels} names no picture with a text. Nothing can be measured on it.")
    return found


def fresh_samples(folder: Path, quick: bool) -> list[Labelled]:
    """Render sample photographs into a folder and return them."""
    found: list[Labelled] = []
    for seed in _QUICK_SEEDS if quick else _SEEDS:
        render(folder / str(seed), seed)
        found += labelled(folder / str(seed), folder / str(seed) / "labels.json")
    return found
