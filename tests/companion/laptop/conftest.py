"""A laptop with a handheld that is played by the protocol's own source, and a register in memory."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from viewmark.devices.list_file import OfflineListFile
from viewmark.errors import RefusedError
from viewmark.escrow.focal_point import make_private_key, public_key_of
from viewmark.laptop import Laptop
from viewmark.lists.builder import Edition, build
from viewmark.register.answers import Answer, Query
from viewmark.register.client import ListSecrets
from viewmark.register.errors import UnreachableError
from viewmark_protocol.clock import Clock
from viewmark_protocol.lists.key_box import KEY_BOX_BYTES
from viewmark_protocol.messages.base import Message
from viewmark_protocol.messages.downward import ListWanted, OfferList, PushAnswer, PushListPart, SetClock
from viewmark_protocol.messages.hello import Done, Failed, Hello
from viewmark_protocol.messages.keys import FirstKey, ForgetFirstKey, KeepFirstKey, PullFirstKey
from viewmark_protocol.sealing.record import end_proof, next_key
from viewmark_protocol.sync.source import Source

from ..conftest import check_record, firearm, read_mark, seal_log

LOG_ID = b"log-0001"
KEY = b"k" * 32
LIST, _ = build([("ABC4567", "GLOCK", "stolen")], KEY, Edition(3, 1000, 2000, "test"))
FIRST_KEY = bytes(range(32))
PRIVATE_KEY = make_private_key()  # the focal point's


class Handheld:
    """Stands in for a session and the handheld behind it: `records` from `first_sequence` on, `photos` by digest."""

    def __init__(self) -> None:
        self.log_id = LOG_ID
        self.first_sequence = 1
        self.records: list[bytes] = []
        self.photos: dict[bytes, bytes] = {}
        self.acknowledged = 0
        self.acknowledged_photos: list[bytes] = []
        self.refuses: tuple[type[Message], ...] = ()
        self.asked: list[Message] = []
        self.greeting: dict[str, Any] = {}

    @property
    def next_sequence(self) -> int:
        """Return the number of the next check."""
        return self.first_sequence + len(self.records)

    async def hello(self) -> Hello:
        """Say what the handheld says of itself."""
        values = {
            "protocol_version": 1,
            "role": "handheld",
            "device_id": "VM-1",
            "software_version": "1",
            "max_message_bytes": 4096,
            "clock_s": int(time.time()),
            "clock_trust": "laptop",
            "boot_count": 1,
            "log_id": self.log_id,
            "first_sequence": self.first_sequence,
            "next_sequence": self.next_sequence,
            "acknowledged": self.acknowledged,
            "list_version": None,
        }
        return Hello(**(values | self.store() | self.greeting))

    async def ask(self, message: Message, answer: type[Message]) -> Message:
        """Answer as the firmware would; RefusedError for the messages in `refuses`."""
        self.asked.append(message)
        if isinstance(message, self.refuses):
            raise RefusedError(f"{type(message).__name__} is refused here. (refused)", "refused")
        source = Source(_Log(self), _Photos(self))
        got = source.answer(message) or self._downward(message)
        if isinstance(got, Failed):
            raise RefusedError(got.text, got.failure)
        return got

    async def parts(self, message: Message, answer: type[Message]) -> AsyncGenerator[Message, None]:
        """Answer in parts."""
        self.asked.append(message)
        if isinstance(message, self.refuses):
            raise RefusedError(f"{type(message).__name__} is refused here. (refused)", "refused")
        source = Source(_Log(self), _Photos(self))
        got = source.answer(message, 1000)
        if isinstance(got, Failed):
            raise RefusedError(got.text, got.failure)
        assert got is not None
        yield got
        while source.is_sending:
            yield source.next_part()

    def store(self) -> dict[str, Any]:
        """Return what it says of its store: nothing, for this one seals nothing."""
        return {}

    def read(self, sequence: int) -> bytes:
        """Return a record as it comes over the line."""
        return self.records[sequence - self.first_sequence]

    def told(self, kind: type[Message]) -> list[Any]:
        """Return the messages of one kind that came."""
        return [one for one in self.asked if isinstance(one, kind)]

    def answers(self) -> list[str]:
        """Return the words of the answers that came."""
        return [one.answer for one in self.told(PushAnswer)]

    def _downward(self, message: Message) -> Message:
        if isinstance(message, OfferList):
            return ListWanted(offset=0)
        if isinstance(message, PushListPart):
            return ListWanted(offset=message.offset + len(message.content))
        assert isinstance(message, SetClock | PushAnswer) or type(message).__name__ == "SetListKey"
        return Done()


class SealingHandheld(Handheld):
    """One that seals its `records`, as today's firmware does. `given` comes instead of a record, by its sequence."""

    def __init__(self) -> None:
        super().__init__()
        self.first_key = FIRST_KEY
        self.first_key_waits = True
        self.first_key_kept = False
        self.store_state = "open"
        self.given: dict[int, bytes] = {}

    def begin_log(self, log_id: bytes, first_key: bytes) -> None:
        """Write a new log under a new key from now on."""
        self.log_id, self.first_key = log_id, first_key
        self.first_key_waits, self.first_key_kept = True, False
        self.records, self.acknowledged = [], 0

    def proof(self) -> bytes:
        """Return what proves where its log ends."""
        key = self.first_key
        for _ in self.records:
            key = next_key(key)
        return end_proof(key, self.log_id, self.next_sequence)

    def store(self) -> dict[str, Any]:
        """Return what it says of its store."""
        keys = {"first_key_waits": self.first_key_waits, "first_key_kept": self.first_key_kept, "key_in_chip": True}
        return {"store_state": self.store_state, "end_proof": self.proof(), **keys}

    def read(self, sequence: int) -> bytes:
        """Return a record sealed, or what is given instead."""
        return (seal_log(self.log_id, self.first_key, self.records) | self.given)[sequence]

    def _downward(self, message: Message) -> Message:
        if self.store_state in ("locked", "wiped"):
            return Failed(failure="locked", text="The handheld is locked. Enter its PIN, then go on.")
        if isinstance(message, PullFirstKey):
            if not self.first_key_waits:
                return Failed(failure="no-key", text="The first key of this log is not here any more.")
            return FirstKey(log_id=message.log_id, key=self.first_key)
        if isinstance(message, KeepFirstKey):
            self.first_key_kept = True
            return Done()
        if isinstance(message, ForgetFirstKey):
            self.first_key_waits = False
            return Done()
        return super()._downward(message)


