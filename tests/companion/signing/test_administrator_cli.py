"""The administrator's commands: a key with its public part, and an authorisation that the handheld accepts."""

import base64
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from typer.testing import CliRunner, Result

from viewmark.cli.administrator import app
from viewmark.signing.errors import SigningError
from viewmark.signing.key import SigningKey
from viewmark_protocol.lms import verify
from viewmark_protocol.pin_reset import reset_message

CHALLENGE = "00112233445566778899aabbccddeeff"
Leaf = Callable[[bytes], int]


def run(*arguments: Any) -> Result:
    """Run a command of the administrator."""
    return CliRunner().invoke(app, [str(one) for one in arguments])


def refusal(*arguments: Any) -> str:
    """The message with which a command is refused."""
    result = run(*arguments)
    assert isinstance(result.exception, SigningError), result.output
    assert result.stdout == ""
    return str(result.exception)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """The file of a key that the command made, and what it printed."""
    path = tmp_path_factory.mktemp("made") / "administrator.key"
    return path, run("key", "--out", path, "--json")


def test_the_key_command_says_where_the_public_key_is_and_its_digest(made: tuple[Path, Result]) -> None:
    path, result = made
    public_key = bytes.fromhex(path.with_name("administrator.key.pub").read_text())
    assert json.loads(result.stdout) == {
        "key": str(path),
        "public_key": str(path) + ".pub",
        "sha256": hashlib.sha256(public_key).hexdigest(),
        "left": 1024,
    }
    assert SigningKey.open(path).public_key == public_key
    assert len(public_key) == 60


def test_the_key_command_tells_people_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = SigningKey.create
    monkeypatch.setattr(SigningKey, "create", lambda path: real(path, height=5))  # to save time
    result = run("key", "--out", tmp_path / "key")
    assert result.exit_code == 0
    public_key = bytes.fromhex((tmp_path / "key.pub").read_text())
    assert f"{tmp_path / 'key.pub'}" in result.stdout
    assert hashlib.sha256(public_key).hexdigest() in result.stdout


def test_no_key_is_made_over_a_file_that_is_there(tmp_path: Path) -> None:
    for name in ("key", "key.pub"):
        (tmp_path / name).write_text("mine")
        assert "is there already" in refusal("key", "--out", tmp_path / "key")
        assert (tmp_path / name).read_text() == "mine"
        (tmp_path / name).unlink()


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "cannot be written" in refusal("key", "--out", tmp_path / "none" / "key")


def test_the_authorisation_is_the_signature_of_the_challenge(path: Path) -> None:
    result = run("reset-pin", "--key", path, "--challenge", CHALLENGE)
    assert result.exit_code == 0
    signature = base64.b64decode(result.stdout.strip(), validate=True)
    public_key = SigningKey.open(path).public_key
    assert verify(public_key, b"viewmark pin reset\0" + bytes.fromhex(CHALLENGE), signature)
    assert not verify(public_key, bytes.fromhex(CHALLENGE), signature)
    assert not verify(public_key, reset_message(bytes(16)), signature)


def test_json_holds_the_authorisation_and_how_often_the_key_still_signs(path: Path, leaf: Leaf) -> None:
    answers = [json.loads(run("reset-pin", "--key", path, "--challenge", CHALLENGE, "--json").stdout) for _ in range(2)]
    assert [answer["left"] for answer in answers] == [31, 30]
    assert [leaf(base64.b64decode(answer["authorisation"])) for answer in answers] == [0, 1]


def test_the_challenge_may_be_typed_in_groups_and_capitals(path: Path) -> None:
    result = run("reset-pin", "--key", path, "--challenge", "0011 2233 4455 66FF")
    signature = base64.b64decode(result.stdout)
    assert verify(SigningKey.open(path).public_key, reset_message(bytes.fromhex("00112233445566ff")), signature)


@pytest.mark.parametrize(
    ("challenge", "words"),
    [
        ("", "has 0 bytes"),
        ("00" * 7, "has 7 bytes, not 8 to 64"),
        ("00" * 65, "has 65 bytes"),
        ("0" * 17, "hexadecimal"),
        ("00112233445566gg", "hexadecimal"),
        ("００１１２２３３４４５５６６７７", "hexadecimal"),
        ("00-11-22-33-44-55-66-77", "hexadecimal"),
    ],
)
def test_another_challenge_is_refused_and_uses_nothing_up(path: Path, challenge: str, words: str) -> None:
    assert words in refusal("reset-pin", "--key", path, "--challenge", challenge)
    assert SigningKey.open(path).left == 32


@pytest.mark.parametrize("length", [8, 64])
def test_the_shortest_and_the_longest_challenge_are_signed(path: Path, length: int) -> None:
    assert run("reset-pin", "--key", path, "--challenge", "5a" * length).exit_code == 0


def test_a_missing_or_damaged_key_is_refused(path: Path, tmp_path: Path) -> None:
    assert "There is no signing key" in refusal("reset-pin", "--key", tmp_path / "none", "--challenge", CHALLENGE)
    (tmp_path / "damaged").write_bytes(path.read_bytes()[:-1])
    assert "is damaged" in refusal("reset-pin", "--key", tmp_path / "damaged", "--challenge", CHALLENGE)


@pytest.mark.parametrize("command", ["key", "reset-pin"])
def test_help_has_an_example_and_an_option_for_json(command: str) -> None:
    text = " ".join(click.unstyle(run(command, "--help").output).split())
    assert f"Example: viewmark administrator {command}" in text
    assert "--json" in text
