"""`viewmark board-test` prints one table or one JSON value, and ends with 1 where something failed."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Ran = subprocess.CompletedProcess[str]


@pytest.fixture
def board_test(folder: Path, tmp_path: Path) -> Callable[..., Ran]:
    """Runs the command on the board in the folder."""
    environment = os.environ | {"HOME": str(tmp_path), "COLUMNS": "160", "NO_COLOR": "1", "TERM": "dumb"}

    def run(*arguments: str) -> Ran:
        command = [sys.executable, "-m", "viewmark.cli.main", "board-test", "--folder", str(folder), *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)

    return run


def test_a_board_without_a_fault_is_a_table_and_0(board_test) -> None:
    done = board_test("--part", "vault", "--part", "keys")
    assert done.returncode == 0, done.stderr
    assert "handheld-1, sim: 7 passed, 0 failed, 0 not there, 0 asks a person" in done.stdout
    assert "one of its own" in done.stdout


def test_the_json_has_every_check(board_test) -> None:
    done = board_test("--part", "battery", "--json")
    told = json.loads(done.stdout)
    assert (told["board"], told["device_id"], told["where"]) == ("sim", "handheld-1", "simulator")
    assert [(one["name"], one["result"]) for one in told["checks"]] == [("charge", "passed"), ("steady", "passed")]


def test_what_failed_is_1_with_what_to_do(folder: Path, board_test) -> None:
    (folder / "chip.key").write_bytes(bytes(32))
    done = board_test("--part", "vault")
    assert done.returncode == 1
    assert "1 checks failed: vault (own key)" in done.stderr
    assert "Burn it before anything is recorded" in " ".join(done.stdout.replace("│", " ").split())


def test_a_board_and_a_folder_at_once_are_written_wrongly(board_test) -> None:
    assert board_test("--port", "/dev/ttyACM0").returncode == 2
