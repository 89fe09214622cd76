"""Every test function in `cases/`, run by real MicroPython on the firmware as it is, each reported by its own name."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
CASES = HERE / "cases"
HEAP = "12M"  # flash in memory comes on top of what the firmware uses

FOUND = [
    (path.stem, name)
    for path in sorted(CASES.glob("*_cases.py"))
    for name in re.findall(r"^def (test_\w+)\(", path.read_text(), re.MULTILINE)
]


def _run(run_micropython, root: Path, folder: Path, cases: Path, file: str):
    search = [root / "firmware", root / "firmware" / "lib", root / "protocol", HERE.parent / "protocol", cases, CASES]
    return run_micropython(HERE.parent / "run_cases.py", file, str(folder), path=search, heap=HEAP)


@pytest.fixture(scope="module")
def outputs() -> dict[str, str]:
    """What each file printed, run once."""
    return {}


@pytest.mark.parametrize(("file", "name"), FOUND)
def test_case(run_micropython, root, tmp_path, outputs, file, name):
    if file not in outputs:
        outputs[file] = _run(run_micropython, root, tmp_path, CASES, file).stdout
    assert f"ok {name}\n" in outputs[file], outputs[file]


def test_each_file_holds_cases():
    assert {file for file, _ in FOUND} == {path.stem for path in CASES.glob("*_cases.py")}


@pytest.mark.parametrize("text", ["", "def helper(): pass\n", "def test_broken(:\n", "import numpy\n"])
def test_a_file_in_which_no_case_ran_is_a_failure(run_micropython, root, tmp_path, text):
    (tmp_path / "none_cases.py").write_text(text)
    assert _run(run_micropython, root, tmp_path, tmp_path, "none_cases").returncode != 0


def test_a_failing_case_is_named_with_its_traceback(run_micropython, root, tmp_path):
    (tmp_path / "bad_cases.py").write_text("def test_good(): pass\ndef test_wrong(): assert 1 == 2\n")
    done = _run(run_micropython, root, tmp_path, tmp_path, "bad_cases")
    assert done.returncode == 1
    assert "FAILED test_wrong" in done.stdout
    assert "AssertionError" in done.stdout
    assert "ok test_good" in done.stdout
