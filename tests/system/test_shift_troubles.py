"""A shift with bad input ends without a traceback: what is missing is said in a line, and the rest is played."""

import json
from pathlib import Path
from typing import Any

import pytest

from viewmark import places

NO_PICTURES = {"text.jpg": b"this is no picture", "empty.jpg": b"", "cut.jpg": b"\xff\xd8\xff\xe0 the rest is gone"}


@pytest.fixture
def pictures(tmp_path: Path, photo: Path) -> Path:
    """A folder with one good photo and room for bad ones."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "good.jpg").write_bytes(photo.read_bytes())
    return folder


def label(folder: Path, *rows: dict[str, Any]) -> None:
    (folder / "labels.json").write_text(json.dumps(rows))


def assert_clear(shift: Any) -> None:
    assert shift.exit_code == 1, shift.stdout
    assert shift.stderr.startswith("Not done: "), shift.stderr
    assert "Traceback" not in shift.stderr


def test_photos_that_are_no_pictures_are_named_and_the_others_are_played(
    play_shift: Any, tmp_path: Path, pictures: Path
) -> None:
    for name, content in NO_PICTURES.items():
        (pictures / name).write_bytes(content)
    label(pictures, *({"file": name, "text": "A1234"} for name in NO_PICTURES), {"file": "good.jpg", "text": None})
    shift = play_shift(tmp_path / "shift", "--photos", str(pictures))
    assert_clear(shift)
    for name in NO_PICTURES:
        assert f"{name} is no picture that can be decoded. Take it out of the folder" in shift.stderr
    *bad, good = shift.photos
    assert [row["check_id"] for row in bad] == [None, None, None]
    assert (good["on_device"], good["on_laptop"]) == (True, True)
    assert shift.counts == {"on_device": 1, "on_laptop": 1, "in_register": 1}


def test_a_folder_without_labels_says_what_to_write(play_shift: Any, tmp_path: Path, pictures: Path) -> None:
    shift = play_shift(tmp_path / "shift", "--photos", str(pictures))
    assert_clear(shift)
    assert "labels.json is missing. Write a list" in shift.stderr
    assert shift.stdout == ""


def test_labels_that_reach_out_of_their_folder_are_refused(play_shift: Any, tmp_path: Path, pictures: Path) -> None:
    label(pictures, {"file": "../../../../etc/passwd", "text": "A1234"})
    shift = play_shift(tmp_path / "shift", "--photos", str(pictures))
    assert_clear(shift)
    assert "is not in the folder" in shift.stderr


def test_a_maker_is_found_by_its_alias_and_typed_where_no_table_has_it(
    play_shift: Any, tmp_path: Path, pictures: Path, photo: Path
) -> None:
    rows = json.loads((places.samples() / "labels.json").read_text())
    text = next(row["text"] for row in rows if row["file"] == photo.name)
    listed = {"file": "good.jpg", "text": text, "maker": "Taurus Armas", "listed": True}
    label(pictures, listed, {"file": "good.jpg", "text": text, "maker": "Own Make"})
    shift = play_shift(tmp_path / "shift", "--photos", str(pictures))
    assert shift.exit_code == 0, shift.stderr
    assert [row["verdict"] for row in shift.photos] == ["hit", "near"]


def test_a_maker_that_no_key_can_type_is_named(play_shift: Any, tmp_path: Path, pictures: Path) -> None:
    label(pictures, {"file": "good.jpg", "text": None, "maker": "Работа [/]"})
    shift = play_shift(tmp_path / "shift", "--photos", str(pictures))
    assert_clear(shift)
    assert "[/]" in shift.stderr
    assert "cannot be typed on the handheld" in shift.stderr
