"""A simulated board with small partitions, and its test, with or without a fault."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from viewmark.handheld import board as boards
from viewmark.handheld.board_test.lines import Outcome
from viewmark.handheld.board_test.simulated import run_simulated

BROKEN = Path(__file__).with_name("broken_board.py")
SMALL = {
    "firmware_a": 64 * 1024,
    "firmware_b": 64 * 1024,
    "list": 512 * 1024,
    "records": 64 * 1024,
    "keys": 32 * 1024,
    "photos": 1024 * 1024,
}
Test = Callable[..., Outcome]


@pytest.fixture
def folder(tmp_path: Path, micropython: Path) -> Path:
    """The folder of a simulated board that is off and new."""
    made = tmp_path / "handheld"
    boards.lay_out(made, boards.read_board(), "handheld-1", "battery", SMALL)
    return made


@pytest.fixture
def run_test(folder: Path) -> Test:
    """Tests the board in the folder: all of it or the `parts` that are named; `wanted` as `Report` has it."""

    def run(*parts: str, has_radio: bool = False, **wanted: Any) -> Outcome:
        return asyncio.run(run_simulated(folder, wanted={"parts": list(parts)} | wanted, has_radio=has_radio))

    return run


@pytest.fixture
def run_broken(folder: Path) -> Test:
    """Tests the board in the folder with a fault of `broken_board.py`, by its name there."""

    def run(fault: str, *parts: str, has_radio: bool = False, **wanted: Any) -> Outcome:
        asked = {"parts": list(parts), "fault": fault, "answer_ms": 3000} | wanted
        brought = {BROKEN.name: BROKEN.read_bytes()}
        return asyncio.run(run_simulated(folder, lambda said: None, asked, BROKEN.stem, brought, has_radio))

    return run


@pytest.fixture
def content() -> Callable[[Path], dict[str, bytes]]:
    """Returns what lies in a handheld's folder and lasts, by the file's name: flash, keys and clock."""

    def read(folder: Path) -> dict[str, bytes]:
        lasting = ("*.flash", "chip.key", "clock.offset", "camera.*")
        return {path.name: path.read_bytes() for pattern in lasting for path in folder.glob(pattern)}

    return read
