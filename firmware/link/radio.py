"""The radio as a pipe: one laptop at a time writes to a characteristic and is notified by another.

On the air a handheld shows a fresh address and a fresh tag every few seconds, each for one of the laptops it knows.
"""

import asyncio
import errno

import bluetooth

from viewmark_protocol import radio

_CENTRAL_CONNECT, _CENTRAL_DISCONNECT, _WRITTEN, _MTU_EXCHANGED = 1, 2, 3, 21
_FRESH_ADDRESS_MODES = (3, 2)  # non-resolvable private; where a port lacks it, resolvable private
RECEIVE_BYTES = 4096  # of what the laptop writes before it is read: two frames
FRAME_PAYLOAD_BYTES = 1952
_INTERVAL_US = 100_000
_RENEW_MS = 5000
_TICK_MS = 100
_RETRY_MS = 500
_PAUSE_MS = 1
_STALL_MS = 5000
_FIRST_MTU_BYTES = 23
_FULL = (errno.ENOMEM, errno.EAGAIN)


class Radio:
    """Bytes to and from whichever laptop is connected; nobody is until `advertise` was given tag keys."""

    def __init__(self, ports, renew_ms: int = _RENEW_MS, stall_ms: int = _STALL_MS) -> None:
        self._ble = ble = ports.bluetooth
        self._ticks_ms = ports.clock.ticks_ms
        self._random = ports.random
        self._renew_ms = renew_ms
        self._stall_ms = stall_ms
        self._tag_keys = []
        self._turn = 0  # whose tag key is next
        self._due_ms = 0  # when the next tag is
        self._central = None
        self._arrived = asyncio.ThreadSafeFlag()
        self.connections = 0
        self.chunk_bytes = radio.chunk_bytes(_FIRST_MTU_BYTES)
        ble.active(True)
        ble.irq(self._on_event)
        self._set("gap_name", radio.NAME)
        self._set("mtu", radio.MAX_MTU_BYTES)
        self._rx, self._tx = self._register()

    @property
    def connected(self) -> bool:
        """Whether a central is connected."""
        return self._central is not None

    def advertise(self, tag_keys: "list[bytes]") -> None:
        """Be found by the holders of these keys, one key for each paired laptop; without any, be off the air."""
        self._tag_keys = list(tag_keys)
        self._turn = 0
        if self._central is None:
            self._renew()

    async def run(self) -> None:
        """Renew the address and the tag, and go on the air again after each central; for ever."""
        while True:
            if self._tag_keys and self._central is None and self._ticks_ms() >= self._due_ms:
                self._renew()
            await asyncio.sleep_ms(_TICK_MS)

    async def read(self) -> bytes:
        """Wait for bytes and return them."""
        while True:
            data = self._ble.gatts_read(self._rx)
            if data:
                return data
            await self._arrived.wait()

    async def write(self, data: bytes) -> None:
        """Write all of `data`, or drop it where no central is connected; one that takes nothing is parted from."""
        connection = self.connections
        view = memoryview(data)
        deadline_ms = self._ticks_ms() + self._stall_ms
        while view and self._central is not None and self.connections == connection:
            chunk = view[: self.chunk_bytes]
            try:
                self._ble.gatts_notify(self._central, self._tx, chunk)
            except OSError as error:
                if error.errno not in _FULL:
                    return  # it has gone: the event that says so comes
                if self._ticks_ms() >= deadline_ms:
                    self._part(self._central)
                    return
                await asyncio.sleep_ms(_PAUSE_MS)
            else:
                view = view[len(chunk) :]
                deadline_ms = self._ticks_ms() + self._stall_ms

    def hang_up(self) -> None:
        """Part from whoever is connected."""
        if self._central is not None:
            self._part(self._central)

    def _register(self) -> "tuple[int, ...]":
        receiving = (bluetooth.UUID(radio.RX_UUID), bluetooth.FLAG_WRITE | bluetooth.FLAG_WRITE_NO_RESPONSE)
        sending = (bluetooth.UUID(radio.TX_UUID), bluetooth.FLAG_NOTIFY)
        service = (bluetooth.UUID(radio.SERVICE_UUID), (receiving, sending))
        handles = self._ble.gatts_register_services((service,))[0]
        self._ble.gatts_set_buffer(handles[0], RECEIVE_BYTES, True)
        return handles

    def _renew(self) -> None:
        try:
            self._ble.gap_advertise(None)
            if not self._tag_keys:
                return
            self._take_fresh_address()
            tag_key = self._tag_keys[self._turn % len(self._tag_keys)]
            payload = radio.advertisement(radio.make_tag(tag_key, self._random(radio.FRESH_BYTES)))
            self._ble.gap_advertise(_INTERVAL_US, adv_data=payload, resp_data=radio.scan_response())
        except OSError:
            # The stack is going down, or not yet done with the last central: `run` tries again.
            self._due_ms = self._ticks_ms() + _RETRY_MS
        else:
            self._turn += 1
            self._due_ms = self._ticks_ms() + self._renew_ms

    def _take_fresh_address(self) -> None:
        for mode in _FRESH_ADDRESS_MODES:
            if self._set("addr_mode", mode):
                return

    def _set(self, name: str, value: "int | str") -> bool:
        try:
            self._ble.config(**{name: value})
        except (OSError, ValueError):
            return False  # this port cannot, or does not know it
        return True

    def _leave_the_air(self) -> None:
        try:
            self._ble.gap_advertise(None)
        except OSError:
            pass  # the stack is going down

    def _part(self, central: int) -> None:
        try:
            self._ble.gap_disconnect(central)
        except OSError:
            pass  # it has gone by itself

    def _on_event(self, event: int, data: tuple) -> None:
        if event == _WRITTEN:
            self._arrived.set()
        elif event == _CENTRAL_CONNECT:
            self._on_connected(data[0])
        elif event == _CENTRAL_DISCONNECT and data[0] == self._central:
            self._central = None
            self._renew()
        elif event == _MTU_EXCHANGED and data[0] == self._central:
            self.chunk_bytes = radio.chunk_bytes(data[1])

    def _on_connected(self, central: int) -> None:
        if self._central is not None:
            self._part(central)
            return
        self._ble.gatts_read(self._rx)  # what the last one wrote is nothing of this one's
        self.chunk_bytes = radio.chunk_bytes(_FIRST_MTU_BYTES)
        self._central = central
        self.connections += 1
        self._leave_the_air()  # it may have come just when the address was renewed
