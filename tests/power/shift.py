"""A shift of 500 checks on flash that is traced: what was told as done, and which flash operation came before it.

The same in every run: the number of a cut is the number of the operation at which the power goes.
"""

import hashlib

from checks import files, photos, settings
from checks.store import Store
from disk import MemoryPhoto, boot
from flash import RamFlash
from laptop import Counted, HandClock, HandVault
from link.pairings import Pairings
from ports import Ports

CHECKS = 500
PHOTO_EVERY = 10
ACKNOWLEDGE_EVERY = 9
FORGET_FIRST_KEY_AT = 100
PAIR_EVERY = 40  # a laptop is paired, or unpaired, in turn
SETTLED = 4  # checks that the laptop is behind
SIZES = {"records": (1024, 10), "keys": (1024, 7), "photos": (4096, 56)}


class TracedFlash(RamFlash):
    """Notes every mutating operation in `trace` as `(partition, address, bytes)`."""

    def __init__(self, name, trace):
        block_bytes, blocks = SIZES[name]
        RamFlash.__init__(
            self, block_bytes, blocks, unit_bytes=0 if name == "photos" else 16, errors=True, zeroes=name == "keys"
        )
        self.name = name
        self.trace = trace

    def _mutate(self, at, new):
        self.trace.append((self.name, at, new))
        return RamFlash._mutate(self, at, new)


class Board(Ports):
    """A board on these flashes; `seed` tells the random bytes of one start from those of another."""

    device_id = "VM-0001"

    def __init__(self, flashes, seed=b"shift", logs=0):
        self.flashes = flashes
        self.clock = HandClock()
        self.vault = HandVault()
        self.random = Counted(seed)
        self.random.logs = logs  # a log that is begun after a cut has an id of its own

    def partition(self, name):
        return self.flashes[name]


def content(number):
    """Return what check `number` says, 20 to 118 bytes."""
    return b"%05d:" % number + bytes([(number * 7 + place) & 255 for place in range(14 + number * 37 % 99)])


def picture(number):
    """Return the picture of check `number`, None where it has none."""
    return bytes([(number + place) & 255 for place in range(700 + number)]) if number % PHOTO_EVERY == 0 else None


def start(board):
    """Power on: return the board's store."""
    boot(board.partition("photos"))
    store = Store(board)
    photos.settle(store.ring)
    return store


class Shift:
    """Plays the shift once. `events` are `(operations before it was told, what, value)`, in order."""

    def __init__(self, append=lambda store, number: store.log.append(content(number), 1790000000 + number)):
        self.trace = []
        self.events = []
        self._append = append
        self._pictures = {}  # check -> digest, until the laptop has it
        board = Board({name: TracedFlash(name, self.trace) for name in SIZES})
        store = start(board)
        self.first_key = store.log.first_key()
        self.log_id = store.ring.log_id
        self._pairings = Pairings(board, lambda: None)
        self._tell("started", 0)
        for number in range(1, CHECKS + 1):
            self._check(store, board, number)
            if number % ACKNOWLEDGE_EVERY == 0:
                self._sync(store, number - SETTLED)
            if number % PAIR_EVERY == 0:
                self._pair(b"certificate %d" % (number // PAIR_EVERY))
            if number == FORGET_FIRST_KEY_AT:
                self._tell("forgetting first key", 0)
                store.log.forget_first_key()
                self._tell("first key forgotten", 0)
        self.violations = [one for flash in board.flashes.values() for one in flash.violations]

    def _tell(self, what, value):
        self.events.append((len(self.trace), what, value))

    def _check(self, store, board, number):
        shot = picture(number)
        if shot:
            digest, key = photos.keep(MemoryPhoto(shot), store.ring, board.random)
            self._pictures[number] = digest
            self._tell("kept", (number, digest, key))
        self._append(store, number)
        photos.settle(store.ring)
        self._tell("recorded", number)

    def _pair(self, certificate):
        """Pair a laptop, and unpair the one before it: two changes, each of which is made or not."""
        laptops = self._pairings.laptops
        before = laptops[-1][1] if laptops else b""
        self._tell("pairing", certificate)
        self._pairings.certificate()
        self._pairings.add("desk", certificate)
        self._tell("paired", (certificate, self._pairings.certificate()))
        if before:
            self._tell("unpairing", before)
            self._pairings.remove(before)
            self._tell("unpaired", before)

    def _sync(self, store, below):
        self._tell("acknowledging", below)
        store.acknowledge(below)
        self._tell("acknowledged", below)
        for number in sorted(self._pictures):
            if number < below:
                digest = self._pictures.pop(number)
                self._tell("letting go", digest)
                photos.acknowledge(digest)


def late_append():
    """Return an append that is wrong on purpose: it tells a check as recorded, and records it with the next one."""
    late = []

    def append(store, number):
        if late:
            store.log.append(content(late.pop()), 1790000000 + number)
        late.append(number)

    return append


def digest_of(box):
    """Return the name of a photo's box."""
    return hashlib.sha256(box).digest()


def is_writable():
    """Return whether the file store takes a setting."""
    settings.store("boot-count", 7)
    return settings.load("boot-count", 0) == 7 and not files.damage
