"""Checks on a whole handheld: every way through the flow ends in a recorded verdict."""

import asyncio
import time

import pytest

from viewmark.devices.list_file import head_of
from viewmark.lists.builder import Edition, build
from viewmark_protocol.messages.downward import ListWanted, OfferList, PushListPart, SetClock
from viewmark_protocol.messages.hello import Done

KEY = bytes(range(32))


async def bring_list(session, issuer, list_key_message) -> None:
    """Bring down a list with one stolen pistol."""
    now_s = int(time.time())
    content, _ = build([("CAB1", "GLOCK", "stolen")], KEY, Edition(3, now_s - 60, now_s + 86400, "focal point"), issuer)
    await session.ask(list_key_message(KEY, issuer.root), Done)
    wanted = await session.ask(OfferList(header=head_of(content), total_bytes=len(content)), ListWanted)
    await session.ask(PushListPart(offset=wanted.offset, content=content[wanted.offset :]), ListWanted)


def test_checks_get_their_verdicts_and_are_pulled_as_they_were_typed(bench, plugged_in, issuer, list_key_message, pull):
    async def work():
        async with bench() as (handheld, officer), plugged_in(handheld) as session:
            await session.hello()
            await bring_list(session, issuer, list_key_message)
            await session.ask(SetClock(utc_s=int(time.time())), Done)
            shown = [
                await officer.check(None, "GLOCK", "CAB1"),
                await officer.check(None, None, "CAB1"),
                await officer.check(None, "COLT", "CAB1"),
                await officer.check(None, "GLOCK", "ABC2"),
                await officer.check(None, None, None),
            ]
            return [screen.texts[0] for screen in shown], await pull(session)

    titles, checks = asyncio.run(work())
    assert titles == ["!! HIT", "~ NEAR", "~ NEAR", "- CLEAR", "X UNTRACEABLE"]
    marks = [check.firearms[0].marks[0] for check in checks]
    assert [mark.confirmed for mark in marks] == ["CAB1", "CAB1", "CAB1", "ABC2", None]
    assert [mark.source for mark in marks[:4]] == ["typed"] * 4
    assert marks[4].state == "none"
    assert checks[0].firearms[0].verdict.list_asked.version == 3


@pytest.mark.parametrize("with_list", [False, True])
def test_with_the_clock_unset_nothing_is_clear(bench, plugged_in, with_list, issuer, list_key_message):
    async def work():
        async with bench(clock_trust="unset") as (handheld, officer):
            if with_list:
                async with plugged_in(handheld) as session:
                    await session.hello()
                    await bring_list(session, issuer, list_key_message)
            clear = await officer.check(None, "GLOCK", "ABC2")
            return clear.texts, (await officer.check(None, "GLOCK", "CAB1")).texts

    honest, listed = asyncio.run(work())
    assert honest[0] == "? UNCHECKED"
    assert ("The clock is not set" if with_list else "holds no list") in " ".join(honest)
    assert listed[0] == ("!! HIT" if with_list else "? UNCHECKED")


def test_a_maker_outside_of_the_table_is_typed(bench):
    async def work():
        async with bench() as (_, officer):
            return (await officer.check(None, "ABE", "CAB1")).texts

    texts = asyncio.run(work())
    assert texts[1:3] == ["CAB1", "ABE"]


def test_an_empty_frame_is_said_and_the_serial_can_be_typed(bench):
    async def work():
        async with bench() as (handheld, officer):
            (handheld.folder / "camera.grey").write_bytes(bytes(100))
            (handheld.folder / "camera.photo").write_bytes(b"")
            pressed = await handheld.press("ok")
            message = await handheld.wait_for(lambda screen: screen.keys_taken >= pressed, 10)
            return message.texts, (await officer.check(None, None, "AB")).texts

    message, verdict = asyncio.run(work())
    assert message[0] == "NO PICTURE"
    assert "empty or cut off" in " ".join(message)
    assert verdict[:2] == ["? UNCHECKED", "AB"]
