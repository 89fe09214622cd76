"""A signing key: what it signs verifies, each of its one-time keys signs once, and then none."""

from collections.abc import Callable
from pathlib import Path

import pytest

from viewmark.signing.errors import SigningError
from viewmark.signing.key import SigningKey
from viewmark.signing.state import read_state, write_state
from viewmark_protocol.lms import PUBLIC_KEY_BYTES, verify

Leaf = Callable[[bytes], int]
LEAVES = 32


def exhaust(path: Path) -> None:
    """Leave a key with nothing to sign with."""
    state = read_state(path)
    while state.next_leaf < LEAVES:
        state = state.advanced()
    write_state(path, state)


def test_what_it_signs_verifies_under_its_public_key(path: Path) -> None:
    key = SigningKey.open(path)
    signature = key.sign(b"message")
    assert len(key.public_key) == PUBLIC_KEY_BYTES
    assert verify(key.public_key, b"message", signature)
    assert not verify(key.public_key, b"massage", signature)


def test_a_key_signs_as_soon_as_it_is_made(tmp_path: Path) -> None:
    key = SigningKey.create(tmp_path / "key", height=5)
    assert verify(key.public_key, b"message", key.sign(b"message"))
    assert SigningKey.open(tmp_path / "key").public_key == key.public_key


def test_two_keys_differ(tmp_path: Path) -> None:
    one, other = (SigningKey.create(tmp_path / name, height=5) for name in ("one", "other"))
    assert one.public_key != other.public_key
    assert not verify(other.public_key, b"message", one.sign(b"message"))


def test_every_one_time_key_is_used_once_and_then_none(path: Path, leaf: Leaf) -> None:
    key = SigningKey.open(path)
    used = []
    for left in range(LEAVES, 0, -1):
        assert key.left == left
        used.append(leaf(key.sign(b"message")))
    assert used == list(range(LEAVES))
    assert key.left == 0
    with pytest.raises(SigningError, match=r"are used. Make a new key"):
        key.sign(b"message")


def test_a_used_up_key_is_used_up_when_it_is_opened_again(path: Path) -> None:
    exhaust(path)
    key = SigningKey.open(path)
    assert key.left == 0
    with pytest.raises(SigningError, match="are used"):
        key.sign(b"message")


def test_a_height_that_takes_too_long_is_refused(tmp_path: Path) -> None:
    for height in (0, 4, 15, 25):
        with pytest.raises(SigningError, match="heights"):
            SigningKey.create(tmp_path / "key", height=height)
    assert list(tmp_path.iterdir()) == []
