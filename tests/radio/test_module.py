"""The simulator's module `bluetooth` has the traps of the real one."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from bleak import BleakClient, BleakScanner

from radio_helpers import SHORTLY_S

PLAIN, APPENDING, ORDERS, NOTIFIED = (f"0000ff0{n}-0000-1000-8000-00805f9b34fb" for n in range(1, 5))

SWITCH_ON = """
import bluetooth
try:
    bluetooth.BLE().active(True)
except OSError as error:
    print(error.errno)
"""


@contextlib.asynccontextmanager
async def central() -> AsyncIterator[BleakClient]:
    """A client of the program that is on the air."""
    device = await BleakScanner.find_device_by_name("Case", timeout=20)
    assert device is not None
    async with BleakClient(device) as client:
        yield client


@pytest.fixture
def with_central(on_air, run_firmware):
    """A function that runs a coroutine with the program and a client that is connected to it."""

    def run(work) -> None:
        async def connected(air) -> None:
            async with run_firmware(air, "module_program.py") as one, central() as client:
                await work(one, client)

        on_air(connected)

    return run


def test_what_does_not_fit_is_cut_and_a_plain_value_is_replaced(with_central):
    async def work(one, client):
        await client.write_gatt_char(PLAIN, b"a" * 30, response=True)
        await one.says("plain " + "61" * 20)
        await client.write_gatt_char(PLAIN, b"b", response=False)
        await one.says("plain 62")

    with_central(work)


def test_a_buffer_that_appends_keeps_all_writes_up_to_its_size_and_is_empty_when_read(with_central):
    async def work(one, client):
        for _ in range(2):
            await client.write_gatt_char(APPENDING, b"a" * 30, response=False)
        await client.write_gatt_char(ORDERS, b"take", response=True)
        await one.says("appended " + "61" * 50)
        await one.says("left 0")

    with_central(work)


def test_what_the_real_one_refuses_is_refused(with_central):
    async def work(one, _client):
        await one.says("ready")
        for refusal in (
            "advertise while off OSError 19",
            "long payload OSError 22",
            "unknown setting ValueError unknown config param",
            "notify nobody OSError 107",
            "new address on the air OSError 22",
        ):
            assert refusal in one.said
        assert "the same radio True" in one.said
        assert "setting 100" in one.said

    with_central(work)


def test_a_value_is_read_and_a_notification_is_cut_to_the_mtu(with_central):
    async def work(one, client):
        await one.says("mtu 100")
        assert await client.read_gatt_char(NOTIFIED) == b"to be read"
        arrived: asyncio.Queue[bytes] = asyncio.Queue()
        await client.start_notify(NOTIFIED, lambda _, value: arrived.put_nowait(bytes(value)))
        await client.write_gatt_char(ORDERS, b"notify", response=True)
        assert await asyncio.wait_for(arrived.get(), 20) == bytes(range(97))
        await client.stop_notify(NOTIFIED)

    with_central(work)


def test_hanging_up_tells_both_ends_and_the_payload_stays_for_the_next(with_central):
    async def work(one, client):
        await client.write_gatt_char(ORDERS, b"hang_up", response=False)
        await one.says("hung up True False")
        await one.says("advertise when parted went through")
        assert not client.is_connected
        async with central():
            pass

    with_central(work)


def test_switching_off_parts_with_the_event_and_then_nothing_goes(with_central):
    async def work(one, client):
        await client.write_gatt_char(ORDERS, b"off", response=False)
        await one.says("off")
        await one.says("advertise when parted OSError 19")
        assert not client.is_connected
        assert await BleakScanner.find_device_by_name("Case", timeout=SHORTLY_S) is None

    with_central(work)


def test_on_a_board_without_a_radio_it_cannot_be_switched_on(run_micropython, root, tmp_path):
    script = tmp_path / "none.py"
    script.write_text(SWITCH_ON)
    firmware = root / "firmware"
    done = run_micropython(script, path=[firmware / "boards" / "sim" / "modules", firmware, root / "protocol"])
    assert done.stdout.strip() == "19"
