"""`labels.json` as people write it: complete, sparse, and hostile."""

import json
from pathlib import Path
from typing import Any

import pytest

from viewmark import places
from viewmark.demo.labels import Listed, read_labels
from viewmark.errors import DemoError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one file that labels may name, and one beside it that they may not."""
    inside = tmp_path / "pictures"
    inside.mkdir()
    (inside / "one.jpg").write_bytes(b"a picture")
    (tmp_path / "secret.jpg").write_bytes(b"not for labels")
    (inside / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    return inside


def write(folder: Path, value: Any) -> Path:
    (folder / "labels.json").write_text(value if isinstance(value, str) else json.dumps(value))
    return folder


def test_a_whole_label_is_read(folder: Path) -> None:
    row = {"file": "one.jpg", "text": "AB12", "maker": "GLOCK", "listed": True, "verdict": "hit"}
    (label,) = read_labels(write(folder, [row | {"listed_as": [{"serial": "A812", "maker": "CZ"}]}]))
    assert (label.file, label.text, label.maker, label.verdict) == (folder / "one.jpg", "AB12", "GLOCK", "hit")
    assert label.listed == [Listed("A812", "CZ"), Listed("AB12", "GLOCK")]


def test_a_label_needs_no_more_than_a_file(folder: Path) -> None:
    (label,) = read_labels(write(folder, [{"file": "one.jpg"}]))
    assert (label.text, label.maker, label.verdict, label.listed) == (None, None, None, [])


def test_an_empty_text_is_no_serial(folder: Path) -> None:
    (label,) = read_labels(write(folder, [{"file": "one.jpg", "text": ""}]))
    assert label.text is None


def test_the_sample_photos_have_labels_that_are_read() -> None:
    assert len(read_labels(places.samples())) >= 12


@pytest.mark.parametrize(
    "file",
    ["../secret.jpg", "/etc/passwd", "link.jpg", "", ".", "..", "no-such.jpg", "sub/../one.jpg\0", "\0", "a" * 5000],
)
def test_a_file_that_is_not_in_the_folder_is_refused(folder: Path, file: str) -> None:
    with pytest.raises(DemoError, match=r"entry 1: .* is not in the folder"):
        read_labels(write(folder, [{"file": file, "text": "AB12"}]))


@pytest.mark.parametrize("content", ["", "{", "null", "[]", "{}", '"text"', "[" * 100_000, "\ufeff[]", "7"])
def test_what_is_no_list_of_photos_says_what_to_do(folder: Path, content: str) -> None:
    with pytest.raises(DemoError, match=r"labels\.json (cannot be read|holds no list of photos)"):
        read_labels(write(folder, content))


def test_a_missing_file_says_what_to_write(folder: Path) -> None:
    with pytest.raises(DemoError, match="Write a list of"):
        read_labels(folder)


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (7, "needs a `file`"),
        ({}, "needs a `file`"),
        ({"file": 7}, "needs a `file`"),
        ({"file": "one.jpg", "text": 7}, "`text` must be text"),
        ({"file": "one.jpg", "maker": ["CZ"]}, "`maker` must be text"),
        ({"file": "one.jpg", "verdict": "legal"}, "`verdict` must be one of"),
        ({"file": "one.jpg", "listed": True}, "needs the whole serial"),
        ({"file": "one.jpg", "listed": True, "text": "AB?2"}, "needs the whole serial"),
        ({"file": "one.jpg", "listed_as": "AB12"}, "`listed_as` must be a list"),
        ({"file": "one.jpg", "listed_as": [7]}, "`listed_as` must be a list"),
        ({"file": "one.jpg", "listed_as": [{"maker": "CZ"}]}, "`listed_as` must be a list"),
        ({"file": "one.jpg", "listed_as": [{"serial": "A", "maker": 7}]}, "`listed_as` must be a list"),
    ],
)
def test_a_label_that_says_something_impossible_is_named(folder: Path, row: Any, text: str) -> None:
    with pytest.raises(DemoError, match=f"entry 2: .*{text}"):
        read_labels(write(folder, [{"file": "one.jpg"}, row]))
