"""`viewmark recover` and `viewmark pin`: what cannot be done is one line that says what to do, and changes nothing."""

import base64
import json
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from viewmark.archive.archive import Archive
from viewmark.archive.keystore import KeyStore
from viewmark.archive.seals import Arrived
from viewmark.cli.main import run
from viewmark_protocol.lms import PUBLIC_KEY_BYTES

from ..conftest import seal_log

LOG = bytes.fromhex("0123456789abcdef")
KEY, WRONG_KEY = bytes(range(32)), bytes(32)
CONTENTS = [b"first", b"second"]
RECOVERED: dict[str, Any] = {"device_id": "VM-1", "log_id": LOG.hex(), "first_key": KEY.hex()}


class Ran(NamedTuple):
    """How a command ended, and what it said."""

    exit_code: int
    out: str
    err: str


@pytest.fixture
def viewmark(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run `viewmark ARGUMENTS` in this process."""

    def ran(*arguments: object) -> Ran:
        before = signal.getsignal(signal.SIGTERM)
        monkeypatch.setattr(sys, "argv", ["viewmark", *map(str, arguments)])
        try:
            with pytest.raises(SystemExit) as ended:
                run()
        finally:
            signal.signal(signal.SIGTERM, before)
        return Ran(int(ended.value.code or 0), *capsys.readouterr())

    return ran


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A laptop with two sealed records of a log whose key it does not have."""
    archive = Archive(tmp_path / "laptop")
    sealed = [Arrived(one, b"", content, "no-key") for one, content in seal_log(LOG, KEY, CONTENTS).items()]
    archive.file_records("VM-1", LOG, sealed, 1_790_000_000)
    archive.close()
    return tmp_path / "laptop"


def written(tmp_path: Path, content: Any) -> Path:
    """Write what the focal point gave, or what somebody made of it."""
    path = tmp_path / "recovered.key"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def opened(folder: Path) -> list[bytes]:
    """Return the records that can be read, oldest first."""
    archive = Archive(folder)
    try:
        return [one.record for one in reversed(archive.checks()) if one.record]
    finally:
        archive.close()


def assert_one_line(ran: Ran, words: str) -> None:
    assert (ran.exit_code, ran.out) == (1, "")
    assert ran.err.startswith("Not done: ") and ran.err.count("\n") == 1
    assert words in ran.err


def test_recovering_says_how_many_checks_were_opened(viewmark: Any, folder: Path, tmp_path: Path) -> None:
    ran = viewmark("recover", written(tmp_path, RECOVERED), "--folder", folder)
    assert (ran.exit_code, ran.err) == (0, "")
    assert ran.out.startswith("2 checks of VM-1 were opened and verified.")
    assert opened(folder) == CONTENTS
    assert KeyStore(folder / "keys.json").first_key("VM-1", LOG) == KEY


def test_as_json_it_names_them_and_what_is_still_sealed(viewmark: Any, folder: Path, tmp_path: Path) -> None:
    key = written(tmp_path, RECOVERED)
    told = json.loads(viewmark("recover", key, "--folder", folder, "--json").out)
    assert told == {"opened": [f"{LOG.hex()}-1", f"{LOG.hex()}-2"], "sealed": 0, "first_broken": None}
    again = json.loads(viewmark("recover", key, "--folder", folder, "--json").out)
    assert again["opened"] == []


def test_the_first_record_that_does_not_fit_is_named(viewmark: Any, folder: Path, tmp_path: Path) -> None:
    archive = Archive(folder)
    archive.file_records("VM-1", LOG, [Arrived(3, b"", b"changed on its way" * 9, "no-key")], 1_790_000_000)
    archive.close()
    ran = viewmark("recover", written(tmp_path, RECOVERED), "--folder", folder)
    assert "2 checks of VM-1" in ran.out and "Record 3 does not fit its seal" in ran.out
    told = json.loads(viewmark("recover", written(tmp_path, RECOVERED), "--folder", folder, "--json").out)
    assert told["first_broken"] == 3


def test_of_several_keys_the_one_that_fits_is_taken(viewmark: Any, folder: Path, tmp_path: Path) -> None:
    several = RECOVERED | {"first_key": WRONG_KEY.hex(), "other_keys": [KEY.hex()]}
    assert viewmark("recover", written(tmp_path, several), "--folder", folder).exit_code == 0
    assert opened(folder) == CONTENTS


def test_a_wrong_key_opens_nothing_and_does_not_stand_in_the_right_ones_way(
    viewmark: Any, folder: Path, tmp_path: Path
) -> None:
    wrong = written(tmp_path, RECOVERED | {"first_key": WRONG_KEY.hex()})
    assert_one_line(viewmark("recover", wrong, "--folder", folder), "No key of this file opens what VM-1 sealed.")
    assert KeyStore(folder / "keys.json").all() == []
    assert viewmark("recover", written(tmp_path, RECOVERED), "--folder", folder).exit_code == 0
    assert opened(folder) == CONTENTS


def test_a_key_of_a_log_of_which_nothing_is_here_is_said(viewmark: Any, folder: Path, tmp_path: Path) -> None:
    other = written(tmp_path, RECOVERED | {"device_id": "VM-2"})
    assert_one_line(viewmark("recover", other, "--folder", folder), "Sync the handheld first.")


NO_KEYS = [
    b"",
    b"\xff\xfe",
    b"{",
    [],
    None,
    7,
    {},
    RECOVERED | {"first_key": "xy"},
    RECOVERED | {"first_key": "0102"},
    RECOVERED | {"first_key": None},
    RECOVERED | {"other_keys": ["0102"]},
    RECOVERED | {"other_keys": 7},
    RECOVERED | {"log_id": [1]},
]


@pytest.mark.parametrize("content", NO_KEYS, ids=range(len(NO_KEYS)))
def test_what_is_no_recovered_key_is_said_and_nothing_is_kept(
    viewmark: Any, folder: Path, tmp_path: Path, content: Any
) -> None:
    ran = viewmark("recover", written(tmp_path, content), "--folder", folder, "--json")
    assert_one_line(ran, "recovered.key holds no recovered key")
    assert "`viewmark focal-point open --out`" in ran.err
    assert not (folder / "keys.json").exists() and opened(folder) == []


@pytest.mark.parametrize("name", ["no-such-file", "."])
def test_a_file_that_cannot_be_read_is_said(viewmark: Any, folder: Path, tmp_path: Path, name: str) -> None:
    assert_one_line(viewmark("recover", tmp_path / name, "--folder", folder), "holds no recovered key")


def test_a_folder_that_is_a_file_is_said(viewmark: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    ran = viewmark("recover", written(tmp_path, RECOVERED), "--folder", tmp_path / "file")
    assert_one_line(ran, str(tmp_path / "file"))


def test_keys_that_cannot_be_read_are_said_and_not_touched(viewmark: Any, folder: Path, tmp_path: Path) -> None:
    (folder / "keys.json").write_text("damaged")
    assert_one_line(viewmark("recover", written(tmp_path, RECOVERED), "--folder", folder), "Put the file aside")
    assert (folder / "keys.json").read_text() == "damaged"


PUBLIC_KEYS = [(None, "holds no administrator's public key"), ("xyz", "holds no administrator's public key")]
PUBLIC_KEYS += [("00" * size, f"holds {size} bytes") for size in (0, PUBLIC_KEY_BYTES - 1, PUBLIC_KEY_BYTES + 1)]


@pytest.mark.parametrize("command", ["administrator", "reset"])
@pytest.mark.parametrize(("content", "words"), PUBLIC_KEYS)
def test_what_is_no_administrators_public_key_is_said_before_the_handheld_is_asked(
    viewmark: Any, tmp_path: Path, command: str, content: str | None, words: str
) -> None:
    path = tmp_path / "administrator.key.pub"
    if content is not None:
        path.write_text(content + "\n")
    more = () if command == "administrator" else ("--authorisation", "AAAA")
    ran = viewmark("pin", command, "no-such-port", "--public-key", path, *more, "--json")
    assert_one_line(ran, words)


@pytest.mark.parametrize("authorisation", ["A", "not base64!", "AAAA AAAA", "ÄÖÜ="])
def test_what_is_no_base64_is_said_before_the_handheld_is_asked(
    viewmark: Any, tmp_path: Path, authorisation: str
) -> None:
    path = tmp_path / "administrator.key.pub"
    path.write_text("00" * PUBLIC_KEY_BYTES)
    ran = viewmark("pin", "reset", "no-such-port", "--public-key", path, "--authorisation", authorisation)
    assert_one_line(ran, "Give the text as it was printed.")


@pytest.mark.parametrize("command", ["administrator", "challenge", "reset"])
def test_a_port_without_a_handheld_is_said(viewmark: Any, tmp_path: Path, command: str) -> None:
    path = tmp_path / "administrator.key.pub"
    path.write_text("00" * PUBLIC_KEY_BYTES)
    signed = ("--authorisation", base64.b64encode(b"signature").decode()) if command == "reset" else ()
    public_key = () if command == "challenge" else ("--public-key", path)
    ran = viewmark("pin", command, tmp_path / "no-such-port", *public_key, *signed, "--json")
    assert_one_line(ran, "Is the cable in, and the handheld on?")
