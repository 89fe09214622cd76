"""The focal point's commands, against a real register: from the key pair to the first key of a lost laptop's log."""

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from viewmark.escrow.box import close_first_key
from viewmark.escrow.errors import EscrowError
from viewmark.escrow.focal_point import make_private_key, public_key_of, read_private_key, read_public_key
from viewmark.register.errors import KeyRefusedError, UnreachableError
from viewmark.register.server.escrows import focal_point, put_escrow

LOG = bytes.fromhex("0123456789abcdef")
FIRST_KEY = bytes(range(32))
OF_LOG = ("--device-id", "VM-1", "--log-id", LOG.hex())


@pytest.fixture
def key(viewmark: Any, tmp_path: Path) -> Path:
    """The file of a focal point's private key."""
    path = tmp_path / "focal-point.key"
    assert viewmark("focal-point", "key", "--out", str(path)).exit_code == 0
    return path


@pytest.fixture
def escrowed(served: Any, key: Path) -> Any:
    """A register that holds the first key of one log, closed for the focal point."""
    escrow(served, key, FIRST_KEY)
    return served


def escrow(served: Any, key: Path, first_key: bytes) -> None:
    box = close_first_key(read_public_key(Path(f"{key}.pub")), "VM-1", LOG, first_key)
    assert put_escrow(served.store, "VM-1", LOG.hex(), box)


def test_making_a_key_pair_names_both_files_and_the_fingerprint(viewmark: Any, tmp_path: Path) -> None:
    path = tmp_path / "key"
    made = json.loads(viewmark("focal-point", "key", "--out", str(path), "--json").stdout)
    assert (made["private_key"], made["public_key"]) == (str(path), f"{path}.pub")
    assert f"fingerprint {made['fingerprint']}" in Path(f"{path}.pub").read_text()


def test_a_key_pair_is_never_made_over_another(viewmark: Any, key: Path) -> None:
    kept = key.read_bytes()
    again = viewmark("focal-point", "key", "--out", str(key))
    assert isinstance(again.exception, EscrowError) and "Name another file" in str(again.exception)
    assert key.read_bytes() == kept


def test_a_lost_public_file_is_printed_again(viewmark: Any, key: Path) -> None:
    printed = viewmark("focal-point", "public", "--key", str(key))
    assert printed.stdout == Path(f"{key}.pub").read_text()
    told = json.loads(viewmark("focal-point", "public", "--key", str(key), "--json").stdout)
    assert told["public_key"] == public_key_of(read_private_key(key)).hex()


@pytest.mark.parametrize("as_text", [False, True])
def test_the_keeper_sets_the_public_key_by_its_file_or_its_text(
    viewmark: Any, served: Any, key: Path, as_text: bool
) -> None:
    public_file = Path(f"{key}.pub")
    given = public_file.read_text() if as_text else str(public_file)
    setting = ("register", "focal-point", "--folder", str(served.folder), "--public-key", given)
    assert "The public key was set." in viewmark(*setting).stdout
    assert focal_point(served.store) == read_public_key(public_file)
    again = json.loads(viewmark(*setting, "--json").stdout)
    assert again["changed"] is False and again["public_key"] == read_public_key(public_file).hex()


def test_a_mistyped_public_key_is_not_set(viewmark: Any, served: Any, key: Path) -> None:
    public_file = Path(f"{key}.pub")
    text = public_file.read_text()
    place = next(at for at in range(text.index("\n"), len(text)) if text[at] in "23456789")
    public_file.write_text(text[:place] + "1" + text[place + 1 :])
    ran = viewmark("register", "focal-point", "--folder", str(served.folder), "--public-key", str(public_file))
    assert isinstance(ran.exception, EscrowError) and "a character is wrong" in str(ran.exception)
    assert focal_point(served.store) is None


def test_the_first_key_is_written_for_its_owner_alone_and_not_printed(
    viewmark: Any, escrowed: Any, key: Path, tmp_path: Path
) -> None:
    out = tmp_path / "log.json"
    ran = viewmark("focal-point", "open", "--key", str(key), *OF_LOG, *escrowed.where, "--out", str(out))
    assert ran.exit_code == 0, ran.exception
    assert json.loads(out.read_text()) == {"device_id": "VM-1", "log_id": LOG.hex(), "first_key": FIRST_KEY.hex()}
    assert FIRST_KEY.hex() not in ran.output
    assert os.name != "posix" or stat.S_IMODE(out.stat().st_mode) == 0o600


