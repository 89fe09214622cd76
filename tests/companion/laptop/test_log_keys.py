"""A log's first key: taken over once, escrowed for the focal point, and only then gone from the handheld."""

import os
from typing import Any

import pytest

from viewmark.archive.keystore import KeyStore
from viewmark.cli.focal_point import trust
from viewmark.escrow.box import open_first_key
from viewmark.escrow.focal_point import make_private_key, public_key_of, public_text
from viewmark_protocol.messages.downward import OfferList
from viewmark_protocol.messages.keys import ForgetFirstKey, KeepFirstKey, PullFirstKey

from .conftest import FIRST_KEY, LOG_ID, PRIVATE_KEY, seals, sync, told

OTHER_LOG, OTHER_KEY = b"log-0002", bytes(32)


@pytest.fixture
def escrowing(sealing: Any, record: Any) -> Any:
    """The same with two checks."""
    sealing.handheld.records = [record("A1"), record("B2")]
    return sealing


def test_at_the_first_sync_the_key_is_taken_kept_and_opens_every_check(sealing: Any, record: Any) -> None:
    sealing.handheld.records = [record("A1"), record("B2")]
    sync(sealing)
    with sealing.closed() as folder:
        assert KeyStore(folder / "keys.json").first_key("VM-1", LOG_ID) == FIRST_KEY
    assert seals(sealing) == ["verified", "verified"]
    assert [one.record for one in reversed(sealing.laptop.archive.checks())] == [record("A1"), record("B2")]
    assert sealing.register.checks == [1, 2]
    assert sealing.laptop.left_aside() == []


def test_a_key_that_is_here_is_not_asked_for_again(sealing: Any, record: Any) -> None:
    sync(sealing)
    sealing.handheld.records = [record("A1")]
    with sealing.closed():
        pass
    sync(sealing, 2)
    assert len(sealing.handheld.told(PullFirstKey)) == 1
    assert seals(sealing) == ["verified"]


def test_every_new_log_brings_its_own_key_and_the_old_one_stays(sealing: Any, record: Any) -> None:
    sealing.handheld.records = [record("A1")]
    sync(sealing)
    sealing.handheld.begin_log(OTHER_LOG, OTHER_KEY)
    sealing.handheld.records = [record("B2")]
    sync(sealing)
    assert seals(sealing) == ["verified", "verified"]
    keys = sealing.laptop.keys
    assert (keys.first_key("VM-1", LOG_ID), keys.first_key("VM-1", OTHER_LOG)) == (FIRST_KEY, OTHER_KEY)


def test_the_register_gets_a_box_that_the_focal_point_opens_and_then_the_handheld_forgets(escrowing: Any) -> None:
    sync(escrowing)
    ((device_id, log_id, box),) = escrowing.register.boxes
    assert open_first_key(PRIVATE_KEY, device_id, log_id, box) == FIRST_KEY
    assert FIRST_KEY not in box
    assert escrowing.handheld.first_key_waits is False
    sync(escrowing, 2)
    assert len(escrowing.register.boxes) == len(escrowing.handheld.told(ForgetFirstKey)) == 1
    assert escrowing.laptop.left_aside() == []


def test_the_handheld_hears_at_once_that_its_key_is_here_and_may_then_be_locked_by_a_pin(escrowing: Any) -> None:
    escrowing.register.is_away = True
    sync(escrowing, 2)
    assert len(escrowing.handheld.told(KeepFirstKey)) == 1


def test_a_handheld_that_cannot_note_that_its_key_is_here_brings_its_checks_up_all_the_same(escrowing: Any) -> None:
    escrowing.handheld.refuses = (KeepFirstKey,)  # its flash is full, and only a sync makes room
    sync(escrowing)
    assert seals(escrowing) == ["verified", "verified"]
    assert escrowing.handheld.acknowledged == 3


def test_while_the_register_is_away_the_handheld_keeps_its_key(escrowing: Any) -> None:
    escrowing.register.is_away = True
    sync(escrowing, 2)
    assert escrowing.handheld.told(ForgetFirstKey) == []
    escrowing.register.is_away = False
    escrowing.laptop.outbox.release()
    sync(escrowing)
    assert len(escrowing.register.boxes) == len(escrowing.handheld.told(ForgetFirstKey)) == 1


def test_without_a_focal_point_the_handheld_keeps_its_key_and_nothing_is_sent(escrowing: Any) -> None:
    escrowing.register.focal_point = None
    sync(escrowing, 3)
    assert (escrowing.register.boxes, escrowing.handheld.told(ForgetFirstKey)) == ([], [])
    assert seals(escrowing) == ["verified", "verified"]
    assert told(escrowing, "The register has no focal point to escrow keys for")


