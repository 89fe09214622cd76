"""`viewmark bench read` on a folder that it has never seen, also with what is no picture; and its scores."""

import json
import shutil
from pathlib import Path

import pytest

from viewmark import places
from viewmark.bench import scores
from viewmark.bench.read import measure
from viewmark.bench.scores import Read
from viewmark.errors import BenchError


def reading(text: str, percent: int = 95) -> list[list[tuple[str, int]]]:
    return [[(character, percent)] for character in text]


@pytest.fixture
def crops(tmp_path: Path) -> Path:
    """Two pictures, one file that is none, one that is not there, and one without a text."""
    for name in ("02-laser.jpg", "07-stamped.jpg"):
        shutil.copy(places.samples() / name, tmp_path / name)
    (tmp_path / "note.png").write_text("no picture")
    rows = [
        {"file": "02-laser.jpg", "text": "ACS9969", "kind": "serial"},
        {"file": "07-stamped.jpg", "text": "326552"},
        {"file": "note.png", "text": "AB1"},
        {"file": "gone.png", "text": "AB2"},
        {"file": "02-laser.jpg", "text": None},
    ]
    (tmp_path / "labels.json").write_text(json.dumps(rows))
    return tmp_path


@pytest.mark.usefixtures("micropython")
def test_a_folder_is_measured_line_by_line(crops: Path) -> None:
    bench = measure(False, crops)
    figures = {figure.name: figure.value for figure in bench.figures}
    assert figures["lines"] == 4
    assert figures["device_exact"] == 0.5
    assert figures["macs_per_line"] > 0
    assert bench.lines is not None
    assert [(line["file"], line["device"]) for line in bench.lines] == [
        ("02-laser.jpg", "ACS9969"),
        ("07-stamped.jpg", "326552"),
        ("note.png", None),
        ("gone.png", None),
    ]
    assert bench.lines[2]["trouble"]


@pytest.mark.parametrize("content", ["", "{", "[]", '[{"file": 7}]', '[{"text": "A"}]', "null"])
def test_labels_that_are_none_are_said(content: str, tmp_path: Path) -> None:
    (tmp_path / "labels.json").write_text(content)
    with pytest.raises(BenchError, match=r"labels\.json"):
        measure(False, tmp_path)


def test_exactness_is_by_letters_and_digits_and_case_is_folded() -> None:
    assert Read("Cal. 9mm P.A.K", reading("CAL9MMPAK")).is_exact
    assert not Read("AB1", reading("A81")).is_exact
    assert scores.character_error([("AB", "ABC"), ("X", "X")]) == 0.25


def test_a_silent_error_is_wrong_and_sure_of_every_character() -> None:
    reads = [
        Read("AB1", reading("A81", 99)),
        Read("AB1", [*reading("A8", 99), [("1", 60)]]),
        Read("AB1", [*reading("A8", 99), [("?", 99)]]),
        Read("AB1", []),
        Read("AB1", reading("AB1", 99)),
    ]
    assert scores.silent_errors(reads, 90) == 1
    assert scores.coverage(reads)[-1] == {"percent": 98, "covered": 0.4, "lines": 2, "wrong": 1}


def test_calibration_compares_what_was_said_with_what_was_right() -> None:
    assert scores.calibration_error([Read("AB", reading("AB", 100))]) == 0
    assert scores.calibration_error([Read("AB", reading("AX", 100))]) == pytest.approx(0.5)
    assert scores.calibration_error([Read("AB", [])]) == 0


def test_a_run_of_consecutive_serials_holds_the_true_one_within() -> None:
    for serial in ("JF306130", "013689", "1G2050H", "999999", "A1", "AAA", "Z2IBLPAYS022300754"):
        run = scores.consecutive(serial, 2000)
        assert serial in run
        assert len(set(run)) == len(run)
        assert all(len(one) == len(serial) for one in run)
    assert scores.consecutive("JF306130", 3)[1] == scores.consecutive("JF306130", 3)[0][:-1] + str(
        int(scores.consecutive("JF306130", 3)[0][-1]) + 1
    )


def test_the_record_is_found_by_alternatives_and_ties_count_against_it() -> None:
    assert scores.found_among_consecutive(Read("JF306130", reading("JF306130")))
    unsure = [*reading("JF30613"), [("8", 60), ("0", 40)]]
    assert scores.found_among_consecutive(Read("JF306130", unsure))
    blind = [*reading("JF306"), *[[("?", 90)]] * 3]
    assert not scores.found_among_consecutive(Read("JF306130", blind))
    assert not scores.found_among_consecutive(Read("JF306130", []))
