"""The key that a laptop's data lie under: made once, guarded by a passphrase, never lost by changing that."""

import json
import os
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from viewmark.encryption.box import close_box, open_box
from viewmark.encryption.errors import LockedError
from viewmark.encryption.master_key import MasterKeyFile
from viewmark.encryption.unlocking import ask_with, forget, master_key
from viewmark.errors import ArchiveError

FIRST, SECOND = "four plain words together", "another four plain words"


@pytest.fixture
def file(tmp_path: Path) -> MasterKeyFile:
    """The file of a new folder."""
    forget()
    return MasterKeyFile.of(tmp_path / "laptop")


def key(file: MasterKeyFile, passphrase: str | None = None) -> bytes:
    """Return what the key gives for one purpose."""
    return file.opened(file.content(), passphrase).derived("test")


def test_a_folder_gets_one_key_and_keeps_it(file: MasterKeyFile) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(lambda _: key(file), range(8)))
    assert made == {key(MasterKeyFile.of(file.path.parent))}
    assert key(MasterKeyFile.of(file.path.parent.parent / "other")) not in made


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_the_file_is_for_its_owner_alone(file: MasterKeyFile) -> None:
    file.guard(None, FIRST)
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_each_purpose_has_a_key_of_its_own(file: MasterKeyFile) -> None:
    master = master_key(file.path.parent)
    assert len({master.derived("archive"), master.derived("outbox"), master.derived("file")}) == 3


def test_a_guarded_key_opens_by_its_passphrase_alone(file: MasterKeyFile) -> None:
    before = key(file)
    file.guard(None, FIRST)
    assert file.is_guarded() and key(file, FIRST) == before
    assert before.hex() not in file.path.read_text()
    for wrong in (SECOND, FIRST + " ", FIRST.upper(), ""):
        with pytest.raises(LockedError, match="not the passphrase of these data"):
            key(file, wrong)
    with pytest.raises(LockedError, match="VIEWMARK_PASSPHRASE_FILE"):
        key(file)


def test_another_passphrase_opens_the_same_key_and_the_old_one_none(file: MasterKeyFile) -> None:
    before = key(file)
    file.guard(None, FIRST)
    file.guard(FIRST, SECOND)
    assert key(file, SECOND) == before
    with pytest.raises(LockedError):
        key(file, FIRST)
    file.guard(SECOND, None)
    assert key(file) == before


@pytest.mark.parametrize(("old", "new"), [(SECOND, FIRST), (None, SECOND), (FIRST, "short")])
def test_who_lacks_the_old_passphrase_or_gives_a_short_one_changes_nothing(
    file: MasterKeyFile, old: str | None, new: str
) -> None:
    file.guard(None, FIRST)
    content = file.content()
    with pytest.raises(LockedError):
        file.guard(old, new)
    assert file.content() == content


@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_a_disk_that_refuses_leaves_the_passphrase_as_it_was(
    file: MasterKeyFile, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    file.guard(None, FIRST)
    with monkeypatch.context() as patch:
        patch.setattr(os, step, full)
        with pytest.raises(ArchiveError, match="The passphrase is as it was"):
            file.guard(FIRST, SECOND)
    assert key(file, FIRST)


def test_a_program_asks_once_and_again_after_a_change(file: MasterKeyFile) -> None:
    asked: list[Path] = []

    def ask(folder: Path) -> str:
        asked.append(folder)
        return FIRST

    file.guard(None, FIRST)
    try:
        ask_with(ask)
        assert master_key(file.path.parent) is master_key(file.path.parent)
        assert asked == [file.path.parent]
        file.guard(FIRST, SECOND)
        with pytest.raises(LockedError):
            master_key(file.path.parent)
    finally:
        ask_with(lambda folder: None)


def damage(**changed: Any) -> dict[str, Any]:
    """Return a guarded file's content with other numbers."""
    cost: dict[str, Any] = {"time_cost": 3, "memory_kib": 65536, "lanes": 4, "salt": "00" * 16} | changed
    return {"format": 1, "argon2id": cost, "box": "00" * 60}


@pytest.mark.parametrize(
    "content",
    [
        *("", "{", "[]", "null", "\x00", '{"format": 2, "key": "00"}', '{"format": 1}', '{"format": 1, "key": "00"}'),
        *('{"format": 1, "key": 7}', '{"format": 1, "box": "00"}', "[" * 100_000),
        *(json.dumps(damage(memory_kib=1 << 40)), json.dumps(damage(time_cost=0)), json.dumps(damage(salt="00"))),
        *(json.dumps(damage(lanes="x")), json.dumps(damage(time_cost=1 << 30))),
    ],
)
def test_a_damaged_file_says_what_to_do_and_is_not_touched(file: MasterKeyFile, content: str) -> None:
    file.path.parent.mkdir()
    file.path.write_text(content)
    with pytest.raises(ArchiveError, match="restore it from the folder's backup"):
        master_key(file.path.parent, FIRST)
    with pytest.raises(ArchiveError, match="restore it from the folder's backup"):
        file.guard(None, SECOND)
    assert file.path.read_text() == content


def test_a_box_opens_with_its_key_and_subject_alone() -> None:
    box = close_box(bytes(32), b"AB1234", b"check 1")
    assert open_box(bytes(32), box, b"check 1") == b"AB1234" and b"AB1234" not in box
    assert open_box(bytes(32), box, b"check 2") is None
    assert open_box(bytes([1] * 32), box, b"check 1") is None
    for at in range(len(box)):
        changed = bytearray(box)
        changed[at] ^= 1
        assert open_box(bytes(32), bytes(changed), b"check 1") is None
        assert open_box(bytes(32), box[:at], b"check 1") is None
