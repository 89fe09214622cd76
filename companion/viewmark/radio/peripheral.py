"""A handheld's radio: what the firmware's module `bluetooth` asks for over a socket, done by a Bumble peripheral."""

import asyncio
import contextlib
import struct
from typing import NamedTuple

from bumble import att, gatt, hci
from bumble.core import UUID, BaseBumbleError
from bumble.device import Connection, Device

from viewmark.radio import wire
from viewmark.radio.air import Air
from viewmark.radio.controller import AirController, make_device

CREDITS = 16  # notifications that the firmware may have on their way, as the stacks of boards have some buffers
_PACKETS_AHEAD = 3  # of one notification: as many may wait for the radio before the next credit is given
_EINVAL = 22
_PUBLIC, _STATIC, _RESOLVABLE, _NON_RESOLVABLE, _KEEP = 0, 1, 2, 3, 255
_FLAG_BITS = 0xFF


class _Notification(NamedTuple):
    connection: Connection
    handle: int
    value: bytes


class Peripheral:
    """The radio of one handheld after another: each connection to its port is a firmware that has just started."""

    def __init__(self, air: Air, name: str = "handheld") -> None:
        self._air = air
        self._name = name
        self._server: asyncio.Server | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._sender: asyncio.Task[None] | None = None
        self._controller: AirController | None = None
        self._device: Device | None = None
        self._address_mode = _PUBLIC
        self._characteristics: dict[int, gatt.Characteristic] = {}
        self._stored: dict[int, bytes] = {}
        self._connections: dict[int, Connection] = {}
        self._outgoing: asyncio.Queue[_Notification] = asyncio.Queue()
        self._queued = 0
        self._flow = asyncio.Event()
        self.addresses: list[str] = []  # under which it has advertised

    @property
    def queued(self) -> int:
        """How many notifications the firmware has given that the radio has not taken."""
        return self._queued

    async def start(self) -> int:
        """Listen for the firmware and return the port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Be silent: whoever is connected finds the connection lost."""
        self._switch_off()
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        try:
            while True:
                await self._handle(*await wire.read(reader))
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass  # the power was cut, or the loop ends: nobody waits for this task
        finally:
            if self._writer is writer:
                self._switch_off()
                self._writer = None

    async def _handle(self, kind: int, body: bytes) -> None:
        if kind == wire.NOTIFY:
            self._notify(*struct.unpack_from("<HH", body), body[4:])
        elif kind == wire.WRITE:
            self._stored[int.from_bytes(body[:2], "little")] = body[2:]
        else:
            try:
                answer = b"\0" + await self._answer(kind, body)
            except wire.RadioError as error:
                answer = bytes([error.number])
            self._say(wire.ANSWER, answer)

    async def _answer(self, kind: int, body: bytes) -> bytes:
        if kind == wire.ACTIVATE:
            await self._switch_on()
            return bytes([CREDITS])
        if kind == wire.DEACTIVATE:
            await self._part_from_all()
            self._switch_off()
        elif kind == wire.CONFIG:
            mtu, mode = struct.unpack_from("<HB", body)
            await self._configure(mtu, mode, body[3:].decode())
        elif kind == wire.ADVERTISE:
            await self._advertise(body)
        elif kind == wire.STOP:
            await self._on().stop_advertising()
        elif kind == wire.HANG_UP:
            await self._hang_up(int.from_bytes(body, "little"))
        elif kind == wire.REGISTER:
            return self._register(body)
        return b""

    async def _switch_on(self) -> None:
        self._switch_off()
        self._controller = self._air.join(self._name)
        self._device = make_device(self._controller, hci.Address.generate_static_address(), self._name)
        self._device.on("connection", self._on_connection)
        self._address_mode = _PUBLIC
        await self._device.power_on()
        queue = self._device.host.le_acl_packet_queue
        if queue is not None:
            queue.on("flow", self._flow.set)
        self._outgoing = asyncio.Queue()
        self._queued = 0
        self._sender = asyncio.create_task(self._send())

    def _switch_off(self) -> None:
        if self._sender is not None:
            self._sender.cancel()
            self._sender = None
        if self._controller is not None:
            self._air.leave(self._controller)
        self._controller = self._device = None
        self._characteristics, self._stored, self._connections = {}, {}, {}

    def _on(self) -> Device:
        if self._device is None:
            raise wire.RadioError(_EINVAL)
        return self._device

    async def _configure(self, mtu: int, mode: int, name: str) -> None:
        device = self._on()
        device.gatt_server.max_mtu = min(mtu, self._air.faults.mtu_at_most)
        for service in device.gatt_server.attributes:
            if isinstance(service, gatt.Characteristic) and service.uuid == gatt.GATT_DEVICE_NAME_CHARACTERISTIC:
                service.value = name.encode()
        if mode == _KEEP:
            return
        if mode in (_STATIC, _NON_RESOLVABLE) and device.is_advertising:
            raise wire.RadioError(_EINVAL)  # a controller refuses to change the address that it shows
        self._address_mode = mode
        await self._renew_address()

    async def _renew_address(self) -> None:
        """Take a fresh address of the kind that was asked for; the public one stays."""
        device = self._on()
        if self._address_mode == _RESOLVABLE:
            address = hci.Address.generate_private_address(device.irk or bytes(16))
        elif self._address_mode == _NON_RESOLVABLE:
            address = hci.Address.generate_private_address()
        elif self._address_mode == _STATIC:
            address = hci.Address.generate_static_address()
        else:
            return
        device.random_address = address
        await device.send_sync_command(hci.HCI_LE_Set_Random_Address_Command(random_address=address))

    async def _advertise(self, body: bytes) -> None:
        device = self._on()
        interval_us, _, size = struct.unpack_from("<IBB", body)
        await device.stop_advertising()
        if self._address_mode == _RESOLVABLE:
            await self._renew_address()
        is_public = self._address_mode == _PUBLIC
        self.addresses.append(str(device.public_address if is_public else device.random_address))
        await device.start_advertising(
            own_address_type=hci.OwnAddressType.PUBLIC if is_public else hci.OwnAddressType.RANDOM,
            advertising_data=body[6 : 6 + size],
            scan_response_data=body[6 + size :],
            advertising_interval_min=interval_us / 1000,
            advertising_interval_max=interval_us / 1000,
        )

    async def _hang_up(self, handle: int) -> None:
        if handle in self._connections:
            with contextlib.suppress(BaseBumbleError):  # the other end was first
                await self._connections[handle].disconnect()

    async def _part_from_all(self) -> None:
        for handle in list(self._connections):
            await self._hang_up(handle)

    def _register(self, body: bytes) -> bytes:
        device = self._on()
        handles = []
        for uuid, characteristics in wire.services(body):
            made = [self._characteristic(one, flags) for one, flags in characteristics]
            device.add_service(gatt.Service(UUID.from_bytes(uuid), made))
            for one in made:
                self._characteristics[one.handle] = one
                handles.append(one.handle)
        if self._controller is not None:
            self._controller.values.update(handles)
        return struct.pack(f"<{len(handles)}H", *handles)

    def _characteristic(self, uuid: bytes, flags: int) -> gatt.Characteristic:
        properties = gatt.Characteristic.Properties(flags & _FLAG_BITS)
        permissions = att.Attribute.Permissions.READABLE | att.Attribute.Permissions.WRITEABLE
        made = gatt.Characteristic(UUID.from_bytes(uuid), properties, permissions)
        made.value = gatt.CharacteristicValue(
            read=lambda _: self._stored.get(made.handle, b""),
            write=lambda connection, value: self._say(
                wire.WRITTEN, struct.pack("<HH", connection.handle, made.handle) + value
            ),
        )
        return made

    def _on_connection(self, connection: Connection) -> None:
        handle = connection.handle
        peer = struct.pack("<HB", handle, connection.peer_address.address_type) + bytes(connection.peer_address)[::-1]
        self._connections[handle] = connection

        def parted(_reason: int) -> None:
            if self._connections.get(handle) is connection:
                del self._connections[handle]
                self._say(wire.PARTED, peer)
            self._flow.set()

        connection.on("disconnection", parted)
        connection.on(
            "connection_att_mtu_update",
            lambda: self._say(wire.MTU, struct.pack("<HH", handle, connection.att_mtu)),
        )
        self._say(wire.CONNECTED, peer)

    def _notify(self, connection: int, handle: int, value: bytes) -> None:
        self._queued += 1
        if connection in self._connections:
            self._outgoing.put_nowait(_Notification(self._connections[connection], handle, value))
        else:
            self._taken()

    def _taken(self) -> None:
        self._queued -= 1
        self._say(wire.CREDIT, b"\1")

    async def _send(self) -> None:
        """Hand notifications to the radio, and give each one's credit back when the radio has taken it."""
        device = self._on()
        queue = device.host.le_acl_packet_queue
        while queue is not None:
            one = await self._outgoing.get()
            await self._air.faults.unjammed.wait()
            if self._is_live(one.connection):
                await device.notify_subscriber(one.connection, self._characteristics[one.handle], one.value, force=True)
            while queue.pending > _PACKETS_AHEAD and self._is_live(one.connection):
                self._flow.clear()
                await self._flow.wait()
            self._taken()

    def _is_live(self, connection: Connection) -> bool:
        return self._connections.get(connection.handle) is connection

    def _say(self, kind: int, body: bytes) -> None:
        if self._writer is not None:
            with contextlib.suppress(ConnectionError):
                self._writer.write(wire.pack(kind, body))
