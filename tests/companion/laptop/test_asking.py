"""What the laptop asks the register: every check that can be asked for, until its answer is on the laptop."""

import asyncio
from typing import Any


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
