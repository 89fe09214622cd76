"""Running the command line in a process, as people and programs do."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

# The real parts that the system tests put together, a handheld among them.
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "system"))

Ran = subprocess.CompletedProcess[str]


@pytest.fixture
def viewmark(tmp_path: Path) -> Callable[..., Ran]:
    """Run `viewmark ARGUMENTS` with an empty home."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("VIEWMARK_")}
    environment = clean | {"HOME": str(tmp_path), "COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}

    def run(*arguments: str) -> Ran:
        command = [sys.executable, "-m", "viewmark.cli.main", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    return run
