"""Answers a paired laptop's requests out of the stores, whichever pipe they came by."""

from checks import answers, photos, settings
from checks.store import Store
from keys import secrets
from lists.store import ListStore
from ports import LockedError, StorageError
from version import SOFTWARE_VERSION
from viewmark_protocol import PROTOCOL_VERSION
from viewmark_protocol.errors import SealError, ViewmarkError
from viewmark_protocol.messages.downward import OfferList, PushAnswer, PushListPart, SetClock, SetListKey
from viewmark_protocol.messages.hello import Done, Failed, Hello
from viewmark_protocol.messages.registry import MAX_MESSAGE_BYTES, family_of
from viewmark_protocol.sync.source import Source

_ANSWER_CHARACTERS = 400  # what a screen can show; the laptop keeps the whole
_EARLIEST_S, _LATEST_S = 1577836800, 2524607999  # 2020, and the end of 2049, with which certificates end


class Server:
    """Answers requests. `changed` is called when something arrived that a screen may show."""

    def __init__(self, ports, store: Store, lists: ListStore, pairings, changed, running_slot=None) -> None:
        self._ports = ports
        self._store = store
        self._ring = store.ring
        self._lists = lists
        self._pairings = pairings
        self._changed = changed
        self._keys = None
        self._running_slot = running_slot
        self.updates = None  # made when a laptop first brings firmware
        self._forgotten_below = 0
        self.register_hit = 0  # the check that the register called a hit last, until an officer has seen it

    @property
    def is_locked(self) -> bool:
        """Whether a PIN must be entered before anything about the handheld may change."""
        return self._store.is_locked

    def source(self) -> Source:
        """Return a source of records and photos for one line."""
        # A module serves as the store of photos, and properties as a log's numbers.
        return Source(_Log(self._store), photos)  # pyright: ignore[reportArgumentType]

    def answer(self, message, source: Source, stream):
        """Return the answer to a request of the laptop at the other end of a secure stream."""
        try:
            pulled = source.answer(message, stream.payload_bytes)
            return pulled or self._take(message, stream.laptop) or no_request()
        except LockedError as error:
            return Failed(failure="locked", text=str(error))
        except (ViewmarkError, OSError) as error:
            return Failed(failure="storage", text=str(error))

    def next_part(self, source: Source):
        """Return the next part of the photo that a source sends."""
        try:
            return source.next_part()
        except (ViewmarkError, OSError) as error:
            return Failed(failure="storage", text=str(error))

    def _take(self, message, laptop: bytes):
        family = family_of(message.ID)
        if family == "keys":
            return self._key_server().answer(message)
        if family == "paired":
            return self._take_paired(message, laptop)
        secrets.store_key()  # what follows is for an unlocked handheld only
        if family == "firmware":
            answer = self._update_receiver().answer(message)
            self._changed()
            return answer
        if isinstance(message, SetClock):
            return self._set_clock(message.utc_s)
        if isinstance(message, PushAnswer):
            return self._take_answer(message)
        if isinstance(message, SetListKey):
            return self._take_list_key(message)
        if isinstance(message, OfferList):
            return self._lists.offer(message.header, message.total_bytes)
        if isinstance(message, PushListPart):
            answer = self._lists.take(message.offset, message.content)
            self._changed()
            return answer
        return None

    def _take_list_key(self, message):
        try:
            key = self._pairings.open_list_key(message.key)
        except SealError:
            text = "This list key is for another handheld, or was changed. Bring the laptop to the register, then sync."
            return Failed(failure="refused", text=text)
        return self._lists.take_key(key, message.root, message.endorsement)

    def _take_paired(self, message, laptop: bytes):
        from viewmark_protocol.messages.paired import PullTagKey, TagKey, Unpair  # asked once in a pairing's life

        if isinstance(message, PullTagKey):
            return TagKey(key=self._pairings.tag_key(laptop))
        if isinstance(message, Unpair):
            self._pairings.remove(laptop)
            return Done()
        return None

    def hello(self, laptop: Hello):
        """Return what the handheld says of itself, or that the laptop is of another version."""
        if laptop.protocol_version != PROTOCOL_VERSION:
            text = "Handheld and laptop are of different versions. Bring both to the same one."
            return Failed(failure="version", text=text)
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
            battery_percent=self._ports.battery.percent(),
            board=self._ports.board,
        )

    def _key_server(self):
        if self._keys is None:
            from keys.server import KeyServer  # most sessions never need it

            self._keys = KeyServer(self._ports, self._store, self._changed)
        return self._keys

    def _update_receiver(self):
        if self.updates is None:
            from updates.receiving import FirmwareReceiver

            self.updates = FirmwareReceiver(self._ports, self._running_slot)
        return self.updates

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
            if message.answer == "hit":
                self.register_hit = message.sequence
        self._changed()
        return Done()


def no_request() -> Failed:
    """Return what is said to a message that asks nothing."""
    return Failed(failure="refused", text="The handheld answers requests, it does not take answers.")


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
