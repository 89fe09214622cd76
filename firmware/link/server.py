"""The handheld's end of the link: pumps the pipe, greets, and answers each request. One laptop at a time."""

import gc

from checks import answers, photos, settings
from checks.store import Store
from keys import secrets
from lists.store import ListStore
from ports import LockedError, StorageError
from viewmark_protocol import PROTOCOL_VERSION
from viewmark_protocol.conversation import Conversation
from viewmark_protocol.errors import DeadlineError, SchemaError, ViewmarkError
from viewmark_protocol.frames.frame import EMPTY_FRAME
from viewmark_protocol.frames.link import Link
from viewmark_protocol.messages.downward import OfferList, PushAnswer, PushListPart, SetClock, SetListKey
from viewmark_protocol.messages.hello import Bye, Done, Failed, Hello
from viewmark_protocol.messages.keys import KEY_MESSAGES
from viewmark_protocol.messages.registry import MAX_MESSAGE_BYTES
from viewmark_protocol.sync.source import Source

SOFTWARE_VERSION = "0.1.0"
_FRAME_PAYLOAD_BYTES = 1024  # eight of them wait in memory at the most

_SILENT_MS = 5000  # a laptop that keeps a session says something each second
_ANSWER_CHARACTERS = 400  # what a screen can show; the laptop keeps the whole
_EARLIEST_S, _LATEST_S = 1577836800, 4102444800  # 2020 and 2100


class LinkServer:
    """Serves one pipe. `changed` is called when something arrived that a screen may show."""

    def __init__(self, ports, store: Store, lists: ListStore, changed) -> None:
        self._ports = ports
        self._store = store
        self._ring = store.ring
        self._lists = lists
        self._changed = changed
        # A module serves as the store of photos, and properties as a log's numbers.
        self._source = Source(_Log(store), photos)  # pyright: ignore[reportArgumentType]
        self._keys = None
        self._forgotten_below = 0
        self._begin()

    @property
    def connected(self) -> bool:
        """Whether a laptop is on the line: heard of lately, and not with a bye."""
        stream = self._conversation.stream
        if not stream.is_open or stream.connections == self._parted:
            return False
        return stream.silent_ms(self._ports.clock.ticks_ms()) < _SILENT_MS

    def feed(self, data: bytes) -> None:
        """Take bytes from the pipe and answer what they ask."""
        try:
            for request, message in self._conversation.feed(data, self._ports.clock.ticks_ms()):
                answer = self._answer(message)
                if answer is not None:
                    self._conversation.say(answer, request)
        except (SchemaError, MemoryError):
            # Out of step, or more than the memory holds: this session ends, the laptop begins another.
            self._begin()
            gc.collect()

    def poll(self) -> bytes:
        """Return the bytes to write to the pipe now."""
        try:
            return self._conversation.poll(self._ports.clock.ticks_ms())
        except DeadlineError:
            return b""  # the handheld asks nothing, so nothing is overdue
        except MemoryError:
            self._begin()
            gc.collect()
            return EMPTY_FRAME

    @staticmethod
    def at_start() -> bytes:
        """Return what tells a laptop that waits for an answer from before the power cut that none will come."""
        return EMPTY_FRAME

    def _begin(self) -> None:
        self._conversation = Conversation(Link(None, _FRAME_PAYLOAD_BYTES))
        self._greeted = 0  # the connection whose laptop said hello in the same version
        self._parted = 0  # the connection that ended with a bye

    def _answer(self, message):
        if not isinstance(message, (Hello, Bye)) and self._greeted != self._conversation.stream.connections:
            return Failed(failure="not-now", text="The laptop must say hello first.")
        try:
            pulled = self._source.answer(message)
            return pulled if pulled is not None else self._take(message)
        except LockedError as error:
            return Failed(failure="locked", text=str(error))
        except (ViewmarkError, OSError) as error:
            return Failed(failure="storage", text=str(error))

    def _take(self, message):
        if isinstance(message, Hello):
            return self._hello(message)
        if isinstance(message, Bye):
            self._parted = self._conversation.stream.connections
            return None
        if isinstance(message, KEY_MESSAGES):
            return self._key_server().answer(message)
        secrets.store_key()  # what follows is for an unlocked handheld only
        if isinstance(message, SetClock):
            return self._set_clock(message.utc_s)
        if isinstance(message, PushAnswer):
            return self._take_answer(message)
        if isinstance(message, SetListKey):
            return self._lists.take_key(message.key)
        if isinstance(message, OfferList):
            return self._lists.offer(message.header, message.total_bytes)
        if isinstance(message, PushListPart):
            answer = self._lists.take(message.offset, message.content)
            self._changed()
            return answer
        return Failed(failure="refused", text="The handheld answers requests, it does not take answers.")

    def _hello(self, laptop: Hello):
        if laptop.protocol_version != PROTOCOL_VERSION:
            text = "Handheld and laptop are of different versions. Bring both to the same one."
            return Failed(failure="version", text=text)
        self._greeted = self._conversation.stream.connections
        clock = self._ports.clock
        return Hello(
            protocol_version=PROTOCOL_VERSION,
            role="handheld",
            device_id=self._ports.device_id,
            software_version=SOFTWARE_VERSION,
            max_message_bytes=MAX_MESSAGE_BYTES,
            clock_s=clock.now_s(),
            clock_trust=clock.trust(),
            boot_count=settings.load("boot-count", 0),
            log_id=self._ring.log_id,
            first_sequence=self._ring.first_sequence,
            next_sequence=self._ring.next_sequence,
            acknowledged=self._ring.acknowledged,
            list_version=self._lists.version,
            store_state=self._store.state,
            end_proof=self._store.log.end_proof,
            first_key_waits=self._store.log.first_key_waits,
            first_key_kept=self._store.first_key_kept,
            key_in_chip=self._ports.vault.in_chip,
            has_administrator=self._store.lock.has_administrator,
        )

    def _key_server(self):
        if self._keys is None:
            from keys.server import KeyServer  # most sessions never need it

            self._keys = KeyServer(self._ports, self._store, self._changed)
        return self._keys

    def _set_clock(self, utc_s: int):
        if not _EARLIEST_S <= utc_s < _LATEST_S:
            return Failed(failure="refused", text="This time cannot be. Set the laptop's clock.")
        self._ports.clock.set(utc_s)
        return Done()

    def _take_answer(self, message: PushAnswer):
        if message.log_id != self._ring.log_id:
            return Failed(failure="unknown-log", text="This handheld writes another log now.")
        if message.sequence >= self._ring.next_sequence:
            return Failed(failure="not-found", text="There is no check with this sequence here.")
        first = self._ring.first_sequence
        if first != self._forgotten_below:
            answers.forget_below(first)
            self._forgotten_below = first
        if message.sequence >= first:  # else the check is gone: there is nobody to tell
            text = message.text[:_ANSWER_CHARACTERS]
            answers.keep(message.log_id, message.sequence, message.answer, len(message.candidates), text)
        self._changed()
        return Done()


class _Log:
    """The store as a source of sealed records."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def log_id(self) -> bytes:
        return self._store.ring.log_id

    @property
    def first_sequence(self) -> int:
        return self._store.ring.first_sequence

    @property
    def next_sequence(self) -> int:
        return self._store.ring.next_sequence

    def read(self, sequence: int) -> bytes:
        """Return a record, empty where the flash no longer gives it: one damaged check must not hold up the others."""
        try:
            return self._store.ring.read(sequence)
        except StorageError:
            return b""

    def acknowledge(self, sequence: int) -> None:
        self._store.acknowledge(sequence)
