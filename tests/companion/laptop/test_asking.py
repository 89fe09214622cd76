"""What the laptop asks the register: every check that can be asked for, until its answer is on the laptop."""

import asyncio
from typing import Any

import pytest

from viewmark.register.delivery import put_check
from viewmark_protocol.checks import serial_mark
from viewmark_protocol.marks import Alternative


def test_after_the_archive_was_begun_anew_every_answer_is_asked_for_again(bench: Any, record: Any) -> None:
    async def run() -> None:
        bench.handheld.records = [record()]
        await bench.sync()
        bench.begin_archive_anew()
        await bench.sync()

    asyncio.run(run())
    assert bench.answer() == ("none", "")
    assert bench.handheld.answers()[-1] == "none"
    assert len(bench.register.asked) == 2


def test_what_was_answered_is_not_asked_again(bench: Any, record: Any) -> None:
    async def run() -> None:
        bench.handheld.records = [record()]
        for _ in range(3):
            await bench.sync()

    asyncio.run(run())
    assert len(bench.register.asked) == 1


def test_a_record_with_an_empty_position_is_asked_by_its_serial_alone(bench: Any, record: Any) -> None:
    bench.handheld.records = [record(serial="AB1", lattice=[[]]), record(serial="CD2")]
    asyncio.run(bench.sync())
    assert [(one.serial, one.alternatives) for one in bench.register.asked] == [("AB1", ()), ("CD2", ())]


def test_a_record_that_was_read_well_is_asked_with_its_other_readings(bench: Any, record: Any) -> None:
    lattice = [[Alternative(character="A", percent=80), Alternative(character="4", percent=20)]]
    bench.handheld.records = [record(serial="A", lattice=lattice)]
    asyncio.run(bench.sync())
    assert [one.alternatives for one in bench.register.asked] == [("4",)]


def test_a_record_that_cannot_be_asked_for_is_filed_as_an_error_and_holds_up_nothing(
    bench: Any, record: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def odd(mark: Any) -> Any:
        if mark.marks[0].confirmed == "ODD1":
            raise IndexError("an odd record")
        return serial_mark(mark)

    monkeypatch.setattr("viewmark.laptop.serial_mark", odd)
    bench.handheld.records = [record(serial="ODD1"), record(serial="CD2")]
    asyncio.run(bench.sync())
    assert bench.answer(1) == ("error", "The register cannot be asked about this record (IndexError: an odd record).")
    assert bench.answer(2) == ("none", "")
    assert bench.register.checks == [1, 2]


@pytest.mark.parametrize("utc_s", [1 << 63, (1 << 64) - 1])
def test_a_time_that_no_database_keeps_holds_up_nothing(bench: Any, record: Any, utc_s: int) -> None:
    bench.handheld.records = [record(utc_s=utc_s), record(utc_s=(1 << 63) - 1)]
    asyncio.run(bench.sync())
    assert [row.opened_s for row in bench.laptop.archive.lane.page(10)] == [(1 << 63) - 1, None]
    assert bench.register.checks == [1, 2]


def test_a_check_that_waits_refused_with_other_bytes_is_sent_as_the_archive_has_it(bench: Any, record: Any) -> None:
    outbox = bench.laptop.outbox
    put_check(outbox, "VM-1", bench.handheld.log_id, 1, b"", 100)
    outbox.park(outbox.due(100)[0].id, "no check")
    bench.handheld.records = [record(), record()]
    asyncio.run(bench.sync())
    assert sorted(bench.register.checks) == [1, 2]
