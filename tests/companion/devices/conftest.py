"""What the tests of TLS share: a handheld's MicroPython that speaks it."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # tls_helpers

from tls_helpers import HANDHELD, LAPTOP, Handheld, Identity, der_key  # noqa: E402

Start = Callable[..., Handheld]


@pytest.fixture
def start(micropython: Path, root: Path, tmp_path: Path) -> Start:
    """A function that starts a handheld: its identity, and the laptops' certificates that it knows."""

    def started(identity: Identity = HANDHELD, pinned: tuple[bytes, ...] = (LAPTOP[1],)) -> Handheld:
        (tmp_path / "key").write_bytes(der_key(identity[0]))
        (tmp_path / "certificate").write_bytes(identity[1])
        paths = [tmp_path / f"pinned-{number}" for number in range(len(pinned))]
        for path, certificate in zip(paths, pinned, strict=True):
            path.write_bytes(certificate)
        search = ":".join(str(root / folder) for folder in ("firmware", "firmware/lib", "protocol"))
        command = [micropython, HERE / "tls_server.py", tmp_path, *paths]
        return Handheld([str(part) for part in command], dict(os.environ, MICROPYPATH=search + ":.frozen"))

    return started
