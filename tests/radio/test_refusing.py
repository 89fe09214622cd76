"""The functions of `refusing_cases.py`, on real MicroPython."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
NAMES = re.findall(r"^def (test_\w+)\(", (HERE / "refusing_cases.py").read_text(), re.MULTILINE)


@pytest.fixture(scope="module")
def output(run_micropython, root) -> str:
    """What all of them printed, run once."""
    firmware = root / "firmware"
    search = [firmware / "boards" / "sim" / "modules", firmware, firmware / "lib", root / "protocol", HERE]
    return run_micropython(HERE.parent / "run_cases.py", "refusing_cases", path=search).stdout


@pytest.mark.parametrize("name", NAMES)
def test_case(output, name):
    assert f"ok {name}\n" in output, output
