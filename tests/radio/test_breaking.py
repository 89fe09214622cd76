"""The radio breaks off, loses, or falls silent: nobody waits for ever, and the handheld is on the air again."""

import asyncio

import pytest

from radio_helpers import KEY, READ_S, connected, numbered, read_all, read_until_lost, until
from viewmark.devices.radio import RadioPipe, find
from viewmark.errors import PipeError
from viewmark.radio.faults import share

CUTS = [0, 1, 511, 512, 513, 2000]


async def works_again(one) -> None:
    """The handheld has seen the end, is found again, and carries."""
    await one.says("alone 1")
    async with connected() as pipe:
        await one.says("connected 2")
        await pipe.write(b"1000")
        assert await pipe.read(READ_S)


@pytest.mark.parametrize("cut", CUTS)
def test_cut_while_the_handheld_sends(on_air, handheld, cut):
    async def work(air):
        async with handheld(air, KEY, program="source") as one:
            async with connected() as pipe:
                air.faults.cut_from_handheld_bytes = cut
                await pipe.write(b"3000")
                got = await read_until_lost(pipe)
                assert got == numbered(3000)[: len(got)]
                assert len(got) == cut // 512 * 512
            await works_again(one)

    on_air(work)


@pytest.mark.parametrize("cut", CUTS)
def test_cut_while_the_laptop_sends(on_air, handheld, cut):
    async def work(air):
        async with handheld(air, KEY) as one:
            async with connected() as pipe:
                air.faults.cut_from_laptop_bytes = cut
                with pytest.raises(PipeError, match="out of reach"):
                    for _ in range(100):
                        await pipe.write(numbered(300))
                await read_until_lost(pipe)
                with pytest.raises(PipeError, match="Bring it nearer"):
                    await pipe.write(b"more")
                assert air.counts["from_laptop_bytes"] == cut // 300 * 300
            await works_again(one)

    on_air(work)


def test_a_lost_notification_is_lost_and_the_others_arrive(on_air, handheld):
    async def work(air):
        async with handheld(air, KEY, program="source"), connected() as pipe:
            air.faults.lose = lambda value: air.counts["notifications"] == 2 and not air.counts["lost"]
            await pipe.write(b"2560")
            whole = numbered(2560)
            assert await read_all(pipe, 4 * 512) == whole[:1024] + whole[1536:]
            assert air.counts["lost"] == 1 and air.counts["notifications"] == 4

    on_air(work)


def test_a_share_that_is_lost_is_the_same_for_the_same_seed():
    first, again, other = share(0.1, 7), share(0.1, 7), share(0.1, 8)
    chosen = [first(b"") for _ in range(1000)]
    assert chosen == [again(b"") for _ in range(1000)]
    assert chosen != [other(b"") for _ in range(1000)]
    assert 50 < sum(chosen) < 200


def test_a_laptop_whose_radio_takes_nothing_is_parted_from(on_air, handheld):
    async def work(air):
        async with handheld(air, KEY, program="source", stall_ms=300) as one:
            async with connected() as pipe:
                air.faults.jam()
                await pipe.write(b"100000")
                assert await read_until_lost(pipe) == b""
            air.faults.clear_jam()
            await works_again(one)

    on_air(work)


def test_nothing_waits_for_a_handheld_that_has_fallen_silent(on_air, handheld):
    async def work(air):
        async with handheld(air, KEY) as one:
            async with connected() as pipe:
                air.silent = True
                await pipe.write(b"is anyone there")
                assert await pipe.read(0.2) == b""
            with pytest.raises(PipeError, match="not found"):
                await RadioPipe.open("handheld-1", KEY, 0.5)
            air.silent = False
            await one.says("alone 1")
            async with connected() as pipe:
                await pipe.write(b"again")
                assert await read_all(pipe, 5) == b"again"

    on_air(work)


def test_connecting_ends_when_the_handheld_answers_nothing(on_air, handheld, monkeypatch):
    async def work(air):
        async with handheld(air, KEY):
            device = (await find({"handheld-1": KEY}, 10))["handheld-1"]
            with monkeypatch.context() as patch:
                patch.setattr(air, "send_acl_data", lambda *_: None)
                pipe = RadioPipe()
                with pytest.raises(PipeError, match="out of reach"):
                    await pipe.connect(device, 0.5)
                await pipe.close()
            async with connected() as pipe:
                await pipe.write(b"again")
                assert await read_all(pipe, 5) == b"again"

    on_air(work)


def test_connecting_to_an_address_of_yesterday_ends(on_air, handheld):
    async def work(air):
        async with handheld(air, KEY, renew_ms=1000) as one:
            device = (await find({"handheld-1": KEY}, 10))["handheld-1"]
            shown = len(one.radio.addresses)
            await until(lambda: len(one.radio.addresses) > shown + 1)
            pipe = RadioPipe()
            with pytest.raises(PipeError):
                await pipe.connect(device, 0.5)
            await pipe.close()
            async with connected() as pipe:
                await pipe.write(b"again")
                assert await read_all(pipe, 5) == b"again"

    on_air(work)


def test_connecting_can_be_given_up(on_air, handheld):
    async def work(air):
        async with handheld(air, KEY, renew_ms=1000) as one:
            device = (await find({"handheld-1": KEY}, 10))["handheld-1"]
            shown = len(one.radio.addresses)
            await until(lambda: len(one.radio.addresses) > shown)
            pipe = RadioPipe()
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(pipe.connect(device, 20), 0.2)
            await pipe.close()
            async with connected() as pipe:
                await pipe.write(b"again")
                assert await read_all(pipe, 5) == b"again"

    on_air(work)


def test_a_power_cut_ends_the_pipe_and_the_advertising(on_air, handheld):
    async def work(air):
        async with handheld(air, KEY) as one, connected() as pipe:
            await one.kill()
            assert await read_until_lost(pipe) == b""
            assert await find({"handheld-1": KEY}, 0.5) == {}

    on_air(work)


def test_a_read_that_is_given_up_loses_nothing(on_air, handheld):
    async def work(air):
        async with handheld(air, KEY), connected() as pipe:
            reading = asyncio.create_task(pipe.read(10))
            await asyncio.sleep(0)
            reading.cancel()
            await pipe.write(b"still here")
            assert await read_all(pipe, 10) == b"still here"

    on_air(work)
