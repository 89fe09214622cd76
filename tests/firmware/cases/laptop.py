"""A laptop in memory at the other end of the handheld's link, and the ports that the link asks of a board."""

import hashlib

from checks.store import Store
from flash import RamFlash
from link.line import Line
from link.pairing import Pairing
from link.pairings import Pairings
from link.secure import CLEAR, SECURE
from link.server import Server
from lists.store import ListStore
from ports import Battery, Clock, Ports, Vault
from viewmark_protocol import PROTOCOL_VERSION
from viewmark_protocol.conversation import Conversation
from viewmark_protocol.frames.link import Link
from viewmark_protocol.messages.hello import Hello
from viewmark_protocol.sealing.chain import SealChain
from viewmark_protocol.sealing.hmac import hmac_sha256

STEP_MS = 20
CERTIFICATE = b"certificate of the desk's laptop"


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


class HandVault(Vault):
    """A chip's key."""

    in_chip = True

    def hmac(self, data):
        return hmac_sha256(b"a chip's own key, 32 bytes long.", data)


class HandBattery(Battery):
    """A battery that is nearly full."""

    def percent(self):
        return 87


class Counted:
    """Random bytes that are the same in every run, and never twice the same; eight are a log's id, `log-0001` first."""

    def __init__(self, seed=b"seed"):
        self.seed = seed
        self.drawn = self.logs = 0

    def __call__(self, count):
        if count == 8:
            self.logs += 1
            return b"log-%04d" % self.logs
        self.drawn += 1
        drawn = b""
        while len(drawn) < count:
            drawn += hashlib.sha256(b"%s %d %d" % (self.seed, self.drawn, len(drawn))).digest()
        return drawn[:count]


def opened(store, sequence):
    """Return the content of a record, as the laptop that holds the log's first key opens it."""
    chain = SealChain(store.ring.log_id, store.log.first_key())
    previous = store.ring.read(sequence - 1) if sequence > store.ring.first_sequence else None
    return chain.open(sequence, store.ring.read(sequence), previous)


class Trusting:
    """Stands where TLS stands: whoever comes is the one paired laptop. A call that is not here goes to the link."""

    def __init__(self, link, pairings):
        self._link = link
        self._ended = -1
        self.kind, self.laptop = SECURE, CERTIFICATE

    def __getattr__(self, name):
        return getattr(self._link, name)

    @property
    def is_open(self):
        return self._link.is_open and self._link.connections != self._ended

    def end(self):
        self._ended = self._link.connections


class InClear(Trusting):
    """A laptop that begins without TLS."""

    def __init__(self, link, pairings):
        super().__init__(link, pairings)
        self.kind, self.laptop = CLEAR, b""


class Bench(Ports):
    """A handheld without screen and keys: its stores and its link. `restart` is power off and on."""

    device_id = "VM-0001"
    board = "test-board"
    bluetooth = None

    def __init__(self, records=0):
        self.clock = HandClock()
        self.vault = HandVault()
        self.battery = HandBattery()
        self.random = Counted()
        self.flashes = {
            "records": RamFlash(1024, 4, unit_bytes=16),
            "keys": RamFlash(1024, 6, unit_bytes=16, zeroes=True),
            "list": RamFlash(2048, 64),
            "firmware_a": RamFlash(4096, 4, unit_bytes=16, zeroes=True),
            "firmware_b": RamFlash(4096, 4, unit_bytes=16, zeroes=True),
        }
        self.changes = 0
        self.restart()
        for number in range(1, records + 1):
            self.append(b"record %d" % number)

    def partition(self, name):
        return self.flashes[name]

    def restart(self):
        self.store = Store(self)
        self.log, self.ring = self.store.log, self.store.ring
        self.lists = ListStore(self.partition("list"))
        self.pairings = Pairings(self, self._changed)
        self.pairings.laptops = [("desk", CERTIFICATE)]
        self.pairing = Pairing(self, self.pairings, self._changed)
        self.answering = Server(self, self.store, self.lists, self.pairings, self._changed)
        self.server = Line(self, self.answering, self.pairings, lambda: self.pairing, Trusting)

    def append(self, content):
        return self.log.append(content, 1790000000 + self.ring.next_sequence)

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
