"""X3P files attached to a firearm: kept closed, found whole again, and gone with their check."""

import asyncio
from pathlib import Path

import pytest

from viewmark.archive.archive import Archive
from viewmark.archive.checks import FiledCheck
from viewmark.casework.attachments import FOLDER, Attachments
from viewmark.casework.retaining import erase_due
from viewmark.errors import ArchiveError, CaseworkError
from viewmark.exchange.errors import ExchangeError

from ..conftest import check_record, firearm, read_mark
from ..exchange.x3p_files import whole

LOG = bytes(range(8))


@pytest.fixture
def archive(tmp_path: Path):
    """An archive with a check of two firearms."""
    one = Archive(tmp_path)
    record = check_record(firearm(read_mark("AB1")), firearm(read_mark("AB2")))
    one.file_records("VM-1", LOG, [(1, record)], 5)
    yield one
    one.close()


@pytest.fixture
def filed(archive: Archive) -> FiledCheck:
    """Its check."""
    (one,) = archive.checks()
    return one


def stored(archive: Archive) -> list[Path]:
    folder = archive.folder / FOLDER
    return list(folder.iterdir()) if folder.exists() else []


def test_a_file_is_kept_closed_under_its_digest_and_comes_back_as_it_was(archive: Archive, filed: FiledCheck) -> None:
    added = Attachments(archive).add(filed, "K7", 2, "bullet.x3p", whole())
    assert Attachments(archive).of(filed) == [added]
    assert Attachments(archive).opened(filed, added) == whole()
    (box,) = stored(archive)
    assert box.name == added.digest and b"PK\x03\x04" not in box.read_bytes()
    assert (added.firearm, added.who, added.holds["sizes"]) == (2, "K7", [4, 3, 1])
    assert added.holds["axes"][0] == {
        "name": "X",
        "kind": "I",
        "data_type": None,
        "increment_m": 6.25e-07,
        "offset_m": 0.0,
    }


def test_a_damaged_file_is_refused_and_leaves_nothing(archive: Archive, filed: FiledCheck) -> None:
    with pytest.raises(ExchangeError, match="was cut"):
        Attachments(archive).add(filed, "K7", 1, "bullet.x3p", whole()[:-3])
    assert (Attachments(archive).of(filed), stored(archive)) == ([], [])


@pytest.mark.parametrize(("who", "number"), [("", 1), ("K7", 0), ("K7", 3)])
def test_nobody_and_no_firearm_attach_nothing(archive: Archive, filed: FiledCheck, who: str, number: int) -> None:
    with pytest.raises(CaseworkError):
        Attachments(archive).add(filed, who, number, "bullet.x3p", whole())
    assert stored(archive) == []


def test_the_same_file_is_attached_once_to_a_firearm(archive: Archive, filed: FiledCheck) -> None:
    files = Attachments(archive)
    files.add(filed, "K7", 1, "bullet.x3p", whole())
    with pytest.raises(CaseworkError, match="already"):
        files.add(filed, "K9", 1, "again.x3p", whole())
    files.add(filed, "K9", 2, "again.x3p", whole())
    assert [one.firearm for one in files.of(filed)] == [1, 2]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\x00\x1b[2J\u202e.x3p", "", "x" * 999, "\udcff.x3p"])
def test_a_hostile_name_is_shown_and_is_never_a_path(archive: Archive, filed: FiledCheck, name: str) -> None:
    added = Attachments(archive).add(filed, "K7", 1, name, whole())
    assert added.name.isprintable() and 0 < len(added.name) <= 200
    assert [path.name for path in stored(archive)] == [added.digest]


@pytest.mark.parametrize("place", [0, 40, -1])
def test_a_box_that_was_changed_is_damaged(archive: Archive, filed: FiledCheck, place: int) -> None:
    added = Attachments(archive).add(filed, "K7", 1, "bullet.x3p", whole())
    (box,) = stored(archive)
    content = bytearray(box.read_bytes())
    content[place] ^= 1
    box.write_bytes(content)
    with pytest.raises(ArchiveError, match="damaged"):
        Attachments(archive).opened(filed, added)


def test_a_box_that_is_gone_is_said(archive: Archive, filed: FiledCheck) -> None:
    added = Attachments(archive).add(filed, "K7", 1, "bullet.x3p", whole())
    stored(archive)[0].unlink()
    with pytest.raises(ArchiveError, match="backup"):
        Attachments(archive).opened(filed, added)


def test_a_box_that_another_check_gave_is_not_opened(archive: Archive, filed: FiledCheck) -> None:
    archive.file_records("VM-1", LOG, [(2, check_record(firearm(read_mark("AB3"))))], 6)
    other = archive.checks()[0]
    added = Attachments(archive).add(filed, "K7", 1, "bullet.x3p", whole())
    assert other.sequence == 2
    with pytest.raises(ArchiveError, match="damaged"):
        Attachments(archive).opened(other, added)


def test_once_the_check_was_erased_nobody_opens_its_attachments(archive: Archive, filed: FiledCheck) -> None:
    files = Attachments(archive)
    added = files.add(filed, "K7", 1, "bullet.x3p", whole())
    archive.retention.erase(filed.key, 9, 1)
    assert files.of(filed) == []
    with pytest.raises(ArchiveError):
        files.opened(filed, added)
    with pytest.raises(ArchiveError, match="erased"):
        files.add(filed, "K7", 2, "bullet.x3p", whole())


def test_its_files_go_with_a_check_that_was_kept_for_its_time(archive: Archive, filed: FiledCheck) -> None:
    Attachments(archive).add(filed, "K7", 1, "bullet.x3p", whole())
    archive.is_in_register(*filed.key)
    assert asyncio.run(erase_due(archive, 30, 2_000_000_000)) == 1
    assert stored(archive) == []


def test_a_folder_that_cannot_be_written_loses_nothing_and_says_so(archive: Archive, filed: FiledCheck) -> None:
    (archive.folder / FOLDER).write_text("in the way")
    with pytest.raises(ArchiveError, match="nothing was attached"):
        Attachments(archive).add(filed, "K7", 1, "bullet.x3p", whole())
    assert Attachments(archive).of(filed) == []
