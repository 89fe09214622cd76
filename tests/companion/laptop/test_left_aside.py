"""What cannot be had from a handheld, or brought to it, is told, and holds up nothing else."""

import asyncio
import hashlib
from typing import Any

import pytest

from viewmark.devices.troubles import Troubles
from viewmark_protocol.messages.downward import OfferList, PushAnswer, SetClock
from viewmark_protocol.messages.records import PullPhoto

from .conftest import sync, told

GOOD, OTHER = b"the photo as taken", b"another photo"
DIGEST, OTHER_DIGEST = hashlib.sha256(GOOD).digest(), hashlib.sha256(OTHER).digest()


def tries(bench: Any) -> int:
    return sum(one.digest == DIGEST for one in bench.handheld.told(PullPhoto))


@pytest.fixture
def damaged(bench: Any, record: Any) -> Any:
    """A bench whose handheld holds a damaged photo before a good one, and a list to be brought down."""
    bench.handheld.records = [record(photo=DIGEST), record(photo=OTHER_DIGEST)]
    bench.handheld.photos = {DIGEST: b"the photo as tokan", OTHER_DIGEST: OTHER}
    bench.offer_list()
    return bench


def test_a_damaged_photo_holds_up_no_other_photo_no_list_and_no_answer(damaged: Any) -> None:
    asyncio.run(damaged.sync())
    archive = damaged.laptop.archive
    assert archive.photos.path(OTHER_DIGEST).read_bytes() == OTHER
    assert (archive.photo_state(DIGEST), archive.photo_state(OTHER_DIGEST)) == ("damaged", "acknowledged")
    assert damaged.handheld.acknowledged_photos == [OTHER_DIGEST]
    assert damaged.handheld.told(OfferList)
    assert damaged.handheld.answers() == ["none", "none"]


def test_a_damaged_photo_is_tried_afresh_once_and_once_more_at_each_later_sync(damaged: Any) -> None:
    asyncio.run(damaged.sync())
    assert tries(damaged) == 2
    asyncio.run(damaged.sync())
    assert tries(damaged) == 3


def test_a_damaged_photo_is_told_in_one_sentence(damaged: Any, caplog: pytest.LogCaptureFixture) -> None:
    asyncio.run(damaged.sync())
    (sentence,) = damaged.laptop.left_aside()
    assert DIGEST.hex()[:12] in sentence and "VM-1" in sentence
    assert [one.getMessage() for one in caplog.records if one.name == "viewmark.sync"] == [sentence]


def test_a_photo_that_can_be_read_again_is_taken_and_no_longer_told(damaged: Any) -> None:
    asyncio.run(damaged.sync())
    damaged.handheld.photos[DIGEST] = GOOD
    asyncio.run(damaged.sync())
    assert damaged.laptop.archive.photo_state(DIGEST) == "acknowledged"
    assert damaged.laptop.left_aside() == []


def test_what_an_earlier_sync_left_damaged_is_thrown_away_and_the_photo_pulled_whole(bench: Any, record: Any) -> None:
    bench.handheld.records = [record(photo=DIGEST)]
    bench.handheld.photos = {DIGEST: GOOD}
    bench.laptop.archive.photos.add(DIGEST, 0, b"XXX")
    asyncio.run(bench.sync())
    assert bench.laptop.archive.photos.path(DIGEST).read_bytes() == GOOD
    assert bench.laptop.left_aside() == []


def test_a_refused_list_holds_up_no_answer_and_is_told(bench: Any, record: Any) -> None:
    bench.handheld.records = [record()]
    bench.handheld.refuses = (OfferList,)
    bench.offer_list()
    asyncio.run(bench.sync())
    assert bench.handheld.answers() == ["none"]
    assert ["does not take list 3" in sentence for sentence in bench.laptop.left_aside()] == [True]


def test_answers_go_down_before_the_list(bench: Any, record: Any) -> None:
    bench.handheld.records = [record()]
    bench.offer_list()
    asyncio.run(bench.sync())
    kinds = [type(one) for one in bench.handheld.asked]
    assert kinds.index(PushAnswer) < kinds.index(OfferList)


def test_a_refused_answer_is_told_and_stays_to_be_brought(bench: Any, record: Any) -> None:
    bench.handheld.records = [record()]
    bench.handheld.refuses = (PushAnswer,)
    bench.offer_list()
    asyncio.run(bench.sync())
    assert bench.handheld.told(OfferList)
    assert ["does not take the answer" in sentence for sentence in bench.laptop.left_aside()] == [True]
    assert len(bench.laptop.archive.answers.undelivered("VM-1", bench.handheld.log_id)) == 1


def test_a_refused_clock_holds_up_no_check_and_is_told(bench: Any, record: Any) -> None:
    bench.handheld.records = [record()]
    bench.handheld.greeting = {"clock_s": 0, "clock_trust": "unset"}
    bench.handheld.refuses = (SetClock,)
    assert asyncio.run(bench.sync()) == [f"{bench.handheld.log_id.hex()}-1"]
    assert ["this laptop's time" in sentence for sentence in bench.laptop.left_aside()] == [True]


def test_a_clock_that_is_off_is_set(bench: Any) -> None:
    bench.handheld.greeting = {"clock_s": 0}
    asyncio.run(bench.sync())
    assert len(bench.handheld.told(SetClock)) == 1
    assert bench.laptop.left_aside() == []


def test_within_one_connection_what_was_left_aside_is_not_tried_at_every_turn(damaged: Any) -> None:
    troubles = Troubles()
    damaged.handheld.refuses = (OfferList,)
    for _ in range(3):
        asyncio.run(damaged.laptop.handhelds.exchange(damaged.handheld, lambda progress: None, troubles=troubles))
    assert tries(damaged) == 2
    assert len(damaged.handheld.told(OfferList)) == 1
    assert len(damaged.laptop.left_aside()) == 2


def test_a_list_whose_key_is_not_to_be_had_stays_here_and_is_told(bench: Any) -> None:
    bench.offer_list()
    bench.register.is_away = True
    sync(bench)
    assert bench.handheld.told(OfferList) == []
    assert told(bench, "gets no new list, for want of its key")
    bench.register.is_away = False
    bench.laptop.handhelds.troubles.clear()
    sync(bench)
    assert len(bench.handheld.told(OfferList)) == 1


def test_a_key_that_was_fetched_is_carried_to_where_no_network_is(bench: Any) -> None:
    bench.offer_list()
    sync(bench)
    bench.register.is_away = True
    sync(bench)
    assert len(bench.handheld.told(OfferList)) == 2