class _Log:
    def __init__(self, handheld: Handheld) -> None:
        self._handheld = handheld
        self.log_id = handheld.log_id
        self.first_sequence = handheld.first_sequence
        self.next_sequence = handheld.next_sequence

    def read(self, sequence: int) -> bytes:
        return self._handheld.read(sequence)

    def acknowledge(self, sequence: int) -> None:
        self._handheld.acknowledged = max(self._handheld.acknowledged, sequence)


class _Photos:
    def __init__(self, handheld: Handheld) -> None:
        self._handheld = handheld

    def size_bytes(self, digest: bytes) -> int:
        return len(self._handheld.photos.get(digest, b"")) if digest in self._handheld.photos else -1

    def read(self, digest: bytes, offset: int, count: int) -> bytes:
        return self._handheld.photos[digest][offset : offset + count]

    def acknowledge(self, digest: bytes) -> None:
        self._handheld.acknowledged_photos.append(digest)


class MemoryRegister:
    """Takes everything, and knows no weapon."""

    def __init__(self) -> None:
        self.asked: list[Query] = []
        self.checks: list[int] = []
        self.focal_point: bytes | None = None
        self.boxes: list[tuple[str, bytes, bytes]] = []
        self.is_away = False

    async def query(self, query: Query) -> Answer:
        """Answer none."""
        self.asked.append(query)
        return Answer("none", (), 1)

    async def send_check(self, device_id: str, log_id: bytes, sequence: int, record: bytes) -> bool:
        """Take a check."""
        self.checks.append(sequence)
        return True

    async def send_photo(self, content: bytes) -> bool:
        """Take a photo."""
        return True

    async def fetch_list_secrets(self, device_id: str, certificate: bytes) -> ListSecrets:
        """Return a list key in a box that looks like one."""
        if self.is_away:
            raise UnreachableError("Nobody answers at the register's address.")
        return ListSecrets(bytes(KEY_BOX_BYTES), bytes(60), None)

    async def fetch_focal_point(self) -> bytes | None:
        """Return the focal point's public key, if it has one."""
        return self.focal_point

    async def send_escrow(self, device_id: str, log_id: bytes, box: bytes) -> bool:
        """Take the box of a first key, unless it is away."""
        if self.is_away:
            raise UnreachableError("Nobody answers at the register's address.")
        self.boxes.append((device_id, log_id, box))
        return True


