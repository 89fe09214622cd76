"""An archive from before records were sealed is opened, brought up to date, and keeps what it holds."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from viewmark.archive.archive import Archive
from viewmark.archive.seals import Arrived

LOG = bytes(8)
ID = f"{LOG.hex()}-1"
NOW_S = 1_790_000_000
# As commit c9191ac made it.
OLD_SCHEMA = """
CREATE TABLE IF NOT EXISTS device (
    device_id TEXT PRIMARY KEY, log_id BLOB NOT NULL, first_sequence INTEGER NOT NULL, next_sequence INTEGER NOT NULL,
    acknowledged INTEGER NOT NULL, clock_trust TEXT NOT NULL, clock_off_s INTEGER NOT NULL,
    software_version TEXT NOT NULL, list_version INTEGER, boot_count INTEGER NOT NULL, seen_s INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS check_record (
    number INTEGER PRIMARY KEY, device_id TEXT NOT NULL, log_id BLOB NOT NULL, sequence INTEGER NOT NULL,
    record BLOB NOT NULL, received_s INTEGER NOT NULL,
    verdict TEXT, reason TEXT, serial TEXT, maker TEXT, opened_s INTEGER,
    in_register INTEGER NOT NULL DEFAULT 0,
    UNIQUE (device_id, log_id, sequence)
);
CREATE INDEX IF NOT EXISTS check_not_in_register ON check_record (in_register, number);
CREATE INDEX IF NOT EXISTS check_missing ON check_record (device_id, log_id, sequence) WHERE length(record) = 0;
CREATE TABLE IF NOT EXISTS photo (
    digest BLOB NOT NULL, device_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('wanted', 'here', 'acknowledged', 'lost')),
    in_register INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (digest, device_id)
);
CREATE TABLE IF NOT EXISTS damaged_photo (
    digest BLOB NOT NULL, device_id TEXT NOT NULL, PRIMARY KEY (digest, device_id)
);
CREATE TABLE IF NOT EXISTS answer (
    number INTEGER PRIMARY KEY, device_id TEXT NOT NULL, log_id BLOB NOT NULL, sequence INTEGER NOT NULL,
    word TEXT NOT NULL, answered_s INTEGER NOT NULL, candidates TEXT NOT NULL, text TEXT NOT NULL,
    delivered INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS answer_of_check ON answer (device_id, log_id, sequence, number);
"""


@pytest.fixture
def old(tmp_path: Path, record: Any) -> Path:
    """The folder of an old archive: one handheld, a check that is in the register, and one that could not be read."""
    database = sqlite3.connect(tmp_path / "archive.sqlite")
    database.executescript(OLD_SCHEMA)
    device = ("VM-1", LOG, 1, 3, 3, "laptop", -2, "0.1.0", 3, 4, NOW_S)
    database.execute("INSERT INTO device VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", device)
    insert = "INSERT INTO check_record VALUES (?, 'VM-1', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    database.execute(insert, (1, LOG, 1, record("A1"), NOW_S, "clear", "not-on-list", "A1", None, NOW_S, 1))
    database.execute(insert, (2, LOG, 2, b"", NOW_S, None, None, None, None, None, 0))
    database.commit()
    database.close()
    return tmp_path


@pytest.fixture
def archive(old: Path) -> Iterator[Archive]:
    """The old archive, opened by today's program."""
    one = Archive(old)
    yield one
    one.close()


def test_its_checks_are_there_as_checks_without_a_seal(archive: Archive, record: Any) -> None:
    found = archive.find(ID)
    assert found is not None
    assert (found.record, found.received_s, found.in_register) == (record("A1"), NOW_S, True)
    assert (found.sealed, found.seal) == (b"", None)
    assert [(row.sequence, row.serial) for row in archive.lane.page(10)] == [(2, None), (1, "A1")]


def test_its_handheld_is_listed_with_its_counts_and_nothing_is_known_of_its_store(archive: Archive) -> None:
    (device,) = archive.devices()
    assert (device["device_id"], device["list_version"], device["on_laptop"], device["seen_s"]) == ("VM-1", 3, 1, NOW_S)
    assert (device["store_state"], device["first_key_waits"], device["key_in_chip"]) == (None, None, None)


def test_what_was_missing_in_it_still_is_and_gives_way_to_the_record(archive: Archive, record: Any) -> None:
    assert archive.missing_records("VM-1", LOG) == [2]
    assert archive.file_records("VM-1", LOG, [Arrived(2, record("B2"), b"sealed", "verified")], NOW_S) != []
    assert (archive.missing_records("VM-1", LOG), archive.count()) == ([], 2)


def test_the_same_check_again_is_nothing_new_and_stays_as_it_is(archive: Archive, record: Any) -> None:
    assert archive.file_records("VM-1", LOG, [(1, record("A1"))], NOW_S) == []
    assert [one.sequence for one in archive.not_in_register()] == []


def test_a_handheld_that_seals_is_noted_in_it(archive: Archive, hello: Any) -> None:
    archive.see_device(hello(store_state="locked", first_key_waits=True, key_in_chip=False), NOW_S)
    archive.file_records("VM-1", LOG, [Arrived(3, b"", b"sealed", "no-key"), Arrived(4, b"", b"x", "broken")], NOW_S)
    (device,) = archive.devices()
    assert (device["store_state"], device["first_key_waits"], device["key_in_chip"]) == ("locked", 1, 0)
    assert device["on_laptop"] == 2
    assert archive.without_key("VM-1", LOG) == [(3, b"sealed")]
    assert archive.without_key("VM-1", LOG, with_broken=True) == [(3, b"sealed"), (4, b"x")]
    assert archive.first_broken("VM-1", LOG) == (4, "")


def test_opening_it_again_changes_nothing_more(archive: Archive, old: Path) -> None:
    tables = "SELECT sql FROM sqlite_master ORDER BY name"
    before = archive._database.execute(tables).fetchall()
    again = Archive(old)
    assert again._database.execute(tables).fetchall() == before
    assert again.count() == 1
    again.close()
