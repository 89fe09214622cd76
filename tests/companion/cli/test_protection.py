"""`viewmark protection`: a passphrase guards the laptop's folder; commands ask for it, or say that it lacks."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from viewmark.archive.archive import Archive

from ..conftest import check_record, firearm, read_mark

PASSPHRASE = "four plain words together"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A laptop with one check."""
    archive = Archive(tmp_path / "laptop")
    archive.file_records("VM-1", bytes(8), [(1, check_record(firearm(read_mark("AB1234"))))], 1_790_000_000)
    archive.close()
    return tmp_path / "laptop"


@pytest.fixture
def run(folder: Path) -> Run:
    """Run `viewmark ARGUMENTS` on it: `run(*arguments, piped="", passphrase_file=None)`."""

    def ran(*arguments: str, piped: str = "", passphrase_file: Path | None = None) -> Any:
        command = [sys.executable, "-m", "viewmark.cli.main", *arguments, "--folder", str(folder)]
        named = {} if passphrase_file is None else {"VIEWMARK_PASSPHRASE_FILE": str(passphrase_file)}
        environment = os.environ | {"COLUMNS": "400", "NO_COLOR": "1"} | named
        return subprocess.run(command, env=environment, input=piped, capture_output=True, text=True, check=False)

    return ran


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A file that holds the passphrase."""
    path = tmp_path / "passphrase"
    path.write_text(PASSPHRASE + "\n")
    return path


def test_a_passphrase_guards_every_command_that_reads_checks(run: Run, kept: Path) -> None:
    assert json.loads(run("protection", "show", "--json").stdout)["guarded"] is False
    assert run("protection", "set", piped=PASSPHRASE + "\n").returncode == 0
    assert json.loads(run("protection", "show", "--json").stdout)["guarded"] is True
    for command in (("checks",), ("show", f"{bytes(8).hex()}-1"), ("devices",), ("trace", f"{bytes(8).hex()}-1")):
        refused = run(*command)
        assert refused.returncode == 1 and "guarded by a passphrase" in refused.stderr
        assert "AB1234" not in refused.stdout + refused.stderr
    assert "AB1234" in run("checks", passphrase_file=kept).stdout


def test_the_wrong_passphrase_and_a_file_that_is_not_there_are_said(run: Run, tmp_path: Path) -> None:
    run("protection", "set", piped=PASSPHRASE + "\n")
    wrong = tmp_path / "wrong"
    wrong.write_text("four other words together")
    assert "This is not the passphrase of these data" in run("checks", passphrase_file=wrong).stderr
    assert "Name another file" in run("checks", passphrase_file=tmp_path / "nowhere").stderr


def test_it_is_changed_and_removed_by_who_has_it(run: Run, kept: Path, tmp_path: Path) -> None:
    run("protection", "set", piped=PASSPHRASE + "\n")
    assert run("protection", "set", piped="another passphrase here\n").returncode == 1
    assert run("protection", "set", piped="another passphrase here\n", passphrase_file=kept).returncode == 0
    assert run("checks", passphrase_file=kept).returncode == 1
    kept.write_text("another passphrase here")
    assert run("protection", "remove", "--yes", passphrase_file=kept).returncode == 0
    assert "AB1234" in run("checks").stdout


def test_a_short_one_is_refused_and_nothing_changes(run: Run) -> None:
    refused = run("protection", "set", piped="short\n")
    assert refused.returncode == 1 and "at least 12 characters" in refused.stderr
    assert "AB1234" in run("checks").stdout
