"""The air between simulated handhelds and a laptop: Bumble's local link, paced, counted, and broken on purpose."""

import asyncio
from collections import Counter
from collections.abc import Callable

from bumble import hci, ll
from bumble.controller import Controller
from bumble.core import PhysicalTransport
from bumble.link import LocalLink

from viewmark.radio.controller import AirController
from viewmark.radio.faults import Faults

_ATT_CHANNEL = 4
_NOTIFICATION, _WRITE_REQUEST, _WRITE_COMMAND = 0x1B, 0x12, 0x52
_WRITES = (_WRITE_REQUEST, _WRITE_COMMAND)
_VALUE_AT = 7  # behind L2CAP's length and channel, ATT's code and handle
_OVERHEAD_BYTES = 10  # of the link layer, for each packet


class Air(LocalLink):
    """Everyone on it hears everyone. `rate_bytes_per_s` holds for each sender; 0 is as fast as it goes.

    `counts` has `from_handheld_bytes` and `from_laptop_bytes` of values carried whole, `notifications` and `writes`,
    `lost` notifications and `cuts`.
    """

    def __init__(self, rate_bytes_per_s: int = 0) -> None:
        super().__init__()
        self.rate_bytes_per_s = rate_bytes_per_s
        self.faults = Faults()
        self.counts: Counter[str] = Counter()
        self._silent = False
        self._free_s: dict[Controller, float] = {}

    def join(self, name: str) -> AirController:
        """Return a new controller on this air."""
        return AirController(name, self, hci.Address.generate_static_address())

    def leave(self, controller: AirController) -> None:
        """Switch a controller off: who was connected to it finds it lost."""
        self._drop(controller)
        controller.le_legacy_advertiser.stop()
        self.controllers.discard(controller)
        self._free_s.pop(controller, None)

    @property
    def silent(self) -> bool:
        """Whether nothing is carried, not even that a connection ends."""
        return self._silent

    @silent.setter
    def silent(self, silent: bool) -> None:
        self._silent = silent
        if not silent:
            self.drop()

    def drop(self) -> None:
        """Break every connection; both ends see it."""
        for controller in list(self.controllers):
            self._drop(controller)

    def advertiser(self, address: hci.Address) -> Controller | None:
        """Return who advertises under an address now."""
        for controller in self.controllers:
            advertiser = controller.le_legacy_advertiser
            if advertiser.enabled and advertiser.address == address:
                return controller
        return None

    def when_sent(self, sender: Controller, then: Callable[[], None]) -> None:
        """Call `then` when all that a sender has given is on the air."""
        loop = asyncio.get_running_loop()
        at_s = self._free_s.get(sender, 0)
        if at_s <= loop.time():
            loop.call_soon(then)  # timers of the same instant have no order among them
        else:
            loop.call_at(at_s, then)

    def send_acl_data(
        self,
        sender_controller: Controller,
        destination_address: hci.Address,
        transport: PhysicalTransport,
        data: bytes,
    ) -> None:
        """Carry a packet to the other end of its connection, if it gets through."""
        connection = sender_controller.le_connections.get(destination_address)
        if connection is None or self._silent:
            return
        if self.rate_bytes_per_s:
            start_s = max(asyncio.get_running_loop().time(), self._free_s.get(sender_controller, 0))
            self._free_s[sender_controller] = start_s + (len(data) + _OVERHEAD_BYTES) / self.rate_bytes_per_s

        def arrive() -> None:
            peer = self.find_le_controller(destination_address)
            # The connection's own address: Bumble takes the sender's present one, which may have been renewed.
            if peer is None or self._silent or sender_controller.le_connections.get(destination_address) != connection:
                return
            if self._passes(sender_controller, peer, data):
                peer.on_link_acl_data(connection.self_address, transport, data)

        self.when_sent(sender_controller, arrive)

    def send_advertising_pdu(self, sender_controller: Controller, packet: ll.AdvertisingPdu) -> None:
        """Have everyone else hear an advertisement, or a request to connect."""
        if self._silent:
            return
        for controller in list(self.controllers):
            if controller == sender_controller:
                continue
            if isinstance(packet, ll.ConnectInd):
                controller.on_ll_advertising_pdu(packet)  # at once: later another may have been faster
            else:
                asyncio.get_running_loop().call_soon(controller.on_ll_advertising_pdu, packet)

    def send_ll_control_pdu(
        self, sender_address: hci.Address, receiver_address: hci.Address, packet: ll.ControlPdu
    ) -> None:
        """Carry a packet of the link layer, unless the other is gone."""
        if not self._silent and self.find_le_controller(receiver_address):
            super().send_ll_control_pdu(sender_address, receiver_address, packet)

    def _passes(self, sender: Controller, peer: Controller, data: bytes) -> bool:
        """Count a packet and return whether it arrives; the connection breaks here where it is to."""
        handle = int.from_bytes(data[5:_VALUE_AT], "little")
        from_handheld = handle in getattr(sender, "values", ())
        if int.from_bytes(data[2:4], "little") != _ATT_CHANNEL or not (
            from_handheld or handle in getattr(peer, "values", ())
        ):
            return True
        code, value = data[4], data[_VALUE_AT:]
        if code not in (_NOTIFICATION, *_WRITES):
            return True
        side = "from_handheld" if from_handheld else "from_laptop"
        if self.faults.cuts(from_handheld, len(value)):
            self.counts["cuts"] += 1
            self._drop(sender)
            return False
        if code == _NOTIFICATION and self.faults.lose is not None and self.faults.lose(value):
            self.counts["lost"] += 1
            return False
        self.counts[f"{side}_bytes"] += len(value)
        self.counts["notifications" if code == _NOTIFICATION else "writes"] += 1
        return True

    def _drop(self, controller: Controller) -> None:
        for connection in list(controller.le_connections.values()):
            peer = self.find_le_controller(connection.peer_address)
            if isinstance(peer, AirController) and (back := peer.le_connections.get(connection.self_address)):
                peer.parts(back)
            if isinstance(controller, AirController):
                controller.parts(connection)