@pytest.mark.parametrize("show", [(), ("--show",)])
def test_json_holds_the_first_key_only_where_it_was_asked_for(
    viewmark: Any, escrowed: Any, key: Path, tmp_path: Path, show: tuple[str, ...]
) -> None:
    out = str(tmp_path / "log.json")
    ran = viewmark("focal-point", "open", "--key", str(key), *OF_LOG, *escrowed.where, "--out", out, "--json", *show)
    told = json.loads(ran.stdout)
    assert (told["boxes"], told["out"], told.get("first_key")) == (1, out, FIRST_KEY.hex() if show else None)


def test_shown_it_is_one_line_of_hexadecimal(viewmark: Any, escrowed: Any, key: Path) -> None:
    ran = viewmark("focal-point", "open", "--key", str(key), *OF_LOG, *escrowed.where, "--show")
    assert ran.stdout == FIRST_KEY.hex() + "\n"


def test_a_wrong_key_that_somebody_escrowed_hides_no_other(viewmark: Any, served: Any, key: Path) -> None:
    put_escrow(served.store, "VM-1", LOG.hex(), b"rubbish")
    escrow(served, key, bytes(32))
    escrow(served, key, FIRST_KEY)
    ran = viewmark("focal-point", "open", "--key", str(key), *OF_LOG, *served.where, "--show")
    assert ran.stdout.split() == [bytes(32).hex(), FIRST_KEY.hex()]
    assert "2 different keys" in " ".join(ran.stderr.split())


def test_where_the_key_goes_must_be_said(viewmark: Any, key: Path) -> None:
    ran = viewmark(
        "focal-point", "open", "--key", str(key), *OF_LOG, "--register-url", "http://127.0.0.1:9", "--api-key", "k"
    )
    assert ran.exit_code == 2


@pytest.mark.parametrize("log_id", ["", "0123", "xyz", "0123456789abcdef00", "0123456789abcdeg"])
def test_a_malformed_log_id_is_written_wrongly(viewmark: Any, served: Any, key: Path, log_id: str) -> None:
    ids = ("--device-id", "VM-1", "--log-id", log_id)
    assert viewmark("focal-point", "open", "--key", str(key), *ids, *served.where, "--show").exit_code == 2


def test_nothing_is_written_over_a_file_that_is_there(viewmark: Any, escrowed: Any, key: Path, tmp_path: Path) -> None:
    out = tmp_path / "log.json"
    out.write_text("an older key")
    ran = viewmark("focal-point", "open", "--key", str(key), *OF_LOG, *escrowed.where, "--out", str(out))
    assert isinstance(ran.exception, EscrowError) and "Name another file" in str(ran.exception)
    assert out.read_text() == "an older key"


def test_another_focal_point_opens_nothing_and_writes_nothing(viewmark: Any, served: Any, key: Path) -> None:
    box = close_first_key(public_key_of(make_private_key()), "VM-1", LOG, FIRST_KEY)
    put_escrow(served.store, "VM-1", LOG.hex(), box)
    out = key.with_name("log.json")
    ran = viewmark("focal-point", "open", "--key", str(key), *OF_LOG, *served.where, "--out", str(out))
    assert isinstance(ran.exception, EscrowError) and "Check the device's and the log's id" in str(ran.exception)
    assert not out.exists()


def test_a_log_of_which_nothing_is_escrowed_is_said(viewmark: Any, served: Any, key: Path) -> None:
    ran = viewmark("focal-point", "open", "--key", str(key), *OF_LOG, *served.where, "--show")
    assert isinstance(ran.exception, EscrowError) and "holds no box of this log" in str(ran.exception)


@pytest.mark.parametrize(
    ("where", "error"),
    [
        (("--register-url", "http://127.0.0.1:9", "--api-key", "test-api-key"), UnreachableError),
        (("--api-key", "some-other-key"), KeyRefusedError),
    ],
)
def test_a_register_that_is_away_or_refuses_says_what_to_do(
    viewmark: Any, served: Any, key: Path, where: tuple[str, ...], error: type[Exception]
) -> None:
    ran = viewmark("focal-point", "open", "--key", str(key), *OF_LOG, *served.where, *where, "--show")
    assert isinstance(ran.exception, error)


@pytest.mark.parametrize("command", ["key", "public", "open"])
def test_help_has_an_example_and_an_option_for_json(viewmark: Any, command: str) -> None:
    shown = " ".join(viewmark("focal-point", command, "--help").output.split())
    assert f"Example: viewmark focal-point {command}" in shown and "json" in shown
