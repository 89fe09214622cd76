"""Files that leave: whole under their name or not there, and what was there before stays."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from viewmark.errors import ArchiveError
from viewmark.exchange.errors import ExchangeError
from viewmark.exchange.files import put, put_table


def broken() -> Iterator[list[str]]:
    yield ["first"]
    raise ArchiveError("The archive went away. Put it back.")


def test_a_table_that_breaks_off_leaves_the_file_of_before_and_nothing_beside_it(tmp_path: Path) -> None:
    put(tmp_path / "out.csv", b"before")
    with pytest.raises(ArchiveError):
        put_table(tmp_path / "out.csv", ("a",), broken())
    assert (tmp_path / "out.csv").read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir()] == ["out.csv"]


def test_no_cell_is_a_formula_and_numbers_stay_numbers(tmp_path: Path) -> None:
    put_table(tmp_path / "out.csv", ("a", "b", "c"), [("=1+1", -1, None), ("half \ud800", 0.5, "x,y")])
    assert (tmp_path / "out.csv").read_bytes() == b'a,b,c\r\n\'=1+1,-1,\r\nhalf ?,0.5,"x,y"\r\n'


@pytest.mark.parametrize("place", ["missing/out", "folder", "file/out"])
def test_a_place_that_cannot_be_written_is_said_and_nothing_is_left(tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(ExchangeError, match="Give another place"):
        put(tmp_path / place, b"content")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "folder"]
    assert not list((tmp_path / "folder").iterdir())


def test_the_root_of_all_folders_is_no_file() -> None:
    with pytest.raises(ExchangeError, match="can't be written"):
        put(Path("/"), b"content")


@pytest.mark.parametrize("beside", ["", ".part"])
def test_what_is_no_regular_file_is_not_replaced(tmp_path: Path, beside: str) -> None:
    out = tmp_path / "out.csv"
    place = tmp_path / f"out.csv{beside}"
    os.mkfifo(place)
    with pytest.raises(ExchangeError, match=r"is no regular file, and would be replaced\. Give another"):
        put(out, b"content")
    assert place.is_fifo()
    place.unlink()
    (tmp_path / "target").write_bytes(b"before")
    place.symlink_to(tmp_path / "target")
    with pytest.raises(ExchangeError, match="is a link"):
        put_table(out, ("a",), [])
    assert place.is_symlink() and (tmp_path / "target").read_bytes() == b"before"


def test_what_a_killed_process_left_beside_a_file_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "out.csv.part").write_bytes(b"half")
    put(tmp_path / "out.csv", b"whole")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("out.csv", b"whole")]
