"""A record that the handheld cannot read, or has given up, is told; it is taken as soon as it can be had."""

import asyncio
from typing import Any

from viewmark_protocol.messages.records import PullRecords

ID = "6c6f672d30303031-1"


def first_unreadable(bench: Any, record: Any) -> None:
    """Sync a handheld whose first record of two cannot be read."""
    bench.handheld.records = [b"", record("B2")]
    assert asyncio.run(bench.sync()) == ["6c6f672d30303031-2"]


def test_an_unreadable_record_is_listed_and_told_and_holds_up_nothing(bench: Any, record: Any) -> None:
    first_unreadable(bench, record)
    archive = bench.laptop.archive
    assert [(row.sequence, row.verdict) for row in archive.lane.page(10)] == [(2, "clear"), (1, None)]
    assert (archive.count(), archive.cursor("VM-1", bench.handheld.log_id)) == (1, 3)
    assert [f"Check {ID} cannot be read on VM-1" in one for one in bench.laptop.left_aside()] == [True]


def test_an_unreadable_record_is_not_sent_to_the_register(bench: Any, record: Any) -> None:
    first_unreadable(bench, record)
    assert bench.register.checks == [2]
    assert bench.answer(1) is None


def test_a_record_that_can_be_read_again_takes_its_place_and_goes_on_to_the_register(bench: Any, record: Any) -> None:
    first_unreadable(bench, record)
    bench.handheld.records[0] = record("A1")
    assert asyncio.run(bench.sync()) == [ID]
    found = bench.laptop.archive.find(ID)
    assert found is not None and found.record == record("A1")
    assert bench.register.checks == [2, 1]
    assert bench.laptop.left_aside() == []


def test_an_unreadable_record_is_asked_for_at_each_later_sync_alone(bench: Any, record: Any) -> None:
    first_unreadable(bench, record)
    bench.handheld.asked.clear()
    for _ in range(2):
        asyncio.run(bench.sync())
    assert [one.from_sequence for one in bench.handheld.told(PullRecords)] == [1, 1]
    assert bench.laptop.archive.count() == 1


def test_a_record_that_the_handheld_has_given_up_is_not_asked_for(bench: Any, record: Any) -> None:
    first_unreadable(bench, record)
    bench.handheld.records, bench.handheld.first_sequence = bench.handheld.records[1:], 2
    bench.handheld.asked.clear()
    asyncio.run(bench.sync())
    assert bench.handheld.told(PullRecords) == []


def test_a_real_record_never_gives_way_to_an_unreadable_one(bench: Any, record: Any) -> None:
    bench.handheld.records = [record("A1")]
    asyncio.run(bench.sync())
    assert bench.laptop.archive.file_records("VM-1", bench.handheld.log_id, [(1, b"")], 1) == []
    found = bench.laptop.archive.find(ID)
    assert found is not None and found.record == record("A1")


def test_a_record_that_comes_late_is_counted_by_whoever_counted_before(bench: Any, record: Any) -> None:
    bench.handheld.records = [b""]
    asyncio.run(bench.sync())
    archive = bench.laptop.archive
    counted_to, counts = archive.lane.verdicts_after(0)
    assert counts == {}
    bench.handheld.records = [record("A1")]
    asyncio.run(bench.sync())
    assert archive.lane.verdicts_after(counted_to)[1] == {"clear": 1}


def test_records_that_the_handheld_gave_up_before_they_came_here_are_told_with_their_numbers(
    bench: Any, record: Any
) -> None:
    bench.handheld.records = [record("A1")]
    asyncio.run(bench.sync())
    bench.handheld.first_sequence = 5
    asyncio.run(bench.sync())
    assert ["no longer has its checks 2 to 4" in one for one in bench.laptop.left_aside()] == [True]
    assert bench.laptop.archive.cursor("VM-1", bench.handheld.log_id) == 6


def test_a_log_that_goes_on_where_the_archive_ends_is_no_gap(bench: Any, record: Any) -> None:
    bench.handheld.records = [record("A1")]
    asyncio.run(bench.sync())
    bench.handheld.records, bench.handheld.first_sequence = [record("A2")], 2
    asyncio.run(bench.sync())
    assert bench.laptop.left_aside() == []
