"""Photos in the archive: taken up where they were cut, named only when whole, told to the handheld once durable."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from viewmark.archive.archive import Archive
from viewmark.errors import ArchiveError

LOG = bytes(8)
PHOTO = b"the bytes of a picture" * 100
DIGEST = hashlib.sha256(PHOTO).digest()


def file(archive: Archive, record: bytes, device: str = "one", sequence: int = 1) -> None:
    archive.file_records(device, LOG, [(sequence, record)], 1)


def test_a_check_makes_its_photo_wanted(archive: Archive, record: Any) -> None:
    file(archive, record("A1", DIGEST))
    assert archive.missing_photos("one") == [DIGEST]
    assert archive.photo_state(DIGEST) == "wanted"


def test_a_photo_goes_on_where_it_was_cut(archive: Archive) -> None:
    archive.photos.add(DIGEST, 0, PHOTO[:1000])
    assert archive.photos.received(DIGEST) == PHOTO[:1000]
    archive.photos.add(DIGEST, 1000, PHOTO[1000:])
    archive.photos.finish(DIGEST)
    assert archive.photos.path(DIGEST).read_bytes() == PHOTO
    assert archive.photos.received(DIGEST) == b""


def test_a_photo_begun_anew_keeps_nothing_of_the_first_try(archive: Archive) -> None:
    archive.photos.add(DIGEST, 0, b"x" * 5000)
    archive.photos.add(DIGEST, 0, PHOTO[:10])
    assert archive.photos.received(DIGEST) == PHOTO[:10]


def test_bytes_that_differ_from_the_digest_never_get_the_name(archive: Archive) -> None:
    archive.photos.add(DIGEST, 0, PHOTO[:-1] + b"!")
    with pytest.raises(ArchiveError, match="It is pulled again"):
        archive.photos.finish(DIGEST)
    assert not archive.photos.path(DIGEST).exists()
    assert archive.photos.received(DIGEST) == b""


def test_a_photo_is_here_then_acknowledged_then_in_the_register(archive: Archive, record: Any) -> None:
    file(archive, record("A1", DIGEST))
    archive.photo_is_here(DIGEST)
    assert (archive.missing_photos("one"), archive.unacknowledged_photos("one")) == ([], [DIGEST])
    archive.acknowledged_photo("one", DIGEST)
    assert archive.unacknowledged_photos("one") == []
    assert archive.photos_not_in_register() == [DIGEST]
    archive.photo_is_in_register(DIGEST)
    assert archive.photos_not_in_register() == []


def test_a_photo_that_one_handheld_lost_is_still_wanted_of_the_other(archive: Archive, record: Any) -> None:
    file(archive, record("A1", DIGEST), "one")
    file(archive, record("A1", DIGEST), "two")
    archive.photo_is_lost("one", DIGEST)
    assert (archive.missing_photos("one"), archive.missing_photos("two")) == ([], [DIGEST])


def test_a_picture_taken_again_is_acknowledged_again(archive: Archive, record: Any) -> None:
    file(archive, record("A1", DIGEST), sequence=1)
    archive.photo_is_here(DIGEST)
    archive.acknowledged_photo("one", DIGEST)
    file(archive, record("A1", DIGEST), sequence=2)
    assert archive.missing_photos("one") == []
    assert archive.unacknowledged_photos("one") == [DIGEST]


def test_a_photo_that_is_here_is_not_lost_because_a_handheld_has_let_it_go(archive: Archive, record: Any) -> None:
    file(archive, record("A1", DIGEST))
    archive.photos.add(DIGEST, 0, PHOTO)
    archive.photos.finish(DIGEST)
    archive.photo_is_here(DIGEST)
    archive.photo_is_lost("one", DIGEST)
    assert archive.photo_state(DIGEST) == "here"
    assert archive.photos_not_in_register() == [DIGEST]


def test_a_photo_that_was_called_lost_and_lies_here_goes_to_the_register(tmp_path: Path, record: Any) -> None:
    archive = Archive(tmp_path / "laptop")
    file(archive, record("A1", DIGEST))
    archive.photo_is_lost("one", DIGEST)
    archive.photos.add(DIGEST, 0, PHOTO)
    archive.photos.finish(DIGEST)  # by another program, which did not note it
    archive.close()
    again = Archive(tmp_path / "laptop")
    assert again.photos_not_in_register() == [DIGEST]
    again.close()


def test_parts_that_another_program_took_away_are_pulled_again(archive: Archive) -> None:
    archive.photos.add(DIGEST, 0, PHOTO)
    (archive.photos.path(DIGEST).with_name(DIGEST.hex() + ".part")).unlink()
    with pytest.raises(ArchiveError, match="It is pulled again"):
        archive.photos.finish(DIGEST)
