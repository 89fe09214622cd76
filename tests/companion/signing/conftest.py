"""A signing key of 32 signatures, and reading which of its one-time keys made one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from viewmark.signing.key import SigningKey


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of a new key that signs 32 times."""
    file = tmp_path / "administrator.key"
    SigningKey.create(file, height=5)
    return file


@pytest.fixture
def leaf() -> Callable[[bytes], int]:
    """A function that returns which one-time key made a signature."""
    return lambda signature: int.from_bytes(signature[4:8], "big")
