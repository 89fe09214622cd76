"""A handheld that seals: what does not fit is kept and named, and a lock stops what goes down, never what comes up."""

import asyncio
from typing import Any

import pytest

from viewmark_protocol.errors import SyncError
from viewmark_protocol.messages.downward import OfferList, PushAnswer, SetClock
from viewmark_protocol.messages.keys import ForgetFirstKey, PullFirstKey

from .conftest import FIRST_KEY, LOG_ID, Handheld, changed, seals, sync, told

ID = f"{LOG_ID.hex()}-2"
DOWN = (SetClock, OfferList, PushAnswer, ForgetFirstKey)


def test_a_record_changed_on_the_wire_is_kept_named_and_holds_up_nothing(three: Any) -> None:
    three.handheld.given = {2: changed(three.handheld.read(2))}
    sync(three)
    assert seals(three) == ["verified", "broken", "verified"]
    assert told(three, "VM-1: Record 2 does not fit its seal")
    assert three.register.checks == [1, 3]
    assert three.handheld.acknowledged == 4


def test_the_first_of_several_that_do_not_fit_is_named(three: Any) -> None:
    three.handheld.given = {one: changed(three.handheld.read(one)) for one in (2, 3)}
    sync(three)
    assert told(three, "VM-1: Record 2 does not fit its seal")


def test_two_records_that_changed_places_are_both_broken(three: Any) -> None:
    three.handheld.given = {1: three.handheld.read(2), 2: three.handheld.read(1)}
    sync(three)
    assert seals(three) == ["broken", "broken", "verified"]


def test_the_record_that_comes_whole_at_the_next_sync_takes_its_place_and_is_no_longer_told(three: Any) -> None:
    three.handheld.given = {2: changed(three.handheld.read(2))}
    sync(three)
    three.handheld.given = {}
    assert asyncio.run(three.sync()) == [ID]
    assert seals(three) == ["verified", "verified", "verified"]
    assert three.register.checks == [1, 3, 2]
    assert three.laptop.left_aside() == []


def test_a_broken_record_is_not_said_to_be_unreadable_on_the_handheld(three: Any) -> None:
    three.handheld.given = {2: changed(three.handheld.read(2))}
    sync(three)
    assert len(three.laptop.left_aside()) == 1


def test_a_log_whose_tail_was_cut_off_is_told(three: Any) -> None:
    proof = three.handheld.proof()
    del three.handheld.records[1:]
    three.handheld.greeting = {"end_proof": proof}
    sync(three)
    assert told(three, "VM-1 cannot prove that its log ends with check 1: later ones may have been cut off")
    assert seals(three) == ["verified"]


def test_an_open_handheld_that_proves_nothing_is_told(three: Any) -> None:
    three.handheld.greeting = {"end_proof": None}
    sync(three)
    assert told(three, "VM-1 cannot prove that its log ends with check 3")


def test_a_log_cut_off_below_what_is_here_is_told_and_what_is_here_stays(three: Any) -> None:
    sync(three)
    proof = three.handheld.proof()
    del three.handheld.records[1:]
    three.handheld.greeting = {"end_proof": proof}
    with pytest.raises(SyncError, match="holds more checks of this handheld than it has"):
        sync(three)
    assert told(three, "VM-1 cannot prove that its log ends with check 1")
    assert seals(three) == ["verified", "verified", "verified"]


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("locked", "VM-1 is locked. Enter its PIN to bring list and answers down."),
        ("wiped", "VM-1 has destroyed its keys"),
    ],
)
def test_from_a_locked_handheld_checks_come_up_and_nothing_goes_down(
    three: Any, record: Any, state: str, sentence: str
) -> None:
    sync(three)
    three.handheld.asked.clear()
    three.handheld.store_state = state
    three.handheld.records.append(record("D4"))
    three.handheld.greeting = {"clock_s": 0, "end_proof": None}
    three.offer_list()
    sync(three)
    assert seals(three) == ["verified"] * 4
    assert three.handheld.acknowledged == 5
    assert three.register.checks == [1, 2, 3, 4]
    assert [one for one in three.handheld.asked if isinstance(one, DOWN)] == []
    assert three.laptop.left_aside() == [one for one in three.laptop.left_aside() if sentence in one] != []


