"""A log whose key went to another laptop: kept sealed, and opened as soon as the focal point has recovered the key."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from viewmark.cli.recover import recover
from viewmark_protocol.messages.keys import PullFirstKey

from .conftest import FIRST_KEY, LOG_ID, changed, seals, sync, told

PHOTO = b"the photo in its box"
DIGEST = hashlib.sha256(PHOTO).digest()


def write_key(folder: Path) -> Path:
    """Write what the focal point recovered."""
    path = folder / "recovered.key"
    path.write_text(json.dumps({"device_id": "VM-1", "log_id": LOG_ID.hex(), "first_key": FIRST_KEY.hex()}))
    return path


@pytest.fixture
def keyless(three: Any, record: Any) -> Any:
    """A handheld whose key another laptop has taken, one of its checks with a photo, after a sync here."""
    three.handheld.records.append(record("D4", photo=DIGEST))
    three.handheld.photos = {DIGEST: PHOTO}
    three.handheld.first_key_waits = False
    sync(three)
    return three


def test_without_the_key_checks_are_kept_sealed_acknowledged_and_told(keyless: Any) -> None:
    assert seals(keyless) == ["no-key"] * 4
    assert keyless.handheld.acknowledged == 5
    assert keyless.register.checks == []
    assert told(keyless, "`viewmark recover` opens them with what the focal point recovers from the escrow")
    assert keyless.handheld.told(PullFirstKey) == []


def test_recovered_they_are_opened_and_the_next_sync_brings_them_to_the_register_and_their_photos_here(
    keyless: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with keyless.closed() as folder:
        recover(write_key(folder), folder)
    assert "4 checks of VM-1 were opened and verified." in capsys.readouterr().out
    assert seals(keyless) == ["verified"] * 4
    sync(keyless)
    assert keyless.register.checks == [1, 2, 3, 4]
    assert keyless.laptop.archive.photos.path(DIGEST).read_bytes() == PHOTO
    assert keyless.handheld.answers() == ["none"] * 4
    assert keyless.laptop.left_aside() == []


def test_a_key_recovered_beside_the_running_app_is_used_by_it(keyless: Any, record: Any, tmp_path: Path) -> None:
    recover(write_key(tmp_path), tmp_path / "laptop")
    keyless.handheld.records.append(record("E5"))
    sync(keyless)
    assert seals(keyless) == ["verified"] * 5


def test_a_record_that_was_changed_on_its_way_is_found_when_the_key_comes(keyless: Any, record: Any) -> None:
    keyless.handheld.records += [record("E5"), record("F6")]
    keyless.handheld.given = {5: changed(keyless.handheld.read(5))}
    sync(keyless)
    with keyless.closed() as folder:
        recover(write_key(folder), folder)
    assert seals(keyless)[:4] == ["verified"] * 4
    assert sorted(seals(keyless)[4:]) == ["broken", "verified"]
    keyless.handheld.given = {}
    sync(keyless)
    assert seals(keyless) == ["verified"] * 6
    assert keyless.laptop.left_aside() == []
