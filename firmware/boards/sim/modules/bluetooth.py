"""MicroPython's module `bluetooth` for the unix port, which has none: a peripheral whose radio the host holds.

Its traps are those of the real one: a buffer holds 20 bytes until it is set, and what does not fit is cut; reading a
buffer that appends empties it; a full queue is ENOMEM; handlers run between the loop's steps and must not wait.
"""

import struct
from binascii import hexlify, unhexlify

from boards.sim import radio
from boards.sim.pipe import open_socket

FLAG_READ = 0x0002
FLAG_WRITE_NO_RESPONSE = 0x0004
FLAG_WRITE = 0x0008
FLAG_NOTIFY = 0x0010
FLAG_INDICATE = 0x0020

_IRQ_CENTRAL_CONNECT = 1
_IRQ_CENTRAL_DISCONNECT = 2
_IRQ_GATTS_WRITE = 3
_IRQ_MTU_EXCHANGED = 21
_ENOMEM = 12
_EINVAL = 22
_ENOTCONN = 107
_DEFAULT_BUFFER_BYTES = 20
_PAYLOAD_BYTES = 31
_ADDRESS_MODES = range(4)


class UUID:
    """A UUID of 16 bits, or of 128 as text or as 16 bytes."""

    def __init__(self, value: "int | str | bytes") -> None:
        if isinstance(value, int):
            self._bytes = struct.pack("<H", value)
        elif isinstance(value, str):
            self._bytes = bytes(reversed(unhexlify(value.replace("-", ""))))
        else:
            self._bytes = bytes(value)
        if len(self._bytes) not in (2, 4, 16):
            raise ValueError("invalid UUID")

    def __iter__(self):
        return iter(self._bytes)  # bytes(UUID) reads it so

    def __eq__(self, other) -> bool:
        return isinstance(other, UUID) and self._bytes == other._bytes

    def __hash__(self) -> int:
        return hash(self._bytes)

    def __repr__(self) -> str:
        return "UUID('%s')" % hexlify(bytes(reversed(self._bytes))).decode()


