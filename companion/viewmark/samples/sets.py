"""Sets of sample photographs with their labels: fresh ones at any seed, and the committed one."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from . import metal, serials
from .scene import Scene, photograph

JPEG_QUALITY = 88
COMMITTED_SEED = 22  # of the committed pictures
COMMITTED_SERIALS_SEED = 20
UNREAD = "?"

Label = dict[str, Any]
# What the list may hold instead of the serial on the metal: a clerk wrote a look-alike.
LOOK_ALIKES = {"0": "O", "1": "I", "5": "S", "2": "Z", "8": "B", "6": "G"}


@dataclass
class Case:
    """One photograph to make; an empty serial is plain metal."""

    process: str
    maker: str = ""
    serial: str = ""
    verdict: str = "clear"
    unreadable: list[int] = field(default_factory=list)
    way: str = ""  # how the unreadable ones were destroyed
    listed_as: list[dict[str, str]] = field(default_factory=list)
    note: str = ""
    above: str = ""
    below: str = ""

    def label(self, file: str) -> Label:
        """The entry of `labels.json`."""
        text = "".join(UNREAD if i in self.unreadable else c for i, c in enumerate(self.serial))
        label: Label = {"file": file, "text": text or None, "process": self.process}
        if self.maker:
            label["maker"] = self.maker
        label["listed"] = self.verdict == "hit"
        label["verdict"] = self.verdict
        if self.listed_as:
            label["listed_as"] = self.listed_as
        if self.note:
            label["note"] = self.note
        return label


def misread_twin(serial: str) -> str:
    """The serial with its last look-alike character written as the other one; itself if none."""
    for place in range(len(serial) - 1, -1, -1):
        if serial[place] in LOOK_ALIKES:
            return serial[:place] + LOOK_ALIKES[serial[place]] + serial[place + 1 :]
    return serial


def _gun(rng: np.random.Generator, maker: str, process: str) -> Case:
    """An ordinary marking of a maker: its serial, and beside it perhaps maker, model, calibre."""
    shapes, models, calibres = serials.MAKERS[maker]
    case = Case(process, maker, serials.serial(rng, str(rng.choice(shapes))))
    beside = [maker, f"{maker} {rng.choice(models)}", str(rng.choice(models)), ""]
    case.above = str(rng.choice(beside, p=[0.4, 0.25, 0.2, 0.15])).upper()
    case.below = str(rng.choice([*calibres, ""]))
    return case


def fresh(rng: np.random.Generator, count: int) -> list[Case]:
    """Ordinary markings: the first is listed, the next two nearly, the others are not."""
    makers = [str(name) for name in rng.permutation(list(serials.MAKERS))]
    processes = [str(name) for name in rng.permutation(list(metal.PROCESSES))]
    cases = []
    for number in range(count):
        process = processes[number % len(processes)]
        cases.append(_gun(rng, makers[number % len(makers)], process))
    if count > 0:
        cases[0].verdict = "hit"
    if count > 1 and misread_twin(cases[1].serial) != cases[1].serial:
        _listed_as_twin(cases[1])
    if count > 2:
        _listed_elsewhere(cases[2], makers[0] if makers[0] != cases[2].maker else makers[1])
    return cases


def _listed_as_twin(case: Case) -> None:
    case.verdict = "near"
    case.listed_as = [{"serial": misread_twin(case.serial), "maker": case.maker}]
    case.note = "the list holds a look-alike of this serial"


def _listed_elsewhere(case: Case, maker: str) -> None:
    case.verdict = "near"
    case.listed_as = [{"serial": case.serial, "maker": maker}]
    case.note = "the list holds this serial under another maker"


def committed() -> list[Case]:
    """The cases of the set that the repository carries: every process, every verdict."""
    rng = np.random.default_rng(COMMITTED_SERIALS_SEED)
    processes = metal.PROCESSES
    plan = (
        ("GLOCK", 0), ("SMITH & WESSON", 2), ("TAURUS", 2), ("BERETTA", 1), ("CZ", 3),
        ("WALTHER", 1), ("ZASTAVA", 0), ("RUGER", 3), ("BROWNING", 1), ("FN HERSTAL", 2),
        ("COLT", 0),
    )  # fmt: skip
    cases = [_gun(rng, maker, processes[process]) for maker, process in plan]
    cases[0].verdict = cases[1].verdict = "hit"
    cases[2].serial = "TLC548136"
    _listed_as_twin(cases[2])
    _listed_elsewhere(cases[3], "WALTHER")
    ground = cases[10]
    ground.serial = "HF47213"
    ground.unreadable, ground.way = [3], "ground"
    ground.verdict = "near"
    ground.listed_as = [{"serial": ground.serial, "maker": ground.maker}]
    ground.note = "one character has been destroyed; the list holds the whole serial"
    bare = Case("stamped", verdict="untraceable", note="no serial: worn metal", below="CAL 9 MM")
    bare.above = "WARNING"
    model = Case("laser", "SIG SAUER", "P226", "untraceable", note="a model name, not a serial")
    model.below = "9 MM PARA"
    dots = _gun(rng, "HECKLER & KOCH", "dot-peened")
    return [*cases, bare, model, dots]


def save(folder: Path, cases: list[Case], seed: int) -> list[Label]:
    """Writes the photographs and `labels.json`; returns the labels."""
    folder.mkdir(parents=True, exist_ok=True)
    labels = []
    for number, case in enumerate(cases):
        rng = np.random.default_rng([seed, number])
        scene = Scene(case.serial, case.process, case.above, case.below, case.unreadable, case.way)
        picture = photograph(rng, scene).astype(np.uint8)
        file = f"{number + 1:02d}-{case.process}.jpg"
        Image.fromarray(picture).save(folder / file, quality=JPEG_QUALITY)
        labels.append(case.label(file))
    text = json.dumps(labels, indent=2, ensure_ascii=True) + "\n"
    (folder / "labels.json").write_text(text, encoding="utf-8")
    return labels


def render(folder: Path, seed: int, count: int = 12) -> list[Label]:
    """Writes `count` fresh photographs of upright, clean lines with `labels.json`, the same for
    the same seed; returns the labels.
    """
    return save(folder, fresh(np.random.default_rng(seed), count), seed)


def render_committed(folder: Path) -> list[Label]:
    """Writes the set that the repository carries."""
    return save(folder, committed(), COMMITTED_SEED)
