"""A bench with the real TLS on its line, and a laptop with TLS at the other end; both in one memory."""

import tls

from disk import blank, boot
from keys.identity import make_identity
from laptop import STEP_MS, Bench, Counted, Laptop, hello
from link.line import Line
from link.secure import _Wire
from viewmark_protocol.conversation import Conversation
from viewmark_protocol.frames.link import Link

LAPTOP = make_identity(Counted(b"laptop"), "viewmark")
STRANGER = make_identity(Counted(b"stranger"), "viewmark")


class SecureBench(Bench):
    """A handheld with the real TLS on its line, paired with one laptop, with three checks, a photo and a list's key."""

    def __init__(self, paired=(("desk", LAPTOP[1]),)):
        boot(blank())
        self._paired = list(paired)
        Bench.__init__(self, 3)

    def restart(self):
        """Power off and on."""
        Bench.restart(self)
        self.pairings.certificate()
        self.pairings.laptops = self._paired
        self.server = Line(self, self.answering, self.pairings, lambda: self.pairing)


class Tls:
    """The laptop's TLS over a link, with a link's calls."""

    def __init__(self, link, identity, pinned):
        context = tls.SSLContext(tls.PROTOCOL_TLS_CLIENT)
        context.load_cert_chain(identity[1], identity[0])
        context.load_verify_locations(pinned)
        context.verify_mode = tls.CERT_NONE
        self._link = link
        self._wire = _Wire(link)
        self._socket = context.wrap_socket(self._wire, server_side=False, do_handshake_on_connect=False)
        self._buffer = bytearray(1024)
        self._waiting = b""

    def __getattr__(self, name):
        return getattr(self._link, name)

    def send(self, data):
        """Say something, after the handshake at the earliest."""
        self._waiting += bytes(data)

    def feed(self, data, now_ms):
        """Return what the handheld says."""
        self._wire.arrived(self._link.feed(data, now_ms))
        said = b""
        while True:
            count = self._socket.readinto(self._buffer)
            if not count:
                return said
            said += bytes(self._buffer[:count])

    def poll(self, now_ms):
        """Return the bytes to write now."""
        if self._waiting:
            self._waiting = self._waiting[self._socket.write(self._waiting) or 0 :]
        return self._link.poll(now_ms)

    def close(self):
        """Give the memory back."""
        self._socket.close()


class SecureLaptop(Laptop):
    """Asks a bench through TLS. `changed(frames)` may change what the laptop puts on the wire."""

    def __init__(self, bench, identity=LAPTOP, greet=True):
        Laptop.__init__(self, bench, greet=False)
        self.link = Link(b"\x61\x62" + bytes((Laptop.nonces >> 8, Laptop.nonces & 255)), 512)
        self.tls = Tls(self.link, identity, bench.pairings.certificate())
        self.conversation = Conversation(self.tls)
        self.changed = bytes
        if greet:
            self.ask(hello())

    def run(self, steps):
        """Carry bytes both ways, as all frames that either side has, and yield every `(request, message)`."""
        clock, server = self.bench.clock, self.bench.server
        for _ in range(steps):
            clock.ms += STEP_MS
            server.feed(self.changed(self.conversation.poll(clock.ms)))
            for one in self.conversation.feed(said_by(server), clock.ms):
                yield one


def said_by(server):
    """Return all that a line wants to write now."""
    said = b""
    while True:
        frame = server.poll()
        if not frame:
            return said
        said += bytes(frame)
