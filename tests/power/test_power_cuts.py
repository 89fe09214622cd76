"""The power goes at an operation of a shift of 500 checks with photos, acknowledgements and wraps; see run_cuts.py.

`make test` takes a seeded sample of 200 cuts, `make prove` every one, and cuts the start that follows as well.
"""

import random
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
MODES = ("dropped", "torn", "torn-end", "landed")
SAMPLE_STEP = 49  # of some 2500 operations: fifty cuts in each mode
CONTROL_STEP = 53  # meets operations between a photo and its check too
SEED = 20261


@pytest.fixture
def cut(run_micropython, root):
    """Run cuts: `cut(mode, first, step, more="")`, returns what became of it."""

    def run(mode: str, first: int, step: int, more: str = ""):
        search = [root / "firmware", root / "firmware" / "lib", root / "protocol", HERE]
        search.append(root / "tests" / "firmware" / "cases")
        return run_micropython(HERE / "run_cuts.py", mode, str(first), str(step), more, path=search, heap="64M")

    return run


@pytest.mark.parametrize("mode", MODES)
def test_a_sample_of_cuts_loses_doubles_and_invents_nothing(cut, mode):
    first = random.Random(f"{SEED} {mode}").randrange(SAMPLE_STEP)
    done = cut(mode, first, SAMPLE_STEP)
    assert done.returncode == 0, done.stdout
    assert ", 0 left something wrong" in done.stdout


def test_a_store_that_tells_a_check_as_recorded_before_it_is_is_caught(cut):
    done = cut("dropped", 40, CONTROL_STEP, "late")
    assert done.returncode == 1
    assert "checks were told as recorded" in done.stdout
    assert "a photo is there and its check" in done.stdout


def test_a_failing_cut_is_replayed_by_its_number(cut):
    line = cut("dropped", 40, CONTROL_STEP, "late").stdout.splitlines()[0]
    mode, number, step, more = line.partition(":")[0].split()[1:]
    again = cut(mode, int(number), int(step), more)
    assert again.stdout.splitlines()[0] == line


@pytest.mark.prove
@pytest.mark.parametrize("part", range(2))
@pytest.mark.parametrize("mode", MODES)
def test_every_cut_loses_doubles_and_invents_nothing(cut, mode, part):
    done = cut(mode, part, 2)
    assert done.returncode == 0, done.stdout


@pytest.mark.prove
@pytest.mark.parametrize("second", range(6))
@pytest.mark.parametrize("mode", MODES)
def test_a_cut_in_the_start_after_a_cut_changes_nothing(cut, mode, second):
    done = cut(mode, 0, 5, str(second))
    assert done.returncode == 0, done.stdout
