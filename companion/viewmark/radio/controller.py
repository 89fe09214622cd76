"""A Bluetooth controller on the air: Bumble's, with what real hosts and a paced link need of it."""

import asyncio
from typing import TYPE_CHECKING

from bumble import hci, ll
from bumble.controller import Connection, Controller
from bumble.core import PhysicalTransport
from bumble.device import Device, DeviceConfiguration
from bumble.host import Host
from bumble.transport.common import AsyncPipeSink

if TYPE_CHECKING:
    from viewmark.radio.air import Air

_ABSENT = (
    hci.LeFeatureMask.LL_PRIVACY | hci.LeFeatureMask.LE_EXTENDED_ADVERTISING | hci.LeFeatureMask.LE_PERIODIC_ADVERTISING
)
_Report = hci.HCI_LE_Advertising_Report_Event
_RSSI_DBM = -50


class AirController(Controller):
    """`values` are the handles of a handheld's values; a laptop has none."""

    # With Bumble's 27 bytes a notification would be twenty packets.
    acl_data_packet_length = 251
    le_acl_data_packet_length = 251
    total_num_le_acl_data_packets = 8

    def __init__(self, name: str, air: "Air", public_address: hci.Address) -> None:
        super().__init__(name, link=air, public_address=public_address)
        self.air = air
        self.values: set[int] = set()
        self.le_features &= ~_ABSENT  # else a host waits for an enhanced event of a connection, which never comes

    def parts(self, connection: Connection) -> None:
        """Have the host see that a connection was lost."""
        if connection in self.le_connections.values():
            self.on_le_disconnected(connection, hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR)

    def on_hci_acl_data_packet(self, packet: hci.HCI_AclDataPacket) -> None:
        """Take a packet of the host's, and say that it is sent when it is."""
        connection = self.find_connection_by_handle(packet.connection_handle)
        if connection is None:
            return
        connection.assembler.feed_packet(packet)
        done = hci.HCI_Number_Of_Completed_Packets_Event(
            connection_handles=[connection.handle], num_completed_packets=[1]
        )
        self.air.when_sent(self, lambda: self.send_hci_packet(done))

    def on_link_acl_data(self, sender_address: hci.Address, transport: PhysicalTransport, data: bytes) -> None:
        """Hand what arrives to the host; what was on its way when the connection ended is gone."""
        if sender_address in self.le_connections:
            super().on_link_acl_data(sender_address, transport, data)

    def on_ll_control_pdu(self, sender_address: hci.Address, packet: ll.ControlPdu) -> None:
        """Take a packet of the link layer, unless its connection has ended."""
        if sender_address in self.le_connections:
            super().on_ll_control_pdu(sender_address, packet)

    def on_advertising_pdu(self, pdu: ll.AdvInd | ll.AdvExtInd) -> None:
        """Report an advertisement, and to who scans actively its real scan response; connect if it was waited for."""
        advertiser = self.air.advertiser(pdu.advertiser_address)
        if self.le_scan_enable:
            self._report(pdu.advertiser_address, _Report.EventType.ADV_IND, pdu.data)
            if self.le_scan_type and advertiser:
                answer = bytes(advertiser.le_legacy_advertiser.scan_response_data)
                self._report(pdu.advertiser_address, _Report.EventType.SCAN_RSP, answer)
        pending = self.pending_le_connection
        if pending and advertiser and pending.peer_address == pdu.advertiser_address:
            self.create_le_connection(pdu.advertiser_address)

    def on_hci_le_create_connection_cancel_command(
        self, _command: hci.HCI_LE_Create_Connection_Cancel_Command
    ) -> hci.HCI_StatusReturnParameters:
        """Give up a connection that is waited for: Bumble's own would wait for ever."""
        pending, self.pending_le_connection = self.pending_le_connection, None
        if pending is None:
            return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.COMMAND_DISALLOWED_ERROR)
        failed = hci.HCI_LE_Connection_Complete_Event(
            status=hci.HCI_ErrorCode.UNKNOWN_CONNECTION_IDENTIFIER_ERROR,
            connection_handle=0,
            role=hci.Role.CENTRAL,
            peer_address_type=pending.peer_address.address_type,
            peer_address=pending.peer_address,
            connection_interval=0,
            peripheral_latency=0,
            supervision_timeout=0,
            central_clock_accuracy=0,
        )
        asyncio.get_running_loop().call_soon(self.send_hci_packet, failed)
        return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.SUCCESS)

    def _report(self, address: hci.Address, kind: _Report.EventType, data: bytes) -> None:
        report = _Report.Report(
            event_type=kind, address_type=address.address_type, address=address, data=data, rssi=_RSSI_DBM
        )
        self.send_hci_packet(_Report([report]))


def make_device(controller: AirController, address: hci.Address, name: str) -> Device:
    """Return a Bumble host on a controller, known by a static random address; its name is what it calls itself."""
    return Device(
        config=DeviceConfiguration(name=name, address=address),
        host=Host(controller, AsyncPipeSink(controller)),
    )