def test_once_unlocked_it_gets_what_waited_for_it_and_is_no_longer_told(three: Any) -> None:
    three.handheld.store_state = "locked"
    three.offer_list()
    sync(three)
    three.handheld.store_state = "unlocked"
    sync(three)
    assert three.handheld.answers() == ["none", "none", "none"]
    assert three.handheld.told(OfferList)
    assert three.laptop.left_aside() == []


def test_a_handheld_that_was_locked_from_the_start_keeps_key_and_checks_until_it_is_unlocked(three: Any) -> None:
    three.handheld.store_state = "locked"
    sync(three)
    assert (seals(three), three.handheld.acknowledged) == ([], 0)
    assert told(three, "VM-1 does not give the key of its log")
    three.handheld.store_state = "unlocked"
    sync(three)
    assert seals(three) == ["verified", "verified", "verified"]
    assert three.laptop.left_aside() == []


def test_a_handheld_that_lost_its_next_key_is_told(three: Any) -> None:
    three.handheld.store_state, three.handheld.greeting = "no-key", {"end_proof": None}
    sync(three)
    assert three.laptop.left_aside() == [
        "VM-1 has lost the key for its next check. Once all it holds is here it goes on with a new log."
    ]


def test_a_handheld_of_older_firmware_syncs_as_before(bench: Any, record: Any) -> None:
    bench.handheld.records = [record("A1"), record("B2")]
    sync(bench)
    assert seals(bench) == [None, None]
    assert bench.register.checks == [1, 2]
    assert bench.handheld.told(PullFirstKey) == []
    assert bench.handheld.answers() == ["none", "none"]
    assert bench.laptop.left_aside() == []


def test_who_says_that_it_seals_nothing_any_more_is_not_believed(three: Any, record: Any) -> None:
    sync(three)
    forger = Handheld()
    forger.records = [record("A1"), record("B2"), record("C3"), record("FORGED")]
    three.handheld = forger
    sync(three)
    assert seals(three) == ["verified", "verified", "verified", "broken"]
    assert (three.register.checks, forger.acknowledged) == ([1, 2, 3], 0)
    assert told(three, "VM-1: Record 4 does not fit its seal")


def test_what_a_forger_sends_takes_the_place_of_no_check_that_is_still_to_come(three: Any, record: Any) -> None:
    sync(three)
    honest, three.handheld = three.handheld, Handheld()
    three.handheld.records = [*honest.records, record("FORGED")]
    sync(three)
    three.handheld = honest
    honest.records.append(record("D4"))
    sync(three)
    assert [one.record for one in reversed(three.laptop.archive.checks())] == honest.records
    assert three.laptop.left_aside() == []


def test_what_does_not_fit_is_not_acknowledged_to_a_handheld_that_proves_nothing_however_often_it_comes(
    three: Any,
) -> None:
    three.handheld.first_key_waits = False
    three.laptop.keys.add("VM-1", LOG_ID, FIRST_KEY)
    three.handheld.store_state, three.handheld.greeting = "locked", {"end_proof": None}  # the power went in mid-append
    three.handheld.given = {2: changed(three.handheld.read(2))}
    sync(three, 2)
    assert seals(three) == ["verified", "broken", "verified"]
    assert three.handheld.acknowledged <= 2
    three.handheld.given = {}
    sync(three)
    assert seals(three) == ["verified", "verified", "verified"]


def test_what_a_damaged_handheld_cannot_read_is_listed_as_missing(three: Any) -> None:
    three.laptop.keys.add("VM-1", LOG_ID, FIRST_KEY)
    three.handheld.first_key_waits = False
    three.handheld.store_state, three.handheld.greeting = "no-key", {"end_proof": None}
    three.handheld.given = {2: b""}
    sync(three)
    assert seals(three) == ["verified", None, "verified"]
    assert told(three, "cannot be read on VM-1")
