"""The radio as a pipe of bytes, by bleak. A handheld is known by its tag: its name is everyone's, its address new.

What is written has no response of the radio's: the link above numbers it and sends again what was lost.
"""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from viewmark.errors import NoRadioError, PipeError
from viewmark_protocol.radio import (
    COMPANY_ID,
    LEAST_CHUNK_BYTES,
    MAX_VALUE_BYTES,
    RX_UUID,
    SERVICE_UUID,
    TX_UUID,
    resolves,
)

if TYPE_CHECKING:
    from bleak import BleakClient
    from bleak.backends.device import BLEDevice
    from bleak.backends.scanner import AdvertisementData

_TRY_S = 5.0  # to connect: the address may just have changed, and then the handheld is looked for again
_CALL_S = 5.0
_CLOSE_S = 2.0
_SIZE_S = 0.5
_NOT_AVAILABLE = (
    "Bluetooth is not available on this laptop, or it is switched off. Switch it on, or plug in the cable instead."
)
_NOT_FOUND = (
    "The handheld was not found by radio. Is it on, near, and not in the hands of another laptop? "
    "Bring it nearer, or plug in the cable."
)
_LOST = "The handheld is out of reach of the radio. Bring it nearer: the sync goes on where it was."

Result = TypeVar("Result")


async def find(tag_keys: "dict[str, bytes]", timeout_s: float) -> "dict[str, BLEDevice]":
    """Return by device id those handhelds that are on the air, looking no longer than until all are found.

    `tag_keys` are the handhelds that this laptop is paired with. NoRadioError without Bluetooth.
    """
    found: dict[str, BLEDevice] = {}
    all_found = asyncio.Event()

    def heard(device: "BLEDevice", told: "AdvertisementData") -> None:
        tag = told.manufacturer_data.get(COMPANY_ID, b"")
        for device_id, tag_key in tag_keys.items():
            if SERVICE_UUID in told.service_uuids and resolves(tag_key, tag):
                found[device_id] = device
        if len(found) == len(tag_keys):
            all_found.set()

    if not tag_keys:
        return found
    errors = _errors()
    try:
        from bleak import BleakScanner

        scanner = BleakScanner(heard, service_uuids=[SERVICE_UUID])
        await _within(scanner.start(), _CALL_S)
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(timeout_s):
                    await all_found.wait()
        finally:
            await _within(scanner.stop(), _CALL_S)
    except errors as error:
        raise NoRadioError(_NOT_AVAILABLE) from error
    return found


class RadioPipe:
    """A connected handheld. Reading and writing raise PipeError when it is out of reach."""

    def __init__(self) -> None:
        self._client: BleakClient | None = None
        self._arrived = bytearray()
        self._stirred = asyncio.Event()  # something arrived, or the handheld is gone
        self._gone = asyncio.Event()

    @classmethod
    async def open(cls, device_id: str, tag_key: bytes, timeout_s: float) -> "RadioPipe":
        """Find a handheld by its tag and connect; PipeError when that does not succeed in time."""
        deadline_s = _now_s() + timeout_s
        while (left_s := deadline_s - _now_s()) > 0:
            device = (await find({device_id: tag_key}, left_s)).get(device_id)
            if device is None:
                break
            pipe = cls()
            is_connected = False
            try:
                with contextlib.suppress(PipeError):
                    await pipe.connect(device, _TRY_S)
                    is_connected = True
                    return pipe
            finally:
                if not is_connected:
                    await pipe.close()
        raise PipeError(_NOT_FOUND)

    async def connect(self, device: "BLEDevice", timeout_s: float) -> None:
        """Connect to what `find` has found and listen; PipeError when it does not answer in time."""
        from bleak import BleakClient

        client = BleakClient(device, disconnected_callback=self._go, timeout=timeout_s)
        self._client = client
        await self._bounded(client.connect(), timeout_s)
        await self._bounded(client.start_notify(TX_UUID, self._on_notified), timeout_s)
        # Some systems tell the packets' size a moment after they connect, and the least until then.
        until_s = _now_s() + _SIZE_S
        while self.chunk_bytes <= LEAST_CHUNK_BYTES and _now_s() < until_s:
            await asyncio.sleep(_SIZE_S / 10)

    @property
    def chunk_bytes(self) -> int:
        """How many bytes one write carries; it may grow shortly after connecting."""
        client = self._live()
        characteristic = client.services.get_characteristic(RX_UUID)
        if characteristic is None:
            raise PipeError("The handheld has another version of the radio. Bring both to the same version.")
        return min(MAX_VALUE_BYTES, characteristic.max_write_without_response_size)

    async def read(self, timeout_s: float) -> bytes:
        """Return what has arrived, empty after `timeout_s` without anything."""
        if not self._arrived and not self._gone.is_set():
            self._stirred.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(timeout_s):  # as in the pipe over a cable
                    await self._stirred.wait()
        data = bytes(self._arrived)
        self._arrived.clear()
        if not data and self._gone.is_set():
            raise PipeError(_LOST)
        return data

    async def write(self, data: bytes) -> None:
        """Write all of `data`."""
        at = 0
        while at < len(data):
            size = self.chunk_bytes
            await self._bounded(self._live().write_gatt_char(RX_UUID, data[at : at + size], response=False), _CALL_S)
            at += size

    async def close(self) -> None:
        """Disconnect, if it is connected."""
        client, self._client = self._client, None
        self._go()
        if client is not None:
            with contextlib.suppress(*_errors()):
                await _within(client.disconnect(), _CLOSE_S)

    def _on_notified(self, _sender: Any, data: bytearray) -> None:
        self._arrived.extend(data)
        self._stirred.set()

    def _go(self, _client: Any = None) -> None:
        self._gone.set()
        self._stirred.set()

    def _live(self) -> "BleakClient":
        if self._client is None or self._gone.is_set():
            raise PipeError(_LOST)
        return self._client

    async def _bounded(self, work: Coroutine[Any, Any, Result], timeout_s: float) -> Result:
        """Return what bleak does; PipeError when it fails, takes too long, or the handheld goes meanwhile."""
        errors = _errors()
        going = asyncio.create_task(self._gone.wait())
        try:
            return await _within(work, timeout_s, going)
        except errors as error:
            raise PipeError(_LOST) from error
        finally:
            going.cancel()


async def _within(
    work: Coroutine[Any, Any, Result], timeout_s: float, or_until: "asyncio.Task[Any] | None" = None
) -> Result:
    """Return the work's result; TimeoutError when it takes longer, or another task ends first.

    The work is cancelled then, and not waited for: what hangs in the system's Bluetooth may not even end by that.
    """
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task, or_until} if or_until else {task}, timeout=timeout_s, return_when="FIRST_COMPLETED")
    finally:
        if not task.done():
            task.cancel()
            task.add_done_callback(_forget)
    if not task.done() or task.cancelled():  # what the system's Bluetooth cancels by itself was no wish of ours
        raise TimeoutError
    return task.result()


def _forget(task: "asyncio.Task[Any]") -> None:
    if not task.cancelled():
        task.exception()  # nobody waits for it any more, and it must not be logged as forgotten


def _errors() -> "tuple[type[Exception], ...]":
    """Return what bleak raises: its own, and what comes through from the system's bus."""
    try:
        from bleak.exc import BleakError
    except ImportError:
        return (ImportError,)
    errors = (BleakError, OSError, EOFError, ValueError, ImportError)
    with contextlib.suppress(ImportError):
        from dbus_fast.errors import DBusFastError

        errors += (DBusFastError,)
    return errors


def _now_s() -> float:
    return asyncio.get_running_loop().time()
