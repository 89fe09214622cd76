"""Each fault of a part is found, named by that part and check, and said what to do about."""

import pytest

from viewmark.handheld.board_test.errors import BoardTestError

# By the fault's name in broken_board.py: the part that is tested, and which of its checks fail.
FAULTS = [
    ("flash reads back other bytes", "flash", {"programs", "programs zeros over"}),
    ("flash never erases", "flash", {"erases"}),
    ("flash refuses to program", "flash", {"programs"}),
    ("flash reads other bytes each time", "flash", {"keys reads"}),
    ("flash cannot be read", "flash", {"list reads"}),
    ("partition smaller than the table", "flash", {"list"}),
    ("partition not there", "flash", {"photos"}),
    ("clock stands still", "clock", {"running"}),
    ("clock runs double", "clock", {"running"}),
    ("clock takes no time", "clock", {"setting"}),
    ("clock cannot be put back", "clock", {"put back"}),
    ("clock in another century", "clock", {"time"}),
    ("gauge says 300 %", "battery", {"charge"}),
    ("gauge does not answer", "battery", {"charge"}),
    ("gauge jumps", "battery", {"steady"}),
    ("gauge raises", "battery", {"driver"}),
    ("key never comes", "keys", {"up"}),
    ("key bounces", "keys", {"down"}),
    ("keys exchanged", "keys", {"up", "down"}),
    ("quadrant never lit", "light", {"bottom", "all"}),
    ("light mirrored", "light", {"right", "left"}),
    ("screen inverted", "screen", {"colours", "edges"}),
    ("no camera", "camera", {"photo"}),
    ("camera dark", "camera", {"frame", "another view"}),
    ("camera gives half", "camera", {"frame", "another view"}),
    ("photo cut off", "camera", {"photo whole"}),
    ("scan engine silent", "scan_engine", {"scan begins", "scan ends"}),
    ("scan engine noise", "scan_engine", {"scan begins", "scan ends"}),
    ("pipe loses a byte", "pipe", {"every byte"}),
    ("pipe silent", "pipe", {"every byte"}),
    ("chip key changes", "vault", {"code"}),
    ("chip key says nothing", "vault", {"by what is asked"}),
    ("chip key never burnt", "vault", {"own key"}),
    ("random stuck", "random_numbers", {"repetitions", "balance", "fresh"}),
    ("random leans", "random_numbers", {"balance"}),
    ("random short", "random_numbers", {"length"}),
    ("random repeats", "random_numbers", {"fresh"}),
]


@pytest.mark.parametrize(("fault", "part", "names"), FAULTS, ids=[one[0] for one in FAULTS])
def test_a_fault_is_found_where_it_is(run_broken, fault: str, part: str, names: set[str]) -> None:
    tested = run_broken(fault, part)
    failed = [one for one in tested.failed if one.part == part]
    assert {one.name for one in failed} == names
    assert all(one.detail and one.advice.endswith(".") for one in failed)


def test_a_radio_that_refuses_is_found(run_broken) -> None:
    pytest.importorskip("bumble", reason="the extra viewmark[radio] is not installed")
    (failed,) = run_broken("radio refuses", "radio", has_radio=True).failed
    assert (failed.part, failed.name) == ("radio", "on")


def test_programming_that_spills_into_what_is_recorded_is_found_at_the_end(run_broken) -> None:
    failed = run_broken("programming spills", "flash").failed
    assert [(one.part, one.name) for one in failed] == [("unchanged", "keys")]


def test_one_broken_part_leaves_every_other_tested(run_broken) -> None:
    tested = run_broken("gauge raises")
    assert [(one.part, one.name) for one in tested.failed] == [("battery", "driver")]
    assert {one.part for one in tested.checks if one.result == "passed"} >= {"flash", "keys", "clock", "unchanged"}


def test_a_power_cut_in_the_middle_names_the_part_in_which_the_test_ended(run_broken) -> None:
    with pytest.raises(BoardTestError, match=r"ended in the part flash.*run it again"):
        run_broken("power goes in the middle", "flash")
