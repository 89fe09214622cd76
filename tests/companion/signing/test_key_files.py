"""A key's file that is missing, damaged, another's or an old copy signs nothing, and the error says what to do."""

import hashlib
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from viewmark.signing.errors import SigningError
from viewmark.signing.key import SigningKey

Leaf = Callable[[bytes], int]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_only_its_owner_reads_it_before_and_after_signing(path: Path) -> None:
    for _ in range(2):
        for file in path.parent.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
        SigningKey.open(path).sign(b"message")


def test_nothing_is_written_over_a_file(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(SigningError, match="is there already"):
        SigningKey.create(path, height=5)
    assert path.read_bytes() == before


def test_a_folder_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SigningError, match=r"cannot be written .* Use a file in a folder"):
        SigningKey.create(tmp_path / "none" / "key", height=5)


def test_a_missing_key_says_what_to_do_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(SigningError, match=r"There is no signing key .* make a key"):
        SigningKey.open(tmp_path / "key")
    with pytest.raises(SigningError, match="cannot be read"):
        SigningKey.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_any_damage_to_the_file_is_refused(path: Path) -> None:
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(SigningError, match="Do not restore a copy"):
            SigningKey.open(path)
    for damaged in [whole[:end] for end in range(len(whole))] + [whole + b"\0", whole + whole]:
        path.write_bytes(damaged)
        with pytest.raises(SigningError, match="Do not restore a copy"):
            SigningKey.open(path)


def test_damage_behind_an_open_key_is_refused_when_it_signs(path: Path) -> None:
    key = SigningKey.open(path)
    key.sign(b"message")
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(SigningError, match="is damaged"):
        key.sign(b"message")
    path.unlink()
    with pytest.raises(SigningError, match="There is no signing key"):
        key.sign(b"message")


def test_a_file_whose_seed_is_anothers_does_not_sign(path: Path) -> None:
    whole = path.read_bytes()
    body = whole[:68] + bytes(32) + whole[100:-32]
    path.write_bytes(body + hashlib.sha256(body).digest())
    with pytest.raises(SigningError, match="does not lead to its public key"):
        SigningKey.open(path).sign(b"message")


def test_a_key_of_another_kind_is_refused(path: Path) -> None:
    whole = path.read_bytes()
    for place in (11, 15, 19):  # levels, LMS typecode, LM-OTS typecode
        body = whole[:place] + b"\x02" + whole[place + 1 : -32]
        path.write_bytes(body + hashlib.sha256(body).digest())
        with pytest.raises(SigningError, match=r"of a kind that this version does not know|does not lead to"):
            SigningKey.open(path).sign(b"message")


def test_another_key_under_the_same_name_does_not_sign_for_this_one(path: Path) -> None:
    key = SigningKey.open(path)
    path.unlink()
    SigningKey.create(path, height=5)
    with pytest.raises(SigningError, match="another key"):
        key.sign(b"message")


def test_a_file_that_was_put_back_is_noticed_by_the_process_that_signed(path: Path) -> None:
    key = SigningKey.open(path)
    shutil.copyfile(path, path.with_name("copy"))
    key.sign(b"message")
    os.replace(path.with_name("copy"), path)
    with pytest.raises(SigningError, match="put back"):
        key.sign(b"other message")


def test_a_second_name_of_the_file_is_refused_and_a_link_to_it_is_the_same_key(path: Path, leaf: Leaf) -> None:
    link = path.with_name("link")
    link.symlink_to(path)
    assert [leaf(SigningKey.open(one).sign(b"message")) for one in (path, link, path)] == [0, 1, 2]
    assert link.is_symlink()
    os.link(path, path.with_name("second"))
    with pytest.raises(SigningError, match="second name"):
        SigningKey.open(path)
