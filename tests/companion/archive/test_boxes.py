"""What checks say lies in the archive's files under a key each: closed without it, gone once it is destroyed."""

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from viewmark.archive.archive import Archive
from viewmark.archive.checks import RegisterAnswer
from viewmark.archive.lane import LaneFilter
from viewmark.encryption.master_key import MASTER_KEY_FILE
from viewmark.errors import ArchiveError
from viewmark_protocol.messages.downward import Candidate

LOG, NOW_S = bytes(8), 1_790_000_000
FIRST, SECOND = ("one", LOG, 1), ("one", LOG, 2)
DIGEST = bytes(range(32))
WORDS = (b"SECRET1", b"SECRET2", b"SECRET3", b"SECRET4", b"SECRET5")


def fill(archive: Archive, record: Any) -> None:
    """File two checks, and to the first one an answer, an entry and a second reading."""
    archive.file_records("one", LOG, [(1, record("SECRET1", DIGEST)), (2, record("B2", DIGEST))], NOW_S)
    candidate = Candidate(register_id="W1", serial="SECRET2", status="stolen", matched_key="exact", disagrees=[])
    archive.answers.file(RegisterAnswer("one", LOG, 1, "near", NOW_S, [candidate], "SECRET3"))
    archive.entries.add(FIRST, "link", NOW_S, "K7", {"kind": "person", "reference": "SECRET4"})
    archive.readings.add(DIGEST, FIRST, NOW_S, {"lines": [["SECRET5", 1.0]], "codes": []}, None)


def files(folder: Path) -> bytes:
    """Return what lies in the archive's files."""
    return b"".join(one.read_bytes() for one in folder.glob("archive.sqlite*"))


def test_nothing_that_a_check_says_lies_readable_in_the_files(archive: Archive, record: Any) -> None:
    fill(archive, record)
    content = files(archive.folder)
    for word in (*WORDS, b"officer-1", record("B2", DIGEST)):
        assert word not in content


def test_all_of_it_is_there_for_who_has_the_key(archive: Archive, record: Any) -> None:
    fill(archive, record)
    again = Archive(archive.folder)
    filed = again.find(f"{LOG.hex()}-1")
    assert filed is not None and filed.record == record("SECRET1", DIGEST)
    answer = again.answer(*FIRST)
    assert answer is not None and (answer.candidates[0].serial, answer.text) == ("SECRET2", "SECRET3")
    assert again.entries.of(FIRST)[0].content["reference"] == "SECRET4"
    assert again.readings.of(FIRST)[0].content["lines"] == [["SECRET5", 1.0]]
    again.close()


def test_the_lane_finds_serials_that_lie_closed(archive: Archive, record: Any) -> None:
    fill(archive, record)
    rows = archive.lane.page(10, wanted=LaneFilter(text="ecret"))
    assert [(row.sequence, row.serial, row.candidates) for row in rows] == [(1, "SECRET1", 1)]


def test_a_box_of_one_check_opens_for_no_other(archive: Archive) -> None:
    box = archive.boxes.close(FIRST, b"attached")
    archive.boxes.close(SECOND, b"other")
    assert (archive.boxes.open(FIRST, box), archive.boxes.open(SECOND, box)) == (b"attached", None)
    assert archive.boxes.open(("one", LOG, 3), box) is None
    assert (archive.boxes.close(FIRST, b""), archive.boxes.open(FIRST, b"")) == (b"", b"")


def test_of_an_erased_check_no_copy_of_a_box_opens_and_nothing_is_added(archive: Archive, record: Any) -> None:
    fill(archive, record)
    box = archive.boxes.close(FIRST, b"attached")
    archive.retention.erase(FIRST, NOW_S, 30)
    assert archive.boxes.open(FIRST, box) is None
    with pytest.raises(ArchiveError, match="was erased after its time"):
        archive.entries.add(FIRST, "link", NOW_S, "K7", {"kind": "person", "reference": "x"})
    archive.answers.file(RegisterAnswer("one", LOG, 1, "hit", NOW_S + 1, [], "SECRET6"))
    answer = archive.answer(*FIRST)
    assert answer is not None and (answer.word, answer.text, answer.candidates) == ("hit", "", [])
    assert archive.answer(*SECOND) is None and archive.find(f"{LOG.hex()}-2") is not None


