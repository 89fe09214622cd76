"""A handheld that seals: what does not fit is kept and named, and a lock stops what goes down, never what comes up."""

import asyncio
import contextlib
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from viewmark.cli.recover import recover
from viewmark_protocol.messages.downward import OfferList, PushAnswer, SetClock
from viewmark_protocol.messages.keys import ForgetFirstKey, PullFirstKey

from .conftest import FIRST_KEY, LOG_ID, Handheld
from .test_log_keys import seals, sync, told

ID = f"{LOG_ID.hex()}-2"
PHOTO = b"the photo in its box"
DIGEST = hashlib.sha256(PHOTO).digest()
DOWN = (SetClock, OfferList, PushAnswer, ForgetFirstKey)


@pytest.fixture
def three(sealing: Any, record: Any) -> Any:
    """A handheld with three sealed checks."""
    sealing.handheld.records = [record("A1"), record("B2"), record("C3")]
    return sealing


def changed(content: bytes) -> bytes:
    """Return bytes with one bit in their middle flipped."""
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def write_key(folder: Path) -> Path:
    """Write what the focal point recovered."""
    path = folder / "recovered.key"
    path.write_text(json.dumps({"device_id": "VM-1", "log_id": LOG_ID.hex(), "first_key": FIRST_KEY.hex()}))
    return path


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
    with contextlib.suppress(Exception):
        sync(three)
    assert told(three, "VM-1 cannot prove that its log ends with check 1")
    assert seals(three) == ["verified", "verified", "verified"]


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("locked", "VM-1 is locked: checks come up all the same"), ("wiped", "VM-1 has destroyed its keys")],
)
def test_from_a_locked_handheld_checks_come_up_and_nothing_goes_down(
    three: Any, record: Any, state: str, sentence: str
) -> None:
    sync(three)
    three.handheld.asked.clear()
    three.handheld.store_state = state
    three.handheld.records.append(record("D4"))
    three.handheld.greeting = {"clock_s": 0, "end_proof": None}
    three.register.focal_point = None
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


def test_a_handheld_that_was_locked_from_the_start_gives_its_key_once_it_is_unlocked(three: Any) -> None:
    three.handheld.store_state = "locked"
    sync(three)
    assert seals(three) == ["no-key", "no-key", "no-key"]
    assert told(three, "VM-1 is locked")
    assert told(three, "VM-1 does not give the key of its log: The handheld is locked.")
    three.handheld.store_state = "unlocked"
    sync(three)
    assert seals(three) == ["verified", "verified", "verified"]


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
    assert three.register.checks == [1, 2, 3]


@pytest.fixture
def keyless(three: Any, record: Any) -> Any:
    """A handheld whose key another laptop has taken, one of its checks with a photo, after a sync here."""
    three.handheld.records.append(record("D4", photo=DIGEST))
    three.handheld.photos = {DIGEST: PHOTO}
    three.handheld.first_key_waits = False
    sync(three)
    return three


def test_without_the_key_checks_are_kept_sealed_acknowledged_and_told(keyless: Any) -> None:
    assert seals(keyless) == ["no-key"] * 4
    assert keyless.handheld.acknowledged == 5
    assert keyless.register.checks == []
    assert told(keyless, "`viewmark recover` opens them with what the focal point recovers from the escrow")
    assert keyless.handheld.told(PullFirstKey) == []


def test_recovered_they_are_opened_and_the_next_sync_brings_them_to_the_register_and_their_photos_here(
    keyless: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with keyless.closed() as folder:
        recover(write_key(folder), folder)
    assert "4 checks of VM-1 were opened and verified." in capsys.readouterr().out
    assert seals(keyless) == ["verified"] * 4
    sync(keyless)
    assert keyless.register.checks == [1, 2, 3, 4]
    assert keyless.laptop.archive.photos.path(DIGEST).read_bytes() == PHOTO
    assert keyless.handheld.answers() == ["none"] * 4
    assert keyless.laptop.left_aside() == []


def test_a_key_recovered_beside_the_running_app_is_used_by_it(keyless: Any, record: Any, tmp_path: Path) -> None:
    recover(write_key(tmp_path), tmp_path / "laptop")
    keyless.handheld.records.append(record("E5"))
    sync(keyless)
    assert seals(keyless) == ["verified"] * 5


def test_a_record_that_was_changed_on_its_way_is_found_when_the_key_comes(keyless: Any, record: Any) -> None:
    keyless.handheld.records += [record("E5"), record("F6")]
    keyless.handheld.given = {5: changed(keyless.handheld.read(5))}
    sync(keyless)
    with keyless.closed() as folder:
        recover(write_key(folder), folder)
    assert seals(keyless)[:4] == ["verified"] * 4
    assert sorted(seals(keyless)[4:]) == ["broken", "verified"]
    keyless.handheld.given = {}
    sync(keyless)
    assert seals(keyless) == ["verified"] * 6
    assert keyless.laptop.left_aside() == []
