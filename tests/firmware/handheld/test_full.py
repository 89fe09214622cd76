"""A full handheld says so before the officer starts, says what to do, and goes on after a sync."""

import asyncio

from viewmark_protocol.messages.hello import Done
from viewmark_protocol.messages.records import Acknowledge

SMALL_RECORDS = {"records": 2 * 4096}
SMALL_PHOTOS = {"photos": 150 * 4096}


async def fill_up(officer) -> int:
    """Check until the store is full; return how many checks it took."""
    count = 0
    while (await officer.check(None, None)).texts[0] != "STORE FULL":
        count += 1
    return count


def test_a_full_store_refuses_before_the_check_and_says_what_to_do(bench):
    async def work():
        async with bench(partitions=SMALL_RECORDS) as (handheld, officer):
            count = await fill_up(officer)
            texts = handheld.screen.texts
            await officer.go_home()
            return count, texts, handheld.screen.texts, await officer.history()

    count, message, home, rows = asyncio.run(work())
    assert count > 30
    assert "Sync" in " ".join(message) and "Nothing is lost." in " ".join(message)
    assert home[1] == "STORE FULL"
    assert sorted(rows) == list(range(1, count + 1))


def test_after_the_laptops_acknowledgement_the_store_takes_checks_again_also_after_a_power_cut(bench, plugged_in):
    async def work():
        async with bench(partitions=SMALL_RECORDS) as (handheld, officer):
            count = await fill_up(officer)
            async with plugged_in(handheld) as session:
                device = await session.hello()
                await session.ask(Acknowledge(log_id=device.log_id, sequence=device.next_sequence), Done)
            await handheld.kill()
            await handheld.start()
            home = handheld.screen.texts
            return count, home, (await officer.check(None, None)).texts

    count, home, verdict = asyncio.run(work())
    assert f"on device {count}   on laptop {count}" in home
    assert f"Check {count + 1} is recorded." in " ".join(verdict)


def test_without_room_for_a_photo_no_check_is_begun(bench):
    async def work():
        async with bench(partitions={"photos": 120 * 4096}) as (handheld, officer):
            return handheld.screen.texts, (await officer.check(None, None)).texts

    home, message = asyncio.run(work())
    assert home[1] == message[0] == "STORE FULL"


def test_with_room_for_one_more_photo_it_is_ready(bench):
    async def work():
        async with bench(partitions=SMALL_PHOTOS) as (handheld, officer):
            return handheld.screen.texts, (await officer.check(None, None)).texts

    home, verdict = asyncio.run(work())
    assert home[1] == "READY"
    assert verdict[0] == "X UNTRACEABLE"
