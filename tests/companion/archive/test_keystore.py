"""The key store: first keys are kept durably, for their owner alone, and none is ever exchanged for another."""

import os
import stat
from pathlib import Path

import pytest

from viewmark.archive.keystore import KeyStore, LogKey
from viewmark.errors import ArchiveError

LOG, OTHER_LOG = bytes(8), bytes([1] * 8)
KEY, OTHER_KEY = bytes(range(32)), bytes(32)
HOSTILE = ["", "../../etc/passwd", '"}', "a\nb", "nul\0", "[red]one[/]", "日本\u202e", "x" * 5000]
posix = pytest.mark.skipif(os.name != "posix", reason="only POSIX has modes of files")


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the keys are to lie."""
    return tmp_path / "laptop" / "keys.json"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_key_that_was_added_is_there_after_a_restart(path: Path) -> None:
    KeyStore(path).add("VM-1", LOG, KEY)
    assert KeyStore(path).first_key("VM-1", LOG) == KEY
    assert KeyStore(path).all() == [LogKey("VM-1", LOG, KEY)]


def test_where_there_is_no_file_there_is_no_key_and_none_is_made(path: Path) -> None:
    store = KeyStore(path)
    assert (store.first_key("VM-1", LOG), store.all(), store.focal_point) == (None, [], None)
    assert not path.exists()


def test_logs_and_handhelds_are_told_apart(path: Path) -> None:
    store = KeyStore(path)
    store.add("VM-1", LOG, KEY)
    store.add("VM-1", OTHER_LOG, OTHER_KEY)
    assert (store.first_key("VM-2", LOG), store.first_key("VM-1", OTHER_LOG)) == (None, OTHER_KEY)


def test_the_same_key_again_writes_nothing(path: Path) -> None:
    store = KeyStore(path)
    store.add("VM-1", LOG, KEY)
    before = path.stat()
    store.add("VM-1", LOG, KEY)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_another_key_for_the_same_log_is_refused_and_the_first_one_stays(path: Path) -> None:
    store = KeyStore(path)
    store.add("VM-1", LOG, KEY)
    with pytest.raises(ArchiveError, match=r"VM-1 gives another first key .* Have it examined"):
        store.add("VM-1", LOG, OTHER_KEY)
    assert store.first_key("VM-1", LOG) == KeyStore(path).first_key("VM-1", LOG) == KEY


@pytest.mark.parametrize(("log_bytes", "key_bytes"), [(8, 0), (8, 16), (8, 31), (8, 33), (0, 32), (7, 32), (9, 32)])
def test_a_key_or_a_log_id_of_another_length_is_refused(path: Path, log_bytes: int, key_bytes: int) -> None:
    store = KeyStore(path)
    with pytest.raises(ArchiveError, match=r"VM-1 gave .* of a wrong length\. Have it examined"):
        store.add("VM-1", bytes(log_bytes), bytes(key_bytes))
    assert store.all() == [] and not path.exists()


@pytest.mark.parametrize("device_id", HOSTILE)
def test_a_handheld_of_any_name_gets_its_own_key_back(path: Path, device_id: str) -> None:
    KeyStore(path).add(device_id, LOG, KEY)
    assert KeyStore(path).all() == [LogKey(device_id, LOG, KEY)]
    assert {one.name for one in path.parent.iterdir()} <= {
        *("keys.json", "keys.json.lock", "master.json", "master.json.lock"),
    }


def test_the_focal_point_is_the_one_that_was_seen_first(path: Path) -> None:
    assert KeyStore(path).pin_focal_point(KEY) is True
    assert KeyStore(path).pin_focal_point(OTHER_KEY) is False
    assert KeyStore(path).pin_focal_point(KEY) is True
    assert KeyStore(path).focal_point == KEY


def test_a_focal_point_that_a_person_trusts_takes_the_place_of_the_first_and_no_key_is_lost(path: Path) -> None:
    KeyStore(path).add("VM-1", LOG, KEY)
    KeyStore(path).pin_focal_point(KEY)
    KeyStore(path).trust_focal_point(OTHER_KEY)
    assert KeyStore(path).pin_focal_point(KEY) is False
    assert (KeyStore(path).focal_point, KeyStore(path).first_key("VM-1", LOG)) == (OTHER_KEY, KEY)


@posix
def test_the_file_is_for_its_owner_alone_whatever_the_shell_says(path: Path) -> None:
    store = KeyStore(path)
    before = os.umask(0)
    try:
        store.add("VM-1", LOG, KEY)
        assert mode(path) == 0o600
        store.pin_focal_point(KEY)
        assert mode(path) == 0o600
    finally:
        os.umask(before)


@posix
def test_what_a_kill_left_beside_the_file_is_no_hindrance_and_lends_it_no_mode(path: Path) -> None:
    store = KeyStore(path)
    left = path.with_name(path.name + ".new")
    left.write_text('{"logs": [{"device')
    left.chmod(0o666)
    store.add("VM-1", LOG, KEY)
    assert mode(path) == 0o600
    assert KeyStore(path).first_key("VM-1", LOG) == KEY
    assert not left.exists()


def test_a_kill_at_any_step_leaves_the_old_keys_or_the_new_ones(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [0, 0]  # done, and at which one the process ends

    def ending(real):
        def step(*given, **named):
            steps[0] += 1
            if steps[0] == steps[1]:
                raise Killed
            return real(*given, **named)

        return step

    KeyStore(path).add("VM-1", LOG, KEY)
    killed = 0
    with monkeypatch.context() as patch:
        for name in ("unlink", "open", "fsync", "replace"):
            patch.setattr(os, name, ending(getattr(os, name)))
        for number in range(1, 12):
            steps[:] = [0, number]
            log = bytes([number] * 8)
            try:
                KeyStore(path).add("VM-1", log, KEY)
            except Killed:
                killed += 1
            kept = KeyStore(path)
            assert kept.first_key("VM-1", LOG) == KEY
            assert kept.first_key("VM-1", log) in (None, KEY)
    assert killed >= 5
    KeyStore(path).add("VM-1", OTHER_LOG, OTHER_KEY)
    assert KeyStore(path).first_key("VM-1", OTHER_LOG) == OTHER_KEY


@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_a_key_that_cannot_be_written_is_said_and_is_not_here(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    store = KeyStore(path)
    with monkeypatch.context() as patch:
        patch.setattr(os, step, full)
        with pytest.raises(ArchiveError, match=r"keys\.json cannot be written \(No space left on device\)"):
            store.add("VM-1", LOG, KEY)
    assert store.first_key("VM-1", LOG) is None
    store.add("VM-1", LOG, KEY)
    assert KeyStore(path).first_key("VM-1", LOG) == KEY


def test_what_another_program_on_this_laptop_added_is_not_lost(path: Path) -> None:
    app = KeyStore(path)
    KeyStore(path).add("VM-1", LOG, KEY)  # `viewmark recover` beside the running app
    app.add("VM-2", LOG, OTHER_KEY)
    assert {one.device_id for one in KeyStore(path).all()} == {"VM-1", "VM-2"}


def test_what_another_program_on_this_laptop_added_is_seen(path: Path) -> None:
    app = KeyStore(path)
    KeyStore(path).add("VM-1", LOG, KEY)
    assert app.first_key("VM-1", LOG) == KEY
    with pytest.raises(ArchiveError, match="gives another first key"):
        app.add("VM-1", LOG, OTHER_KEY)


DAMAGED = [
    b"",
    b"\xff\xfe\x00",
    b"{",
    b"null",
    b"[]",
    b'{"logs": []}',
    b'{"logs": {}, "focal_point": 7}',
    b'{"logs": [7], "focal_point": null}',
    b'{"logs": [{"device_id": "VM-1", "log_id": "xy", "first_key": ""}], "focal_point": null}',
    b'{"logs": [{"device_id": "VM-1", "log_id": "0000000000000000", "first_key": "0102"}], "focal_point": null}',
    b'{"logs": [], "focal_point": "0102"}',
]


@pytest.mark.parametrize("content", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_file_says_what_to_do_and_is_not_touched(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match=r"Put the file aside and restore it; .* recovered from the register's"):
        KeyStore(path)
    assert path.read_bytes() == content
