"""What is written at one end arrives at the other, at every MTU and however slowly the radio takes it."""

import pytest

from radio_helpers import KEY, connected, numbered, read_all, until
from viewmark.radio.peripheral import CREDITS


@pytest.mark.parametrize(("mtu", "chunk_bytes"), [(23, 20), (247, 244), (517, 512)])
def test_bytes_arrive_unaltered_both_ways(on_air, handheld, mtu, chunk_bytes):
    async def work(air):
        air.faults.mtu_at_most = mtu
        async with handheld(air, KEY), connected() as pipe:
            assert pipe.chunk_bytes == chunk_bytes
            for sent in (b"a", numbered(chunk_bytes), numbered(chunk_bytes + 1), numbered(1500)):
                await pipe.write(sent)
                assert await read_all(pipe, len(sent)) == sent

    on_air(work)


@pytest.mark.parametrize("mtu", [23, 517])
def test_every_value_but_the_last_is_full(on_air, handheld, mtu):
    async def work(air):
        air.faults.mtu_at_most = mtu
        async with handheld(air, KEY, program="source"), connected() as pipe:
            await pipe.write(b"3000")
            assert await read_all(pipe, 3000) == numbered(3000)
            assert air.counts["notifications"] == -(-3000 // pipe.chunk_bytes)

    on_air(work)


def test_a_burst_that_the_buffer_takes_is_kept_whole(on_air, handheld):
    async def work(air):
        async with handheld(air, KEY, program="idle") as one, connected() as pipe:
            await pipe.write(numbered(4096))
            await until(lambda: air.counts["from_laptop_bytes"] == 4096)
            one.tell()
            assert await read_all(pipe, 4096) == numbered(4096)

    on_air(work)


def test_of_a_burst_that_it_does_not_take_the_first_is_kept(on_air, handheld):
    async def work(air):
        async with handheld(air, KEY, program="idle") as one, connected() as pipe:
            await pipe.write(numbered(5000))
            await until(lambda: air.counts["from_laptop_bytes"] == 5000)
            one.tell()
            assert await read_all(pipe, 4096) == numbered(4096)
            assert await pipe.read(0.2) == b""

    on_air(work)


def test_a_full_queue_slows_the_handheld_and_loses_nothing(on_air, handheld):
    async def work(air):
        async with handheld(air, KEY, program="source") as one, connected() as pipe:
            air.faults.jam()
            await pipe.write(b"30000")
            await until(lambda: one.radio.queued == CREDITS)
            assert air.counts["notifications"] == 0
            air.faults.clear_jam()
            assert await read_all(pipe, 30000) == numbered(30000)

    on_air(work)


def test_a_slow_radio_holds_the_handheld_back(on_air, handheld):
    async def work(air):
        air.rate_bytes_per_s = 100_000
        async with handheld(air, KEY, program="source") as one, connected() as pipe:
            await pipe.write(b"30000")
            await until(lambda: one.radio.queued == CREDITS)
            assert await read_all(pipe, 30000) == numbered(30000)

    on_air(work)


def test_what_one_laptop_left_unread_is_not_taken_for_the_next_ones(on_air, handheld):
    async def work(air):
        async with handheld(air, KEY, program="idle") as one:
            async with connected() as pipe:
                await pipe.write(b"of the first")
                await until(lambda: air.counts["writes"] == 1)
            await one.says("alone 1")
            async with connected() as pipe:
                await pipe.write(b"of the second")
                await until(lambda: air.counts["writes"] == 2)
                one.tell()
                assert await read_all(pipe, 13) == b"of the second"

    on_air(work)
