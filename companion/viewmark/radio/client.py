"""A client of bleak on a Bumble device: connecting, the services that are there, writing and being notified."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from bleak import BleakScanner
from bleak.assigned_numbers import CharacteristicPropertyName
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import BaseBleakScanner
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakDeviceNotFoundError, BleakError, BleakGATTProtocolError
from bumble import gatt, hci
from bumble.att import ATT_Error
from bumble.core import BaseBumbleError
from bumble.device import Connection, Device, Peer

from viewmark.radio.scanner import uuid_text

_MOST_MTU = 517
_LEAST_MTU = 23
_HEAD_BYTES = 3
_P = gatt.Characteristic.Properties
_PROPERTIES: dict[gatt.Characteristic.Properties, CharacteristicPropertyName] = {
    _P.READ: "read",
    _P.WRITE_WITHOUT_RESPONSE: "write-without-response",
    _P.WRITE: "write",
    _P.NOTIFY: "notify",
    _P.INDICATE: "indicate",
}

Result = TypeVar("Result")


async def _done(work: Awaitable[Result]) -> Result:
    """Return what Bumble does, its errors as bleak has them."""
    try:
        return await work
    except ATT_Error as error:
        raise BleakGATTProtocolError(error.error_code) from error
    except (BaseBumbleError, TimeoutError, asyncio.InvalidStateError) as error:
        raise BleakError(repr(error)) from error


def _properties(flags: gatt.Characteristic.Properties) -> list[CharacteristicPropertyName]:
    return [name for flag, name in _PROPERTIES.items() if flags & flag]


def make_client(device: Device, scanner: type[BaseBleakScanner]) -> type[BaseBleakClient]:
    """Return the class of clients that connect by a device."""

    class BumbleClient(BaseBleakClient):
        """One connection to a peripheral."""

        def __init__(self, address_or_ble_device: BLEDevice | str, **options: Any) -> None:
            super().__init__(address_or_ble_device, **options)
            self._found = address_or_ble_device if isinstance(address_or_ble_device, BLEDevice) else None
            self._connection: Connection | None = None
            self._subscribed: dict[int, Callable[[bytes], None]] = {}

        @property
        def name(self) -> str:
            """Its name, or its address where it has told none."""
            return (self._found.name if self._found else None) or self.address

        @property
        def mtu_size(self) -> int:
            """The MTU that was agreed upon."""
            return self._connection.att_mtu if self._connection else _LEAST_MTU

        @property
        def is_connected(self) -> bool:
            """Whether the connection stands."""
            return self._connection is not None

        async def connect(self, pair: bool, **_options: Any) -> None:
            """Connect and look what services there are; `pair` does nothing."""
            if self._connection:
                raise BleakError("already connected")
            address = await self._address()
            self._connection = await self._open(address)
            self._connection.on("disconnection", self._on_disconnection)
            try:
                self.services = await _done(self._discover(Peer(self._connection)))
            except BaseException:
                with contextlib.suppress(BleakError):
                    await self.disconnect()
                raise

        async def disconnect(self) -> None:
            """End the connection."""
            if self._connection:
                await _done(self._connection.disconnect())

        async def pair(self, *_arguments: Any, **_options: Any) -> None:
            """Not there."""
            raise NotImplementedError

        async def unpair(self) -> None:
            """Not there."""
            raise NotImplementedError

        async def read_gatt_char(
            self, characteristic: BleakGATTCharacteristic, *, use_cached: bool = False, **_options: Any
        ) -> bytearray:
            """Return a value."""
            self._live()
            return bytearray(await _done(characteristic.obj.read_value()))

        async def read_gatt_descriptor(
            self, descriptor: BleakGATTDescriptor, *, use_cached: bool = False, **_options: Any
        ) -> bytearray:
            """Return a descriptor's value."""
            self._live()
            return bytearray(await _done(descriptor.obj.read_value()))

        async def write_gatt_descriptor(self, descriptor: BleakGATTDescriptor, data: Any) -> None:
            """Write a descriptor's value."""
            self._live()
            await _done(descriptor.obj.write_value(bytes(data), with_response=True))

        async def write_gatt_char(self, characteristic: BleakGATTCharacteristic, data: Any, response: bool) -> None:
            """Write a value; without a response return when the radio has it."""
            connection = self._live()
            if len(data) > self.mtu_size - _HEAD_BYTES:
                raise BleakError(f"{len(data)} bytes are more than an MTU of {self.mtu_size} carries.")
            await _done(characteristic.obj.write_value(bytes(data), with_response=response))
            queue = connection.device.host.le_acl_packet_queue
            if not response and queue is not None:
                await asyncio.sleep(0)
                with contextlib.suppress(ValueError):  # it has no such connection any more
                    await queue.drain(connection.handle)

        async def start_notify(
            self, characteristic: BleakGATTCharacteristic, callback: Callable[[bytearray], None], **_options: Any
        ) -> None:
            """Have `callback` called with each notification."""
            self._live()
            self._subscribed[characteristic.handle] = lambda value: callback(bytearray(value))
            await _done(characteristic.obj.subscribe(self._subscribed[characteristic.handle]))

        async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
            """Have it called no more."""
            self._live()
            await _done(characteristic.obj.unsubscribe(self._subscribed.pop(characteristic.handle, None)))

        async def _address(self) -> hci.Address:
            if self._found is None:
                self._found = await BleakScanner.find_device_by_address(self.address, self._timeout, backend=scanner)
            if self._found is None:
                raise BleakDeviceNotFoundError(self.address, f"{self.address} was not found")
            return self._found.details

        async def _open(self, address: hci.Address) -> Connection:
            try:
                return await device.connect(address, timeout=self._timeout)
            except BaseBumbleError as error:
                raise TimeoutError from error
            except asyncio.CancelledError:
                await device.send_command(hci.HCI_LE_Create_Connection_Cancel_Command(), check_result=False)
                for connection in list(device.connections.values()):
                    if connection.peer_address == address:
                        await connection.disconnect()
                raise

        async def _discover(self, peer: Peer) -> BleakGATTServiceCollection:
            await peer.request_mtu(_MOST_MTU)
            found = BleakGATTServiceCollection()
            for service in await peer.discover_services():
                one = BleakGATTService(service, service.handle, uuid_text(service.uuid))
                found.add_service(one)
                for characteristic in await service.discover_characteristics():
                    names = _properties(characteristic.properties)
                    uuid = uuid_text(characteristic.uuid)
                    value = BleakGATTCharacteristic(
                        characteristic, characteristic.handle, uuid, names, lambda: self.mtu_size - _HEAD_BYTES, one
                    )
                    found.add_characteristic(value)
                    for descriptor in await characteristic.discover_descriptors():
                        uuid = uuid_text(descriptor.type)
                        found.add_descriptor(BleakGATTDescriptor(descriptor, descriptor.handle, uuid, value))
            return found

        def _on_disconnection(self, _reason: int) -> None:
            self._connection = None
            self.services = None
            self._subscribed = {}
            if self._disconnected_callback:
                self._disconnected_callback()

        def _live(self) -> Connection:
            if self._connection is None:
                raise BleakError("not connected")
            return self._connection

    return BumbleClient
