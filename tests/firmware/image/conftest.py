"""A copy of the firmware in a checkout of its own, so that a test may change it and has its cache for itself."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from viewmark import places

LOOK = Path(__file__).with_name("look_inside.py")


@pytest.fixture
def firmware(tmp_path: Path, root: Path, micropython: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The firmware's folder; what is built from it lies in `build/firmware` beside it."""
    copied = tmp_path / "firmware"
    shutil.copytree(root / "firmware", copied, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "companion").mkdir()
    monkeypatch.setattr(places, "firmware", lambda: copied)
    return copied


@pytest.fixture
def inside(run_micropython) -> Callable[[Path], dict[str, str]]:
    """A function that returns what MicroPython finds in an image: by path, the SHA-256 of what is no code."""

    def look(image: Path) -> dict[str, str]:
        done = run_micropython(LOOK, str(image))
        assert done.returncode == 0, done.stdout
        return {path: digest for path, _, digest in (line.partition(" ") for line in done.stdout.splitlines())}

    return look
