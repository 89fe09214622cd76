"""What the system tests share: the folder of their parts, and one shift that is played once and looked at by many."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

SHIFT_S = 120
# A picture that the kit reads well, so that a test about cables does not depend on the reader's day.
EASY_PHOTO = "03-laser.jpg"


class Shift:
    """A shift that `viewmark demo --once --json` played in a process of its own."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        command = [sys.executable, "-m", "viewmark.cli.main", "demo", "--once", "--json", "--folder", str(folder)]
        ended = subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=SHIFT_S, check=False)
        self.exit_code, self.stdout, self.stderr = ended.returncode, ended.stdout, ended.stderr

    @property
    def report(self) -> dict[str, Any]:
        """What it printed."""
        return json.loads(self.stdout)

    @property
    def photos(self) -> list[dict[str, Any]]:
        """The rows of its photos."""
        return self.report["photos"]

    @property
    def counts(self) -> dict[str, int]:
        """The checks on all three."""
        return self.report["counts"]


@pytest.fixture(scope="session")
def play_shift(micropython: Path) -> type[Shift]:
    """Plays a shift: `play_shift(folder, *arguments)`."""
    return Shift


@pytest.fixture(scope="session")
def sample_shift(play_shift: type[Shift], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shift]:
    """The shift over the sample photos, played once for every test that looks at it."""
    yield play_shift(tmp_path_factory.mktemp("sample-shift"))


@pytest.fixture
def photo() -> Path:
    """One sample photo that is easily read; its serial is on no list."""
    from viewmark import places

    return places.samples() / EASY_PHOTO


@pytest.fixture(scope="session")
def unsynced(micropython: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A flash with five checks that no laptop has, what an undisturbed sync makes of it, and how long that is."""
    import asyncio

    from parts import Unsynced, measure_sync, record_checks

    from viewmark import places

    photos = sorted(places.samples().glob("*.jpg"))[:5]
    flash = tmp_path_factory.mktemp("unsynced") / "handheld"
    asyncio.run(record_checks(flash, *photos))
    untouched = Unsynced(flash)
    asyncio.run(measure_sync(untouched, tmp_path_factory.mktemp("undisturbed")))
    return untouched
