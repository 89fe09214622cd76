"""A handheld is found by its tag, and by nothing else: on the air there is nothing that stays the same."""

import asyncio
import sys

import pytest
from bleak import BleakScanner

from radio_helpers import KEY, OTHER_KEY, SHORTLY_S, connected, read_all, until
from viewmark.devices.radio import RadioPipe, find
from viewmark.errors import PipeError
from viewmark_protocol.radio import COMPANY_ID, NAME, SERVICE_UUID, resolves

QUICKLY_MS = 300


async def heard(seconds: float, scanning_mode: str = "active") -> list:
    """Everything that is advertised for a while: device and what it told."""
    found = []
    async with BleakScanner(lambda device, told: found.append((device, told)), scanning_mode=scanning_mode):
        await asyncio.sleep(seconds)
    return found


def test_a_paired_laptop_finds_it(on_air, handheld):
    async def work(air):
        async with handheld(air, KEY):
            assert set(await find({"handheld-1": KEY}, 10)) == {"handheld-1"}

    on_air(work)


def test_another_laptop_does_not(on_air, handheld):
    async def work(air):
        async with handheld(air, KEY):
            assert await find({"handheld-1": OTHER_KEY}, SHORTLY_S) == {}
            with pytest.raises(PipeError, match="not found by radio"):
                await RadioPipe.open("handheld-1", OTHER_KEY, SHORTLY_S)

    on_air(work)


def test_each_of_two_paired_laptops_has_its_turn(on_air, handheld):
    async def work(air):
        async with handheld(air, KEY, OTHER_KEY, renew_ms=QUICKLY_MS):
            for tag_key in (KEY, OTHER_KEY):
                assert set(await find({"handheld-1": tag_key}, 10)) == {"handheld-1"}

    on_air(work)


def test_without_a_pairing_it_is_not_on_the_air(on_air, handheld):
    async def work(air):
        async with handheld(air) as one:
            await one.says("alone 0")
            assert await heard(SHORTLY_S) == []
            assert one.radio.addresses == []

    on_air(work)


def test_nothing_on_the_air_stays_the_same_but_the_service_and_the_name(on_air, handheld):
    async def work(air):
        async with handheld(air, KEY, renew_ms=QUICKLY_MS) as one:
            await until(lambda: len(one.radio.addresses) > 0)
            shown: dict[str, bytes] = {}
            async with BleakScanner(
                lambda device, told: shown.update({device.address: told.manufacturer_data[COMPANY_ID]})
            ) as scanner:
                await until(lambda: len(shown) > 2)
                told = [one for _, one in scanner.discovered_devices_and_advertisement_data.values()]
            assert len(set(shown.values())) == len(shown)
            assert all(resolves(KEY, tag) for tag in shown.values())
            assert {one.local_name for one in told} == {NAME}
            assert {tuple(one.service_uuids) for one in told} == {(SERVICE_UUID,)}
            assert {tuple(one.manufacturer_data) for one in told} == {(COMPANY_ID,)}

    on_air(work)


def test_the_address_is_one_that_cannot_be_resolved(on_air, handheld):
    async def work(air):
        async with handheld(air, KEY, renew_ms=QUICKLY_MS) as one:
            await until(lambda: len(one.radio.addresses) > 1)
            assert all(int(address[:2], 16) >> 6 == 0 for address in one.radio.addresses)

    on_air(work)


def test_the_name_comes_with_the_scan_response_only_and_is_not_needed(on_air, handheld):
    async def work(air):
        async with handheld(air, KEY) as one:
            await until(lambda: len(one.radio.addresses) > 0)
            told = [one for _, one in await heard(SHORTLY_S, "passive")]
            assert told and not any(one.local_name for one in told)
            assert all(resolves(KEY, one.manufacturer_data[COMPANY_ID]) for one in told)

    on_air(work)


def test_two_at_once_are_told_apart(on_air, handheld):
    async def work(air):
        async with handheld(air, KEY) as first, handheld(air, OTHER_KEY) as second:
            assert len(await find({"first": KEY, "second": OTHER_KEY}, 10)) == 2
            async with connected(OTHER_KEY) as pipe:
                await second.says("connected 1")
                async with connected(KEY) as another:
                    await first.says("connected 1")
                    await pipe.write(b"to the second")
                    await another.write(b"to the first")
                    assert await read_all(pipe, 13) == b"to the second"
                    assert await read_all(another, 12) == b"to the first"

    on_air(work)


def test_two_are_opened_at_the_same_time(on_air, handheld):
    async def work(air):
        async with handheld(air, KEY) as first, handheld(air, OTHER_KEY) as second:
            pipes = await asyncio.gather(*(RadioPipe.open("one", tag_key, 20) for tag_key in (KEY, OTHER_KEY)))
            await first.says("connected 1")
            await second.says("connected 1")
            for pipe in pipes:
                await pipe.close()

    on_air(work)


def test_while_a_laptop_is_connected_it_is_not_on_the_air(on_air, handheld):
    async def work(air):
        async with handheld(air, KEY) as one:
            async with connected():
                await one.says("connected 1")
                assert await heard(SHORTLY_S) == []
            assert set(await find({"handheld-1": KEY}, 10)) == {"handheld-1"}

    on_air(work)


def test_who_knows_no_handheld_looks_for_none(monkeypatch):
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
    assert asyncio.run(find({}, 10)) == {}


@pytest.mark.skipif(sys.platform != "linux", reason="the system's bus is Linux's")
@pytest.mark.parametrize("address", ["unix:path=/nowhere", "rubbish"])
def test_without_bluetooth_a_sentence_says_so(monkeypatch, address):
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
    with pytest.raises(PipeError, match=r"Bluetooth is not available on this laptop.*plug in the cable"):
        asyncio.run(find({"handheld-1": KEY}, 10))
