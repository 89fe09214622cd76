"""The scan engine's serial protocol: Zebra's Simple Serial Interface (SSI), as scan engines at a UART speak it.

A packet: its length without the checksum, opcode, source, status, data, and the two's complement of the 16-bit sum
of all before. `Host` is what the handheld speaks; a scan engine's end is `scan_engine.Engine`.
Both ends are sans-IO: bytes in by `feed`, bytes out by `take`.
"""

from .compat import const

ACK = const(0xD0)
NAK = const(0xD1)
START_SESSION = const(0xE4)
STOP_SESSION = const(0xE5)
DECODE_DATA = const(0xF3)
WAKE = b"\x00"  # the engine sleeps between sessions; a first byte wakes it and is lost

FROM_ENGINE, FROM_HOST = const(0x00), const(0x04)
RETRANSMITTED = const(0x01)  # status bit
NAK_RESEND, NAK_UNKNOWN = const(1), const(2)

NO_READ = b"NR"  # what an engine that is set to say so sends when it gives up (parameter "transmit no read message")

_LEAST_LENGTH, _CHECKSUM_BYTES = const(4), const(2)
MOST_DATA_BYTES = const(255 - 4)
_MOST_TRIES = const(3)

# Bar code types by their number; others are told as `type-NN`.
SYMBOLOGIES = ((0x1B, "data-matrix"), (0xC1, "data-matrix"), (0x1C, "qr"), (0x03, "code-128"), (0x0F, "code-128"))


class Packet:
    """One packet, without its length and checksum."""

    def __init__(self, opcode: int, data: bytes = b"", source: int = FROM_HOST, status: int = 0) -> None:
        self.opcode = opcode
        self.data = data
        self.source = source
        self.status = status

    def encode(self) -> bytes:
        """Return the bytes on the wire; ValueError for more than 251 bytes of data."""
        if len(self.data) > MOST_DATA_BYTES:
            raise ValueError("a packet holds 251 bytes at most")
        body = bytes((len(self.data) + _LEAST_LENGTH, self.opcode, self.source, self.status)) + self.data
        checksum = -sum(body) & 0xFFFF
        return body + bytes((checksum >> 8, checksum & 0xFF))


class Parser:
    """Finds packets in a stream of bytes; whatever is damaged is skipped byte by byte and counted."""

    def __init__(self) -> None:
        self._held = b""
        self.damaged = 0

    def feed(self, data: bytes) -> "list[Packet]":
        """Return the packets that are whole now. At most one packet is held back."""
        self._held += data
        found: "list[Packet]" = []
        while self._held:
            length = self._held[0]
            if length < _LEAST_LENGTH:  # a wake byte, or no packet begins here
                self._held = self._held[1:]
                continue
            size = length + _CHECKSUM_BYTES
            if len(self._held) < size:
                break
            whole = self._held[:size]
            if (sum(whole[:length]) + (whole[length] << 8) + whole[length + 1]) & 0xFFFF:
                self.damaged += 1
                self._held = self._held[1:]
                continue
            found.append(Packet(whole[1], whole[4:length], whole[2], whole[3]))
            self._held = self._held[size:]
        return found

    def drop(self) -> bool:
        """Forget what is held: the line was silent, so it never becomes whole. Return whether anything was."""
        had_some = bool(self._held)
        self._held = b""
        return had_some


class End:
    """What both ends do: read packets, and hand out once what they have to send."""

    def __init__(self, outgoing: bytes) -> None:
        self._parser = Parser()
        self.outgoing = outgoing

    def take(self) -> bytes:
        """Return the bytes to send, once."""
        data = self.outgoing
        self.outgoing = b""
        return data


class Host(End):
    """One scan: wakes the engine, starts a session, takes what it decodes, acknowledges, stops.

    `result` is (symbology, content) once something was decoded. The caller decides how long it waits and then calls
    `stop`; where the line falls silent within a packet it calls `silence`.
    """

    def __init__(self) -> None:
        End.__init__(self, WAKE + Packet(START_SESSION).encode())
        self._tries = 0
        self.result: "tuple[str, bytes] | None" = None
        self.is_refused = False
        self.saw_nothing = False  # the engine has given up by itself

    def feed(self, data: bytes) -> None:
        """Take bytes from the engine."""
        damaged = self._parser.damaged
        for packet in self._parser.feed(data):
            self._handle(packet)
        if self._parser.damaged > damaged and self.result is None:
            self._ask_again()

    def silence(self) -> None:
        """Say that nothing came for a while: what was begun will not be finished, so it is asked for again."""
        if self._parser.drop() and self.result is None:
            self._ask_again()

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come: something was decoded, or the engine gave up or refuses."""
        return self.result is not None or self.is_refused or self.saw_nothing

    def stop(self) -> None:
        """End the session: nothing was decoded in time, or enough was."""
        self.outgoing += Packet(STOP_SESSION).encode()

    def _handle(self, packet: Packet) -> None:
        if packet.source != FROM_ENGINE:
            return  # our own words, echoed
        if packet.opcode == DECODE_DATA:
            self.outgoing += Packet(ACK).encode()
            if packet.data[1:] == NO_READ:
                self.saw_nothing = True
            elif self.result is None and packet.data:  # retransmitted: its acknowledgement was lost
                self.result = (_symbology(packet.data[0]), packet.data[1:])
        elif packet.opcode == NAK and packet.data[:1] == bytes((NAK_RESEND,)):
            self._tries += 1
            if self._tries <= _MOST_TRIES:
                self.outgoing += Packet(START_SESSION, status=RETRANSMITTED).encode()
        elif packet.opcode == NAK:
            self.is_refused = True

    def _ask_again(self) -> None:
        self._tries += 1
        if self._tries <= _MOST_TRIES:
            self.outgoing += Packet(NAK, bytes((NAK_RESEND,))).encode()


def _symbology(number: int) -> str:
    for known, name in SYMBOLOGIES:
        if known == number:
            return name
    return "type-%02x" % number