def test_a_focal_point_that_changes_gets_nothing_and_the_next_key_stays_on_the_handheld(escrowing: Any) -> None:
    sync(escrowing)
    escrowing.register.focal_point = public_key_of(make_private_key())
    escrowing.handheld.begin_log(OTHER_LOG, OTHER_KEY)
    with escrowing.closed():
        pass
    sync(escrowing, 2)
    assert [log_id for _, log_id, _ in escrowing.register.boxes] == [LOG_ID]
    assert escrowing.handheld.first_key_waits is True
    assert told(escrowing, "The register names another focal point than before: no key is escrowed for it.")


def test_a_new_focal_point_that_a_person_trusts_gets_the_keys_from_then_on(escrowing: Any) -> None:
    sync(escrowing)
    new = make_private_key()
    escrowing.register.focal_point = public_key_of(new)
    escrowing.handheld.begin_log(OTHER_LOG, OTHER_KEY)
    sync(escrowing)
    with escrowing.closed() as folder:
        trust(public_text(public_key_of(new)), folder)
    sync(escrowing)
    assert open_first_key(new, *escrowing.register.boxes[-1]) == OTHER_KEY
    assert escrowing.handheld.first_key_waits is False
    assert escrowing.laptop.left_aside() == []


def test_a_focal_points_key_that_closes_nothing_is_not_kept_and_holds_up_nothing(escrowing: Any) -> None:
    escrowing.register.focal_point = bytes(32)  # a point of low order: everybody could open the box
    sync(escrowing)
    assert escrowing.handheld.answers() == ["none", "none"]
    assert escrowing.handheld.told(ForgetFirstKey) == []
    escrowing.register.focal_point = public_key_of(PRIVATE_KEY)
    sync(escrowing)
    assert len(escrowing.register.boxes) == 1


def test_a_handheld_that_does_not_forget_its_key_gets_answers_and_list_all_the_same(escrowing: Any) -> None:
    escrowing.handheld.refuses = (ForgetFirstKey,)
    escrowing.offer_list()
    sync(escrowing)
    assert escrowing.handheld.answers() == ["none", "none"]
    assert escrowing.handheld.told(OfferList)
    assert len(escrowing.laptop.left_aside()) == 1


def test_a_key_that_this_laptop_could_not_write_is_not_forgotten_by_the_handheld(
    escrowing: Any, record: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    sync(escrowing)
    escrowing.handheld.begin_log(OTHER_LOG, OTHER_KEY)
    escrowing.handheld.records = [record("C3")]
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        sync(escrowing)
    assert escrowing.handheld.first_key_waits is True
    assert told(escrowing, "No space left on device")
    sync(escrowing)
    assert seals(escrowing) == ["verified"] * 3
    assert escrowing.handheld.first_key_waits is False


def test_a_handheld_that_gives_no_key_keeps_its_checks_until_it_does_and_is_told(escrowing: Any) -> None:
    escrowing.handheld.refuses = (PullFirstKey,)
    sync(escrowing)
    assert (seals(escrowing), escrowing.handheld.acknowledged) == ([], 0)
    assert told(escrowing, "VM-1 does not give the key of its log")
    escrowing.handheld.refuses = ()
    sync(escrowing)
    assert seals(escrowing) == ["verified", "verified"]
    assert escrowing.register.checks == [1, 2]
    assert escrowing.laptop.left_aside() == []


def test_a_key_of_another_length_is_not_taken_and_told(escrowing: Any) -> None:
    escrowing.handheld.first_key = bytes(16)
    escrowing.handheld.records = []
    sync(escrowing)
    assert escrowing.laptop.keys.all() == []
    assert told(escrowing, "VM-1 gave a first key or a log id of a wrong length")


def test_a_handheld_that_goes_on_under_another_key_is_told_and_its_key_not_taken(sealing: Any, record: Any) -> None:
    sealing.handheld.records = [record("A1")]
    sync(sealing)
    sealing.handheld.first_key = OTHER_KEY
    sealing.handheld.records = [record("A1"), record("B2")]
    sync(sealing)
    assert sealing.laptop.keys.first_key("VM-1", LOG_ID) == FIRST_KEY
    assert (seals(sealing), sealing.handheld.acknowledged) == (["verified", "broken"], 2)
    assert told(sealing, "VM-1: Record 2 does not fit its seal")
    assert told(sealing, "VM-1 cannot prove that its log ends with check 2")
    assert sealing.register.checks == [1]
