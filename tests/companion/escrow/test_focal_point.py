"""The focal point's key files: the private one for one pair of eyes, the public one proof against mistyping."""

import os
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from viewmark.escrow.errors import EscrowError
from viewmark.escrow.focal_point import (
    fingerprint,
    make_private_key,
    parse_public_text,
    public_key_in,
    public_key_of,
    public_path,
    public_text,
    read_private_key,
    read_public_key,
    write_key_files,
)

PRIVATE_KEY = bytes(range(32))
PUBLIC_KEY = public_key_of(PRIVATE_KEY)
TEXT = """viewmark focal point public key
8f40 c5ad b68f 2562 4ae5 b214 ea76 7a6e
c94d 829d 3d7b 5e1a d1ba 6f3e 2138 285f
fingerprint eedd 883d a0a9 4515
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "focal-point.key"


def test_a_key_pair_comes_back_from_its_files(path: Path) -> None:
    private_key = make_private_key()
    write_key_files(path, private_key)
    assert read_private_key(path) == private_key
    assert read_public_key(public_path(path)) == public_key_of(private_key)
    assert sorted(os.listdir(path.parent)) == ["focal-point.key", "focal-point.key.pub"]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no modes")
def test_only_its_owner_can_read_the_private_key(path: Path) -> None:
    write_key_files(path, PRIVATE_KEY)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(public_path(path).stat().st_mode) == 0o644


@pytest.mark.parametrize("name", ["focal-point.key", "focal-point.key.pub"])
def test_nothing_is_written_over_a_key(path: Path, name: str) -> None:
    kept = path.with_name(name)
    kept.write_text("an older key")
    with pytest.raises(EscrowError, match="Name another file"):
        write_key_files(path, PRIVATE_KEY)
    assert kept.read_text() == "an older key"
    assert os.listdir(path.parent) == [name]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(EscrowError, match="Name a file in a folder that can"):
        write_key_files(tmp_path / "missing" / "key", PRIVATE_KEY)


def test_the_public_text_is_what_it_was(path: Path) -> None:
    assert public_text(PUBLIC_KEY) == TEXT
    assert parse_public_text(TEXT) == PUBLIC_KEY


def test_the_fingerprint_is_read_aloud_in_fours() -> None:
    assert fingerprint(PUBLIC_KEY) == "eedd 883d a0a9 4515"


@pytest.mark.parametrize(
    "changed",
    [
        TEXT.replace("\n", "\r\n"),
        TEXT.upper(),
        TEXT.replace(" ", "\u00a0"),
        TEXT.replace("\n", " "),
        "\n\n" + TEXT.replace("c94d", "c9\n4d") + "\n",
    ],
)
def test_what_mail_and_typing_do_to_spaces_changes_nothing(changed: str) -> None:
    assert parse_public_text(changed) == PUBLIC_KEY


def test_every_mistyped_digit_is_found() -> None:
    digits = [place for place in range(TEXT.index("\n"), len(TEXT)) if TEXT[place] in "0123456789"]
    assert len(digits) > 40
    for place in digits:
        wrong = "1" if TEXT[place] != "1" else "7"
        with pytest.raises(EscrowError, match="a character is wrong"):
            parse_public_text(TEXT[:place] + wrong + TEXT[place + 1 :])


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT[:-10],
        TEXT + TEXT,
        TEXT.replace("8f40", ""),
        TEXT.replace("8f40", "8f4o"),
        TEXT.replace("8f40", "8f4\uff10"),  # a digit of full width
        "Dear keeper,\n" + TEXT,
        "9" * 64,
    ],
)
def test_what_is_no_public_key_is_refused_with_what_to_copy(text: str) -> None:
    with pytest.raises(EscrowError, match="Copy the whole text"):
        parse_public_text(text)


def test_a_public_key_is_given_as_its_file_or_as_its_text(path: Path) -> None:
    write_key_files(path, PRIVATE_KEY)
    assert public_key_in(str(public_path(path))) == PUBLIC_KEY
    assert public_key_in(TEXT) == PUBLIC_KEY


@pytest.mark.parametrize("given", ["no-such-file.pub", "a\x00b", "x" * 5000, "."])
def test_neither_a_file_nor_a_text_is_said(given: str) -> None:
    with pytest.raises(EscrowError, match="cannot be read"):
        public_key_in(given)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"-----BEGIN PRIVATE KEY-----\nAAAA\n", b"x" * 100_000])
def test_a_file_that_holds_no_key_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(EscrowError, match="Name the file that was made without"):
        read_private_key(path)
    with pytest.raises(EscrowError, match="Copy the whole text"):
        read_public_key(path)


def test_a_private_key_of_another_kind_or_under_a_passphrase_is_refused(path: Path) -> None:
    passphrase = BestAvailableEncryption(b"secret")
    for content in (
        Ed25519PrivateKey.generate().private_bytes_raw(),
        X25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, passphrase),
    ):
        path.write_bytes(content)
        with pytest.raises(EscrowError, match="holds no private key of a focal point"):
            read_private_key(path)


def test_the_public_file_is_not_taken_for_the_private_one(path: Path) -> None:
    write_key_files(path, PRIVATE_KEY)
    with pytest.raises(EscrowError, match=r"without \.pub"):
        read_private_key(public_path(path))
