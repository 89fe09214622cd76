"""Checks in the archive: each once, unaltered, kept even when nobody can read it."""

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from viewmark.archive.archive import Archive
from viewmark.errors import ArchiveError
from viewmark_protocol.messages.hello import Hello

LOG, OTHER_LOG = bytes(8), bytes([1] * 8)
NOW_S = 1_790_000_100


def file(archive: Archive, *records: tuple[int, bytes], device: str = "one", log: bytes = LOG) -> list[str]:
    return archive.file_records(device, log, list(records), NOW_S)


def hello(number: int) -> Hello:
    """Return what a handheld says whose every number is this one."""
    return Hello(
        protocol_version=1,
        role="handheld",
        device_id="one",
        software_version="1",
        max_message_bytes=number,
        clock_s=number,
        clock_trust="unset",
        boot_count=number,
        log_id=LOG,
        first_sequence=number,
        next_sequence=number,
        acknowledged=number,
        list_version=number,
    )


def test_a_check_is_filed_and_found_by_its_id(archive: Archive, record: Any) -> None:
    assert file(archive, (1, record("AB123", maker="GLOCK"))) == ["0000000000000000-1"]
    found = archive.find("0000000000000000-1")
    assert found is not None
    assert found.record == record("AB123", maker="GLOCK")
    assert found.in_register is False


def test_the_same_check_again_is_nothing_new(archive: Archive, record: Any) -> None:
    file(archive, (1, record("AB123")))
    assert file(archive, (1, record("AB123")), (2, record("CD456"))) == ["0000000000000000-2"]
    assert archive.count() == 2


def test_other_bytes_under_a_known_id_are_refused_and_nothing_that_came_with_them_is_filed(
    archive: Archive, record: Any
) -> None:
    file(archive, (2, record("AB123")))
    with pytest.raises(ArchiveError, match="have the handheld examined"):
        file(archive, (1, record("EF789")), (2, record("CHANGED")), (3, record("CD456")))
    assert [one.record for one in archive.checks()] == [record("AB123")]
    assert file(archive, (3, record("CD456"))) == ["0000000000000000-3"]


def test_devices_and_logs_that_count_alike_are_told_apart(archive: Archive, record: Any) -> None:
    file(archive, (1, record("A1")))
    file(archive, (1, record("A2")), device="two")
    file(archive, (1, record("A3")), log=OTHER_LOG)
    assert archive.count() == 3
    assert (archive.cursor("one", LOG), archive.cursor("one", OTHER_LOG), archive.cursor("two", OTHER_LOG)) == (2, 2, 0)


@pytest.mark.parametrize("content", [b"\xff", b"\x80", b"no check at all", bytes(4000)])
def test_a_record_that_cannot_be_decoded_is_kept_and_listed(archive: Archive, content: bytes) -> None:
    file(archive, (1, content))
    (listed,) = archive.checks()
    assert (listed.record, listed.check) == (content, None)
    assert [row.verdict for row in archive.lane.page(10)] == [None]
    assert [one.id for one in archive.not_in_register()] == ["0000000000000000-1"]


@pytest.mark.parametrize(
    "text", ["", "-", "xyz-1", "00-", "00-1-1", "[/]", "00-" + "9" * 40, "00--1", "00-1; DROP TABLE"]
)
def test_what_is_no_id_finds_nothing(archive: Archive, record: Any, text: str) -> None:
    file(archive, (1, record("AB123")))
    assert archive.find(text) is None


def test_checks_come_newest_first_page_by_page(archive: Archive, record: Any) -> None:
    file(archive, *((sequence, record(f"A{sequence}")) for sequence in range(1, 6)))
    first = archive.checks(limit=3)
    rest = archive.checks(limit=3, before=first[-1].number)
    assert [one.sequence for one in first + rest] == [5, 4, 3, 2, 1]


def test_what_is_in_the_register_is_no_longer_to_be_sent(archive: Archive, record: Any) -> None:
    file(archive, (1, record("A1")), (2, record("A2")))
    archive.is_in_register("one", LOG, 1)
    assert [one.sequence for one in archive.not_in_register()] == [2]


