"""The laptop's second reading: lines on whole photos and aimed crops, and what is no picture of a mark."""

import json

import numpy as np
import pytest
from PIL import Image

from viewmark import places
from viewmark.errors import PictureError
from viewmark.reading.characters import CHARACTERS, Alphabet
from viewmark.reading.engine import is_installed
from viewmark.reading.laptop import read_lines
from viewmark.reading.second import read_photo

pytestmark = pytest.mark.skipif(not is_installed(), reason="the extra viewmark[reading] is not installed")

PHOTOS = places.samples()
LABELS = {row["file"]: row["text"] for row in json.loads((PHOTOS / "labels.json").read_text())}


@pytest.mark.parametrize("file", ["02-laser.jpg", "05-dot-peened.jpg", "06-engraved.jpg", "07-stamped.jpg"])
def test_the_serial_is_among_a_whole_photos_lines(file: str) -> None:
    with Image.open(PHOTOS / file) as picture:
        lines = read_lines(picture)
    assert LABELS[file] in [line.text for line in lines]
    for line in lines:
        assert len(line.confidences) >= len(line.text.replace(" ", ""))
        assert all(0 <= x <= picture.width and 0 <= y <= picture.height for x, y in line.corners)


def test_an_aimed_crop_is_one_line() -> None:
    with Image.open(PHOTOS / "02-laser.jpg") as picture:
        (line,) = read_lines(picture.crop((20, 170, 620, 310)))
    assert line.text == LABELS["02-laser.jpg"]
    assert line.confidence > 0.8


@pytest.mark.parametrize("degrees", [90, 270])
def test_a_photo_on_its_side_is_read_too(degrees: int) -> None:
    with Image.open(PHOTOS / "02-laser.jpg") as picture:
        turned = picture.rotate(degrees, expand=True)
    found = {line.text: line.corners for line in read_lines(turned)}
    corners = found[LABELS["02-laser.jpg"]]
    # The middle line stands upright in the middle of the turned picture.
    assert all(turned.width * 0.3 < x < turned.width * 0.7 for x, _ in corners)


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (20, 900), (5000, 4), (40, 40)])
def test_a_picture_without_a_line_gives_no_text(size: tuple[int, int]) -> None:
    assert all(line.text == "" for line in read_lines(Image.new("L", size, 128)))


def test_a_second_reading_tells_marks_and_agreement() -> None:
    found = read_photo(PHOTOS / "02-laser.jpg")
    assert [mark.kind for mark in found.marks] == ["maker", "serial", "calibre"]
    assert found.agreeing == 1
    assert found.findings == []
    told = found.as_json()
    assert told["lines"][1]["as_on_handheld"]
    assert json.loads(json.dumps(told))["marks"] == told["marks"]


def test_what_is_no_picture_is_said(tmp_path) -> None:
    file = tmp_path / "note.jpg"
    file.write_text("no picture")
    with pytest.raises(PictureError, match=r"note\.jpg"):
        read_photo(file)


def test_small_letters_and_full_width_forms_are_the_capitals_that_they_are() -> None:
    alphabet = Alphabet(["blank", "a", "Ａ", "鑑", "7", " "])
    steps = np.array([[0, 0.3, 0.3, 0.4, 0, 0], [1, 0, 0, 0, 0, 0], [0, 0, 0, 0.2, 0.8, 0], [0, 0, 0, 0, 0.9, 0]])
    text, confidences = alphabet.decode(steps)
    assert text == "A7"
    assert confidences == pytest.approx([0.6, 0.9])
    assert "鑑" not in CHARACTERS
