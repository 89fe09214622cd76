"""The power goes at any moment: what was said to be recorded is there, and the numbers go on."""

import asyncio
import random

from viewmark.handheld.officer import Officer

SEED = 20260921
CUTS = 10


def test_thirty_checks_are_paged_through_after_a_restart(bench):
    async def work():
        async with bench() as (handheld, officer):
            for _ in range(30):
                await officer.check(None, None)
            await handheld.kill()
            await handheld.start()
            return await officer.history(), handheld.screen

    rows, screen = asyncio.run(work())
    assert rows == dict.fromkeys(range(1, 31), ("untraceable", False, None))
    assert "on device 30   on laptop 0" in screen.texts


async def keep_checking(officer: Officer, recorded: list[int]) -> None:
    """Check weapon after weapon; note what the screen said is recorded."""
    while True:
        screen = await officer.check(None, None)
        words = " ".join(screen.texts).split()
        recorded.append(int(words[words.index("Check") + 1]))


def test_kill_at_any_moment_loses_no_recorded_check(bench):
    dice = random.Random(SEED)
    recorded: list[int] = []

    async def work():
        async with bench() as (handheld, officer):
            for _ in range(CUTS):
                working = asyncio.create_task(keep_checking(officer, recorded))
                await asyncio.sleep(dice.uniform(0.05, 0.4))
                working.cancel()
                await asyncio.gather(working, return_exceptions=True)
                await handheld.kill()
                await handheld.start()
                there = await officer.history()
                assert set(recorded) <= set(there)
                assert sorted(there) == list(range(1, len(there) + 1))
            return len(there)

    count = asyncio.run(work())
    assert len(set(recorded)) == len(recorded) > 0
    assert count <= len(recorded) + CUTS
