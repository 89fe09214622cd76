"""A handheld that is used for years: neither its heap nor what a start and a check take of the flash grows."""

import json
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


@pytest.fixture
def soak(run_micropython, root):
    """Run the soak; returns its lines, a state at every tenth, then what it ended with."""

    def run(checks: int):
        search = [root / "firmware", root / "firmware" / "lib", root / "protocol", HERE]
        search.append(root / "tests" / "firmware" / "cases")
        done = run_micropython(HERE / "soak.py", str(checks), path=search, heap="4M")
        assert done.returncode == 0, done.stdout
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run


def assert_does_not_age(states: list[dict], end: dict) -> None:
    young, old = states[2:6], states[6:]  # by then the flash has wrapped
    assert young[0]["first_sequence"] > 1
    assert old[-1]["first_sequence"] > young[-1]["checks"]
    for name, growth in (("heap_bytes", 1), ("mount_reads", 1.1), ("operations_per_check", 1.01)):
        # A start reads the newest sector, however full that is: the largest of each half are compared.
        assert max(one[name] for one in old) <= growth * max(one[name] for one in young), name
    assert old[-1]["erased_per_check"] <= 1.05 * young[0]["erased_per_check"]
    assert end == {"violations": [], "files_damage": ""}


def test_ten_thousand_checks_leave_it_as_it_was(soak):
    *states, end = soak(10_000)
    assert_does_not_age(states, end)


@pytest.mark.prove
def test_a_hundred_thousand_checks_leave_it_as_it_was(soak):
    *states, end = soak(100_000)
    assert_does_not_age(states, end)
