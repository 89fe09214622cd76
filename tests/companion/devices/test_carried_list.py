"""The list on the laptop's disk: what was fetched is there at the next start, and a damaged file counts as missing."""

from pathlib import Path

import pytest

from viewmark.devices.carried_list import CarriedList
from viewmark.devices.list_file import OfflineListFile
from viewmark.errors import ArchiveError
from viewmark.lists.builder import Edition, build
from viewmark.lists.delta import Present, make_delta

WHOLE, _ = build([("ABC4567", "GLOCK", "stolen")], b"k" * 32, Edition(3, 1000, 2000, "test"))


def step(*before: bytes) -> bytes:
    """Return one more day's changes after those before."""
    present = Present.of(WHOLE)
    for one in before:
        present.apply(one)
    added = (len(before) + 1, 1)
    return make_delta(present, present.entries() | {added}, Edition(present.version + 1, 1000, 2000, "test"), None)


FIRST = step()
SECOND = step(FIRST)
AT_ONCE = make_delta(
    Present.of(WHOLE), Present.of(WHOLE).entries() | {(1, 1), (2, 1)}, Edition(5, 1000, 2000, "test"), None
)
HELD = OfflineListFile(WHOLE, (FIRST, SECOND), AT_ONCE)


def kept(folder: Path, *held: OfflineListFile) -> CarriedList:
    """Keep these one after the other."""
    carried = CarriedList(folder)
    for one in held:
        carried.keep(one)
    return carried


@pytest.mark.parametrize("held", [OfflineListFile(WHOLE), OfflineListFile(WHOLE, (FIRST,)), HELD])
def test_what_was_kept_is_there_at_the_next_start(tmp_path: Path, held: OfflineListFile) -> None:
    assert CarriedList(tmp_path / "list").read() is None
    kept(tmp_path / "list", held)
    assert CarriedList(tmp_path / "list").read() == held


def test_a_step_that_came_later_is_added_and_those_of_a_former_list_go(tmp_path: Path) -> None:
    kept(tmp_path, OfflineListFile(WHOLE, (FIRST,)), HELD)
    assert CarriedList(tmp_path).read() == HELD
    newer, _ = build([("DEF4567", "GLOCK", "stolen")], b"k" * 32, Edition(9, 1000, 2000, "test"))
    kept(tmp_path, HELD, OfflineListFile(newer))
    assert CarriedList(tmp_path).read() == OfflineListFile(newer)
    assert list(tmp_path.glob("step-*")) == []


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("whole.vml", None),
        ("step-0000000004.vml", OfflineListFile(WHOLE)),
        ("step-0000000005.vml", OfflineListFile(WHOLE, (FIRST,))),
        ("at-once.vml", OfflineListFile(WHOLE, (FIRST, SECOND))),
    ],
)
@pytest.mark.parametrize("damage", ["half", "bit", "gone", "longer"])
def test_what_is_damaged_counts_as_missing_and_what_stands_on_it_too(
    tmp_path: Path, name: str, left: OfflineListFile | None, damage: str
) -> None:
    kept(tmp_path, HELD)
    content = (tmp_path / name).read_bytes()
    middle = len(content) // 2
    damaged = {
        "half": content[:middle],
        "bit": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
        "longer": content + b"x",
    }
    (tmp_path / name).unlink()
    if damage in damaged:
        (tmp_path / name).write_bytes(damaged[damage])
    assert CarriedList(tmp_path).read() == left


def test_after_a_kill_between_two_files_the_rest_is_written_at_the_next_fetch(tmp_path: Path) -> None:
    kept(tmp_path, HELD)
    (tmp_path / "step-0000000005.vml").unlink()
    carried = CarriedList(tmp_path)
    assert carried.read() == OfflineListFile(WHOLE, (FIRST,))
    carried.keep(HELD)
    assert CarriedList(tmp_path).read() == HELD


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match="Make room"):
        kept(tmp_path / "file", HELD)
