"""Every case file again, on real MicroPython: one result for each file, failing functions named in it."""

from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
CASES = HERE / "cases"
HEAP = "1M"  # objects are twice as large here as on the handheld


def _run(run_micropython, root, folder: Path, name: str):
    return run_micropython(HERE.parent / "run_cases.py", name, path=[root / "protocol", HERE, folder], heap=HEAP)


@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("test_*.py")))
def test_cases_hold_on_micropython(run_micropython, root, name):
    done = _run(run_micropython, root, CASES, name)
    assert done.returncode == 0, done.stdout
    assert " ran, 0 failed" in done.stdout


def test_a_failing_case_is_reported_by_name_with_its_traceback(run_micropython, root, tmp_path):
    (tmp_path / "test_bad.py").write_text("def test_good(): pass\ndef test_wrong(): assert 1 == 2\n")
    done = _run(run_micropython, root, tmp_path, "test_bad")
    assert done.returncode == 1
    assert "FAILED test_wrong" in done.stdout
    assert "AssertionError" in done.stdout
    assert "ok test_good" in done.stdout


@pytest.mark.parametrize("text", ["", "def helper(): pass\n", "def test_broken(:\n", "import numpy\n"])
def test_a_file_in_which_no_test_ran_is_a_failure(run_micropython, root, tmp_path, text):
    (tmp_path / "test_none.py").write_text(text)
    assert _run(run_micropython, root, tmp_path, "test_none").returncode != 0