def pair(laptop: Laptop) -> None:
    """Have a laptop paired with the handheld; any certificate will do, for TLS is left out."""
    if laptop.pairings.find("VM-1") is None:
        laptop.pairings.add("VM-1", laptop.pairings.certificate)
        laptop.pairings.keep_tag_key("VM-1", bytes(16))


class Bench:
    """The laptop in a folder, its handheld, and the register behind it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.register = MemoryRegister()
        self.handheld = Handheld()
        self.laptop = self._open()

    def _open(self) -> Laptop:
        laptop = Laptop(self._folder, self.register)  # type: ignore[arg-type]
        pair(laptop)
        return laptop

    async def sync(self) -> list[str]:
        """Sync once and return the ids of what was new."""
        return await self.laptop.handhelds.exchange(self.handheld, lambda progress: None, self.laptop.deliver)  # type: ignore[arg-type]

    @contextlib.contextmanager
    def closed(self) -> Iterator[Path]:
        """The laptop's folder while the laptop is closed; then it is opened again."""
        self.laptop.close()
        yield self._folder
        self.laptop = self._open()

    def begin_archive_anew(self) -> None:
        """Put the archive aside, as its own error says, and keep the outbox."""
        with self.closed() as folder:
            for file in folder.glob("archive.sqlite*"):
                file.unlink()

    def offer_list(self) -> None:
        """Have the laptop bring a list down."""
        self.laptop.carried.list_file = OfflineListFile(LIST)

    def answer(self, sequence: int = 1) -> tuple[str, str] | None:
        """Return word and text of the newest answer to a check."""
        found = self.laptop.archive.answer("VM-1", LOG_ID, sequence)
        return None if found is None else (found.word, found.text)


def sync(bench: Bench, times: int = 1) -> None:
    """Sync so many times."""
    for _ in range(times):
        asyncio.run(bench.sync())


def seals(bench: Bench) -> list[str | None]:
    """Return how the records that are here came, oldest first."""
    return [one.seal for one in reversed(bench.laptop.archive.checks())]


def told(bench: Bench, words: str) -> bool:
    """Return whether one sentence on what was left aside says so."""
    return [words in one for one in bench.laptop.left_aside()].count(True) == 1


def changed(content: bytes) -> bytes:
    """Return bytes with one bit in their middle flipped."""
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A laptop with nothing on it."""
    one = Bench(tmp_path / "laptop")
    yield one
    one.laptop.close()


@pytest.fixture
def sealing(bench: Bench) -> Bench:
    """The same with a handheld that seals, and a focal point at the register."""
    bench.handheld = SealingHandheld()
    bench.register.focal_point = public_key_of(PRIVATE_KEY)
    return bench


@pytest.fixture
def three(sealing: Bench, record: Callable[..., bytes]) -> Bench:
    """The same with three checks."""
    sealing.handheld.records = [record("A1"), record("B2"), record("C3")]
    return sealing


@pytest.fixture
def record() -> Callable[..., bytes]:
    """Make the bytes of a check of one weapon."""

    def make(
        serial: str = "ABC123", photo: bytes | None = None, utc_s: int = 1_790_000_000, lattice: Any = None
    ) -> bytes:
        read = read_mark(serial, lattice=lattice or [], photo=photo)
        return check_record(firearm(read), opened=Clock(utc_s=utc_s, trust="laptop", boot_count=1))

    return make