KILLED = """
import os, signal, sys
from pathlib import Path
from viewmark.archive.archive import Archive

archive = Archive(Path(sys.argv[1]))
archive.file_records("one", bytes(8), [(1, b"first"), (2, b"second")], 1)


class Dying(list):
    def __iter__(self):
        yield 3, b"third"
        os.kill(os.getpid(), signal.SIGKILL)


archive.file_records("one", bytes(8), Dying(), 1)
"""


def test_after_a_kill_in_mid_transaction_what_was_committed_is_there_and_nothing_half(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False, timeout=60)
    assert ended.returncode == -9
    archive = Archive(tmp_path)
    try:
        assert [one.record for one in archive.checks()] == [b"second", b"first"]
        assert archive.cursor("one", bytes(8)) == 3
    finally:
        archive.close()


def test_a_folder_that_is_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "laptop").write_text("not a folder")
    with pytest.raises(ArchiveError, match="cannot be opened"):
        Archive(tmp_path / "laptop")


def test_a_file_that_is_no_archive_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "archive.sqlite").write_bytes(b"this is no database " * 100)
    with pytest.raises(ArchiveError, match="Put it aside or restore it"):
        Archive(tmp_path)
    assert (tmp_path / "archive.sqlite").read_bytes() == b"this is no database " * 100


def test_two_laptop_programs_may_use_one_archive(archive: Archive, record: Any, tmp_path: Path) -> None:
    file(archive, (1, record("A1")))
    other = Archive(tmp_path / "laptop")
    try:
        assert file(other, (1, record("A1")), (2, record("A2"))) == ["0000000000000000-2"]
    finally:
        other.close()
    assert archive.count() == 2


def test_the_schema_itself_refuses_a_doubled_check(archive: Archive, record: Any, tmp_path: Path) -> None:
    file(archive, (1, record("A1")))
    database = sqlite3.connect(tmp_path / "laptop" / "archive.sqlite")
    with pytest.raises(sqlite3.IntegrityError):
        database.execute(
            "INSERT INTO check_record (device_id, log_id, sequence, record, received_s) VALUES ('one', ?, 1, ?, 0)",
            (LOG, b"other"),
        )
    database.close()


def test_a_full_disk_is_what_the_error_says_and_nothing_half_is_filed(archive: Archive, record: Any) -> None:
    file(archive, (1, record("A1")))
    pages = archive._database.execute("PRAGMA page_count").fetchone()[0]
    archive._database.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        file(archive, (2, record("A2")), (3, bytes(1_000_000)))
    archive._database.execute("PRAGMA max_page_count = 1000000")
    assert file(archive, (2, record("A2"))) == ["0000000000000000-2"]


def test_an_error_inside_a_transaction_that_sqlite_has_ended_itself_is_the_one_that_is_told(archive: Archive) -> None:
    class Ending(list[tuple[int, bytes]]):
        def __iter__(self) -> Any:
            archive._database.execute("ROLLBACK")
            raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(sqlite3.OperationalError, match="disk is full"):
        archive.file_records("one", LOG, Ending(), NOW_S)


@pytest.mark.parametrize("number", [1 << 63, (1 << 64) - 1])
def test_numbers_that_no_database_keeps_do_not_keep_a_handheld_from_being_seen(archive: Archive, number: int) -> None:
    archive.see_device(hello(number), NOW_S)
    (device,) = archive.devices()
    assert device["boot_count"] == device["next_sequence"] == (1 << 63) - 1
    with pytest.raises(ArchiveError, match="beyond every bound"):
        file(archive, (number, b"x"))


def test_the_largest_number_that_is_kept_is_kept_as_it_is(archive: Archive) -> None:
    archive.see_device(hello((1 << 63) - 2), NOW_S)
    assert archive.devices()[0]["next_sequence"] == (1 << 63) - 2


def test_a_missing_record_is_not_counted_among_those_of_its_handheld(archive: Archive, record: Any) -> None:
    archive.see_device(hello(3), NOW_S)
    file(archive, (1, b""), (2, record("A2")))
    assert archive.devices()[0]["on_laptop"] == 1
    assert archive.missing_records("one", LOG) == [1]
    file(archive, (1, record("A1")))
    assert archive.devices()[0]["on_laptop"] == 2
    assert archive.missing_records("one", LOG) == []
