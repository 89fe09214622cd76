"""The desk book: rows by table, whole after every kill, and put aside with a sentence where it is damaged."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from viewmark.deskbook.desk_book import DESK_BOOK_FILE, DeskBook
from viewmark.errors import ArchiveError


@pytest.fixture
def book(tmp_path: Path) -> DeskBook:
    """An empty desk book."""
    return DeskBook(tmp_path / DESK_BOOK_FILE)


def test_a_row_is_there_for_the_next_program(book: DeskBook, tmp_path: Path) -> None:
    book.put("posts", "name", {"name": "north", "lanes": 2})
    book.put("posts", "name", {"name": "north", "lanes": 3})
    book.put("posts", "name", {"name": "south", "lanes": 1})
    other = DeskBook(tmp_path / DESK_BOOK_FILE)
    assert other.rows("posts", name="north") == [{"name": "north", "lanes": 3}]
    assert other.remove("posts", "name", "north") and not other.remove("posts", "name", "north")
    assert book.rows("posts") == [{"name": "south", "lanes": 1}]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"posts": 3}', '{"posts": {"x": {}}}', "[" * 100_000, "\udcff"])
def test_a_damaged_file_is_put_aside_and_said_and_a_new_one_begun(book: DeskBook, tmp_path: Path, content: str) -> None:
    path = tmp_path / DESK_BOOK_FILE
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    assert book.rows("posts") == []
    (aside,) = tmp_path.glob(DESK_BOOK_FILE + ".damaged-*")
    assert aside.read_bytes() == content.encode("utf-8", "surrogateescape")
    assert aside.name in book.damage
    book.put("posts", "name", {"name": "north"})
    assert book.rows("posts") == [{"name": "north"}]


def test_a_folder_that_cannot_be_used_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match="Name another one"):
        DeskBook(tmp_path / "file" / DESK_BOOK_FILE)


_WRITER = """
import sys
from pathlib import Path
from viewmark.deskbook.desk_book import DeskBook
book = DeskBook(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(1, 100_000):
    book.put("posts", "name", {"name": "north", "lanes": number, "filling": "x" * 5000})
    print(number, flush=True)
"""


def test_a_killed_writer_leaves_whole_what_it_had_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / DESK_BOOK_FILE
    for _ in range(5):
        writer = subprocess.Popen([sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None and writer.stdout.readline() == "ready\n"
        acknowledged = 0
        while acknowledged < 15:
            acknowledged = int(writer.stdout.readline())
        os.kill(writer.pid, signal.SIGKILL)
        left, _ = writer.communicate()
        acknowledged = max([acknowledged, *(int(line) for line in left.splitlines(keepends=True) if line[-1:] == "\n")])
        json.loads(path.read_text())
        book = DeskBook(path)
        (row,) = book.rows("posts")
        assert row["lanes"] in (acknowledged, acknowledged + 1) and book.damage == ""
