"""The scan engine's end of its serial protocol (`scanning`): what the simulator speaks, and what tests speak to."""

from .scanning import (
    ACK,
    DECODE_DATA,
    FROM_ENGINE,
    MOST_DATA_BYTES,
    NAK,
    NAK_RESEND,
    NAK_UNKNOWN,
    NO_READ,
    RETRANSMITTED,
    START_SESSION,
    STOP_SESSION,
    SYMBOLOGIES,
    End,
    Packet,
)


class Engine(End):
    """A scan engine: `is_scanning` while a session is open; `decoded` puts in what it sees."""

    def __init__(self) -> None:
        End.__init__(self, b"")
        self._last = b""
        self.is_scanning = False

    def feed(self, data: bytes) -> None:
        """Take bytes from the handheld."""
        damaged = self._parser.damaged
        for packet in self._parser.feed(data):
            self._handle(packet)
        if self._parser.damaged > damaged:
            self._answer(NAK, bytes((NAK_RESEND,)))

    def decoded(self, number: int, content: bytes) -> None:
        """Send what was decoded, by the number of its bar code type; content that is too long for a packet is not."""
        if not self.is_scanning or len(content) >= MOST_DATA_BYTES:
            return
        self.is_scanning = False
        data = bytes((number,)) + content
        self.outgoing += Packet(DECODE_DATA, data, FROM_ENGINE).encode()
        self._last = Packet(DECODE_DATA, data, FROM_ENGINE, RETRANSMITTED).encode()

    def gave_up(self) -> None:
        """Say that no code is in sight."""
        self.decoded(0, NO_READ)

    def _handle(self, packet: Packet) -> None:
        if packet.opcode == START_SESSION:
            self.is_scanning = True
            self._answer(ACK)
        elif packet.opcode == STOP_SESSION:
            self.is_scanning = False
            self._answer(ACK)
        elif packet.opcode == NAK:
            self.outgoing += self._last
        elif packet.opcode == ACK:
            self._last = b""
        else:
            self._answer(NAK, bytes((NAK_UNKNOWN,)))

    def _answer(self, opcode: int, data: bytes = b"") -> None:
        self.outgoing += Packet(opcode, data, FROM_ENGINE).encode()


def type_number(symbology: str) -> int:
    """Return the number of a symbology that this protocol names, 0 for another."""
    for number, name in SYMBOLOGIES:
        if name == symbology:
            return number
    return 0