def test_an_archive_under_another_key_says_so_and_is_not_touched(archive: Archive, record: Any) -> None:
    fill(archive, record)
    archive.close()
    (archive.folder / MASTER_KEY_FILE).rename(archive.folder / "aside")
    with pytest.raises(ArchiveError, match=r"Put the master\.json back"):
        Archive(archive.folder)
    shutil.move(archive.folder / "aside", archive.folder / MASTER_KEY_FILE)
    again = Archive(archive.folder)
    assert again.count() == 2
    again.close()


def test_a_box_that_was_changed_is_no_check_and_breaks_no_page(archive: Archive, record: Any) -> None:
    fill(archive, record)
    archive._database.execute("UPDATE check_record SET record = zeroblob(60), serial = zeroblob(60) WHERE sequence = 1")
    filed = archive.find(f"{LOG.hex()}-1")
    assert filed is not None and (filed.check, filed.record) == (None, b"")
    assert [row.serial for row in archive.lane.page(10)] == ["B2", None]


@pytest.fixture
def older(archive: Archive, record: Any) -> Path:
    """The folder of an archive that was filled before there were boxes."""
    fill(archive, record)
    archive.retention.erase(SECOND, NOW_S, 30)
    archive.close()
    database = sqlite3.connect(archive.folder / "archive.sqlite")
    database.execute("DROP TRIGGER entry_is_never_changed")
    for statement, *values in (
        ("UPDATE check_record SET record = ?, serial = 'SECRET1' WHERE sequence = 1", record("SECRET1", DIGEST)),
        ('UPDATE entry SET content = \'{"kind": "person", "reference": "SECRET4"}\' WHERE sequence = 1',),
        ('UPDATE second_reading SET content = \'{"lines": [["SECRET5", 1.0]], "codes": []}\'',),
        ("UPDATE answer SET candidates = '[]', text = 'SECRET3'",),
        ("DELETE FROM record_key",),
        ("DELETE FROM photo_of_check",),
        ("PRAGMA user_version = 0",),
    ):
        database.execute(statement, values)
    database.commit()
    database.close()
    return archive.folder


def test_an_archive_from_before_boxes_is_closed_once_and_holds_what_it_held(older: Path, record: Any) -> None:
    assert b"SECRET4" in files(older)
    for _ in range(2):
        one = Archive(older)
        filed, answer = one.find(f"{LOG.hex()}-1"), one.answer(*FIRST)
        assert filed is not None and filed.record == record("SECRET1", DIGEST)
        assert answer is not None and answer.text == "SECRET3"
        assert one.entries.of(FIRST)[0].content["reference"] == "SECRET4"
        assert one.readings.of(FIRST)[0].content["lines"] == [["SECRET5", 1.0]]
        assert one.readings.check_with(DIGEST, "one") == f"{LOG.hex()}-1"
        assert [entry.content for entry in one.entries.of(SECOND)] == [{"after_days": 30}]
        assert one.boxes.is_erased(SECOND)
        one.close()
    content = files(older)
    assert not [word for word in WORDS if word in content]


def test_its_entries_cannot_be_changed_afterwards(older: Path) -> None:
    one = Archive(older)
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        one._database.execute("UPDATE entry SET content = x'00'")
    one.close()


def test_a_kill_while_it_is_closed_leaves_it_as_it_was(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("viewmark.archive.closing._close_table", killed)
        with pytest.raises(Killed):
            Archive(older)
    one = Archive(older)
    assert one.entries.of(FIRST)[0].content["reference"] == "SECRET4" and one.count() == 1
    one.close()
