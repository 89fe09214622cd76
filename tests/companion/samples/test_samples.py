"""The renderer of sample photographs: the same for a seed, complete labels, honest pictures."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from viewmark import samples
from viewmark.samples import metal, serials
from viewmark.samples.__main__ import main
from viewmark.samples.scene import BOX_BOTTOM_PX, BOX_TOP_PX, Scene, photograph
from viewmark.samples.sets import COMMITTED_SEED, committed, misread_twin

VERDICTS = {"hit", "near", "clear", "untraceable"}


def committed_labels() -> list[dict]:
    return json.loads((samples.PHOTOS / "labels.json").read_text(encoding="utf-8"))


def pixels(path: Path) -> np.ndarray:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("L")).astype(int)


def test_a_seed_gives_the_same_pictures_each_time(tmp_path: Path) -> None:
    first = samples.render(tmp_path / "first", seed=31, count=3)
    second = samples.render(tmp_path / "second", seed=31, count=3)
    assert first == second
    for label in first:
        pair = [(tmp_path / folder / label["file"]).read_bytes() for folder in ("first", "second")]
        assert pair[0] == pair[1]


def test_another_seed_gives_other_serials(tmp_path: Path) -> None:
    first = samples.render(tmp_path / "first", seed=31, count=4)
    second = samples.render(tmp_path / "second", seed=32, count=4)
    assert not {label["text"] for label in first} & {label["text"] for label in second}


def test_fresh_serials_have_a_shape_of_their_maker(tmp_path: Path) -> None:
    for label in samples.render(tmp_path, seed=8):
        shape = re.sub("[A-Z]", "A", re.sub("[0-9]", "9", label["text"]))
        shapes = [s.replace("Z", "A") for s in serials.MAKERS[label["maker"]][0]]
        assert shape in shapes
        assert not set(label["text"]) & set("OIQ")


def test_fresh_sets_hold_every_process_and_their_verdicts(tmp_path: Path) -> None:
    labels = samples.render(tmp_path, seed=5)
    assert {label["process"] for label in labels} == set(metal.PROCESSES)
    assert labels[0]["verdict"] == "hit" and labels[0]["listed"]
    assert all(label["verdict"] in VERDICTS for label in labels)
    assert [label["listed"] for label in labels].count(True) == 1


def test_the_committed_photographs_are_what_the_script_renders(tmp_path: Path) -> None:
    labels = samples.render_committed(tmp_path)
    assert labels == committed_labels()
    for label in labels:
        made, kept = pixels(tmp_path / label["file"]), pixels(samples.PHOTOS / label["file"])
        # Rounding and font hinting may differ a little between builds of numpy and Pillow.
        assert np.abs(made - kept).mean() < 3, label["file"]


def test_committed_labels_are_complete() -> None:
    labels = committed_labels()
    assert len(labels) == len(committed())
    files = {path.name for path in samples.PHOTOS.glob("*.jpg")}
    assert files == {label["file"] for label in labels}
    for label in labels:
        assert label["verdict"] in VERDICTS
        assert label["listed"] == (label["verdict"] == "hit")
        assert label["text"] is not None or label["verdict"] == "untraceable"
        assert (label["verdict"] == "near") == bool(label.get("listed_as")), label["file"]
        assert "maker" in label or label["text"] is None
    for process in metal.PROCESSES:
        assert [label["process"] for label in labels].count(process) >= 2
    for verdict in VERDICTS:
        assert any(label["verdict"] == verdict for label in labels)
    assert any("?" in (label["text"] or "") for label in labels)


def test_committed_photographs_are_small_and_of_the_right_size() -> None:
    for label in committed_labels():
        path = samples.PHOTOS / label["file"]
        assert path.stat().st_size <= 60_000
        with Image.open(path) as picture:
            assert picture.size == (640, 480)
            assert picture.mode == "L"


def test_the_serial_stands_in_the_aiming_box_alone() -> None:
    rng = np.random.default_rng(COMMITTED_SEED)
    with_serial = photograph(rng, Scene("HF47213", "engraved"))
    without = photograph(np.random.default_rng(COMMITTED_SEED), Scene("", "engraved", "CZ", "9x19"))
    inside = slice(BOX_TOP_PX, BOX_BOTTOM_PX)

    def edges(picture: np.ndarray) -> float:
        return float(np.quantile(np.abs(np.diff(picture, axis=1)), 0.99))

    assert edges(with_serial[inside]) > 2 * edges(without[inside])


@pytest.mark.parametrize(("serial", "twin"), [("TLC548136", "TLC54813G"), ("ACEF97", "ACEF97")])
def test_the_misread_twin_differs_in_one_look_alike(serial: str, twin: str) -> None:
    assert misread_twin(serial) == twin


def test_the_command_writes_a_set(tmp_path: Path, monkeypatch, capsys) -> None:
    arguments = ["viewmark.samples", "--seed", "3", "--count", "2", "--out", str(tmp_path)]
    monkeypatch.setattr("sys.argv", arguments)
    main()
    labels = json.loads((tmp_path / "labels.json").read_text(encoding="utf-8"))
    assert len(labels) == 2
    assert all(str(label["text"]) in capsys.readouterr().out for label in labels[:1])
