"""A laptop in memory at the other end of the handheld's link, and the ports that the link asks of a board."""

from checks import settings
from checks.ring import Ring
from flash import RamFlash
from link.server import LinkServer
from lists.store import ListStore
from ports import Clock, Ports
from viewmark_protocol import PROTOCOL_VERSION
from viewmark_protocol.conversation import Conversation
from viewmark_protocol.frames.link import Link
from viewmark_protocol.messages.hello import Hello

STEP_MS = 20


class HandClock(Clock):
    """A clock that is moved by hand."""

    def __init__(self):
        self.utc_s = 0
        self.ms = 1000

    def now_s(self):
        return self.utc_s

    def trust(self):
        return "laptop" if self.utc_s else "unset"

    def set(self, utc_s):
        self.utc_s = utc_s

    def ticks_ms(self):
        return self.ms


class Bench(Ports):
    """A handheld without screen and keys: its stores and its link. `restart` is power off and on."""

    device_id = "VM-0001"

    def __init__(self, records=0):
        self.clock = HandClock()
        self.record_flash = RamFlash(1024, 4, unit_bytes=16)
        self.list_flash = RamFlash(2048, 8)
        self.changes = 0
        self.restart()
        for number in range(1, records + 1):
            self.ring.append(b"record %d" % number)

    def restart(self):
        self.ring = Ring(self.record_flash, b"log-0001")
        log_id, acknowledged = settings.load("acknowledgement", (b"", 0))
        if log_id == self.ring.log_id:
            self.ring.restore(acknowledged)
        self.lists = ListStore(self.list_flash)
        self.server = LinkServer(self, self.ring, self.lists, self._changed)

    def _changed(self):
        self.changes += 1


class Laptop:
    """Asks a bench over a perfect pipe. Each has its own nonce, as each connection does."""

    nonces = 0

    def __init__(self, bench, greet=True):
        Laptop.nonces += 1
        self.bench = bench
        self.conversation = Conversation(Link(b"\x51\x52" + bytes((Laptop.nonces >> 8, Laptop.nonces & 255)), 512))
        if greet:
            self.ask(hello())

    def ask(self, message):
        """Return the answer to a request; AssertionError when none comes."""
        request = self.conversation.ask(message, self.bench.clock.ms, 60000)
        for number, answer in self.run(200):
            if number == request:
                return answer
        raise AssertionError("no answer")

    def run(self, steps):
        """Carry bytes both ways and yield every `(request, message)` that comes."""
        clock, server = self.bench.clock, self.bench.server
        for _ in range(steps):
            clock.ms += STEP_MS
            server.feed(self.conversation.poll(clock.ms))
            for one in self.conversation.feed(server.poll(), clock.ms):
                yield one


def hello(version=PROTOCOL_VERSION):
    return Hello(
        protocol_version=version,
        role="laptop",
        device_id="laptop",
        software_version="0",
        max_message_bytes=16384,
        clock_s=0,
        clock_trust="battery",
        boot_count=0,
        first_sequence=0,
        next_sequence=0,
        acknowledged=0,
    )