class BLE:
    """The radio; there is one, whoever makes it."""

    _only = None

    def __new__(cls):
        if BLE._only is None:
            BLE._only = object.__new__(cls)
            BLE._only._begin()
        return BLE._only

    def _begin(self) -> None:
        self._line = None
        self._active = False
        self._handler = None
        self._settings = {"mtu": 256, "gap_name": "MPY UNIX", "addr_mode": 0, "rxbuf": 256}
        self._advertised = self._answered = b""
        self._forget()

    def _forget(self) -> None:
        self._values = {}
        self._buffers = {}  # by handle: size, whether it appends
        self._connected = set()

    def active(self, on: "bool | None" = None) -> bool:
        """Return whether the radio is on; with `on` switch it. Off, whoever is connected is parted from."""
        if on is None or bool(on) == self._active:
            return self._active
        host = self._host()
        if on:
            host.credits = host.ask(radio.ACTIVATE)[0]
            self._active = True
            self._configure()
        else:
            self._active = False
            host.ask(radio.DEACTIVATE)
            host.hand_on()
            self._forget()
        return self._active

    def config(self, name: "str | None" = None, **values):
        """Return a setting by its name, or set some by theirs; ValueError for an unknown one."""
        for one in values if name is None else (name,):
            if one not in self._settings:
                raise ValueError("unknown config param")
        if name is not None:
            return self._settings[name]
        if values.get("addr_mode", 0) not in _ADDRESS_MODES:
            raise OSError(_EINVAL)
        self._settings.update(values)
        if self._active:
            self._configure("addr_mode" in values)
        return None

    def irq(self, handler) -> None:
        """Have events handled by `handler(event, data)`."""
        self._handler = handler

    def gap_advertise(self, interval_us, adv_data=None, *, resp_data=None, connectable=True) -> None:
        """Go on the air, or off with None as the interval. Data that is None stays as it was."""
        host = self._on()
        if interval_us is None:
            host.ask(radio.STOP)
            return
        if len(adv_data or b"") > _PAYLOAD_BYTES or len(resp_data or b"") > _PAYLOAD_BYTES:
            raise OSError(_EINVAL)
        if adv_data is not None:
            self._advertised = bytes(adv_data)
        if resp_data is not None:
            self._answered = bytes(resp_data)
        head = struct.pack("<IBB", interval_us, connectable, len(self._advertised))
        host.ask(radio.ADVERTISE, head + self._advertised + self._answered)

    def gap_disconnect(self, connection: int) -> bool:
        """Part from a central; return false when it is none."""
        if connection not in self._connected:
            return False
        self._on().ask(radio.HANG_UP, struct.pack("<H", connection))
        return True

    def gatts_register_services(self, services) -> tuple:
        """Register all services and return the handles of their values."""
        body = struct.pack("<B", len(services))
        for uuid, characteristics in services:
            body += _packed(uuid) + struct.pack("<B", len(characteristics))
            for one in characteristics:
                if len(one) > 2 and one[2]:
                    raise NotImplementedError("descriptors")
                body += _packed(one[0]) + struct.pack("<H", one[1])
        answer = self._on().ask(radio.REGISTER, body)
        found, at = [], 0
        for _, characteristics in services:
            found.append(struct.unpack_from("<%dH" % len(characteristics), answer, at))
            at += 2 * len(characteristics)
        return tuple(found)

    def gatts_set_buffer(self, handle: int, size: int, append: bool = False) -> None:
        """Have a value's buffer hold `size` bytes; with `append` it keeps all writes until it is read."""
        self._buffers[handle] = (size, append)

    def gatts_read(self, handle: int) -> bytes:
        """Return a value; a buffer that appends is empty afterwards."""
        value = self._values.get(handle, b"")
        if self._buffer(handle)[1]:
            self._values[handle] = b""
        return value

    def gatts_write(self, handle: int, data: bytes, send_update: bool = False) -> None:
        """Set a value; with `send_update` whoever subscribed is notified."""
        self._values[handle] = bytes(data)
        self._on().say(radio.WRITE, struct.pack("<H", handle), data)
        if send_update:
            for connection in self._connected:
                self.gatts_notify(connection, handle)

    def gatts_notify(self, connection: int, handle: int, data: "bytes | None" = None) -> None:
        """Notify a central of a value or of `data`; ENOMEM when the radio has as many as it takes."""
        host = self._on()
        if connection not in self._connected:
            raise OSError(_ENOTCONN)
        if not host.credits:
            raise OSError(_ENOMEM)
        host.credits -= 1
        value = self._values.get(handle, b"") if data is None else data
        host.say(radio.NOTIFY, struct.pack("<HH", connection, handle), value)

    def connect(self, port: int) -> None:
        """Join the host's radio; the board does so at its start. Without one the radio cannot be switched on."""
        self._line = radio.RadioSocket(open_socket(port), self._on_event)

    def _host(self) -> radio.RadioSocket:
        if self._line is None:
            raise OSError(radio.ENODEV)
        return self._line

    def _on(self) -> radio.RadioSocket:
        if not self._active:
            raise OSError(radio.ENODEV)
        return self._host()

    def _configure(self, with_address: bool = True) -> None:
        settings = self._settings
        mode = settings["addr_mode"] if with_address else 255
        body = struct.pack("<HB", settings["mtu"], mode)
        self._host().ask(radio.CONFIG, body + settings["gap_name"].encode())

    def _buffer(self, handle: int) -> "tuple[int, bool]":
        return self._buffers.get(handle, (_DEFAULT_BUFFER_BYTES, False))

    def _on_event(self, kind: int, body: bytes) -> None:
        connection = struct.unpack_from("<H", body)[0]
        if kind == radio.CONNECTED:
            self._connected.add(connection)
            self._tell(_IRQ_CENTRAL_CONNECT, (connection, body[2], memoryview(body)[3:9]))
        elif kind == radio.PARTED:
            self._connected.discard(connection)
            self._tell(_IRQ_CENTRAL_DISCONNECT, (connection, body[2], memoryview(body)[3:9]))
        elif kind == radio.MTU:
            self._tell(_IRQ_MTU_EXCHANGED, struct.unpack("<HH", body))
        elif kind == radio.WRITTEN:
            handle = struct.unpack_from("<H", body, 2)[0]
            size, append = self._buffer(handle)
            before = self._values.get(handle, b"") if append else b""
            self._values[handle] = (before + body[4:])[:size]
            self._tell(_IRQ_GATTS_WRITE, (connection, handle))

    def _tell(self, event: int, data: tuple) -> None:
        if self._handler:
            self._handler(event, data)


def _packed(uuid: UUID) -> bytes:
    value = bytes(uuid)
    return bytes([len(value)]) + value
