"""The sealed log: each check is sealed under its own key, appended to the ring, and its key destroyed.

The record is programmed first, then the next key's slot: after a cut between the two the key is ratcheted once more.
"""

from keys import secrets
from keys.slots import KeySlot, KeySlots
from ports import LockedError, StorageError
from viewmark_protocol.errors import SealError
from viewmark_protocol.sealing.box import KeyWrap
from viewmark_protocol.sealing.hmac import KEY_BYTES, TAG_BYTES
from viewmark_protocol.sealing.record import (
    FIRST_SEQUENCE,
    LABEL_RANDOM_BYTES,
    NO_VERDICT,
    end_proof,
    first_tag,
    label_iv,
    label_of,
    next_key,
    seal,
)

_LOG_ID_BYTES = 8
_NO_PROOF = bytes(16)


class SealedLog:
    """Checks by sequence. Sealed bytes can be read and acknowledged at any time, appended only while it is unlocked.

    `slots` holds the key of the next record, `first_keys` the log's first key until the laptop has it for good.
    """

    def __init__(self, ring, slots: KeySlots, first_keys: KeySlots, random) -> None:
        self.ring = ring
        self._slots = slots
        self._first_keys = first_keys
        self._random = random
        self._key: "bytes | None" = None  # of the next record
        self._previous_tag = b""
        self._wrap: "KeyWrap | None" = None
        self._label_key = b""
        self._newest_s = 0
        newest = self._of_this_log(slots)
        if newest:
            ring.go_on_at(newest.sequence)

    @property
    def can_append(self) -> bool:
        """Whether the key for the next record is at hand."""
        return self._key is not None

    @property
    def end_proof(self) -> "bytes | None":
        """What shows the laptop that nothing was cut off; None where it cannot be shown before the next unlocking."""
        newest = self._of_this_log(self._slots)
        return newest.proof if newest and newest.sequence == self.ring.next_sequence else None

    @property
    def first_key_waits(self) -> bool:
        """Whether the log's first key is still here."""
        return self._of_this_log(self._first_keys) is not None

    def unlock(self) -> None:
        """Take the key for the next record from its slot; begin a new log where there is none and nothing waits."""
        self._wrap, self._label_key = KeyWrap(secrets.key_for(b"log keys")), secrets.key_for(b"labels")
        self._key = self._ratcheted(self._slots) or self._ratcheted(self._first_keys)
        if self._key is None:
            self.begin_if_idle()
            return
        newest = self._of_this_log(self._slots)
        if newest is None or newest.sequence != self.ring.next_sequence:
            self._try_to_put(self._key)
        self._previous_tag, self._newest_s = self._last()

    def lock(self) -> None:
        """Forget the keys."""
        self._key = self._wrap = None
        self._label_key = b""

    def begin_if_idle(self) -> None:
        """Begin a new log where this one cannot go on and all of it is with the laptop."""
        if self.can_append or self.ring.waits or not secrets.are_open():
            return
        key, log_id = self._random(KEY_BYTES), self._random(_LOG_ID_BYTES)
        self._slots.clear()
        self._first_keys.clear()
        self._first_keys.put(self._slot(log_id, FIRST_SEQUENCE, key, _NO_PROOF))
        self.ring.begin(log_id)
        self._key, self._previous_tag, self._newest_s = key, first_tag(log_id), 0
        self._put_key(key)

    def append(self, content: bytes, utc_s: int, verdict: int = NO_VERDICT, trust: int = 0) -> int:
        """Seal and store one record durably and return its sequence; LockedError without a key, StorageError."""
        if self._key is None:
            raise LockedError("The key for the next check is not at hand. Sync with the laptop, then go on.")
        sequence = self.ring.next_sequence
        iv = label_iv(self._label_key, (sequence, utc_s, verdict, trust), self._random(LABEL_RANDOM_BYTES))
        sealed = seal(self._key, sequence, self._previous_tag, iv, content)
        self.ring.append(sealed)
        self._previous_tag = sealed[-TAG_BYTES:]
        self._newest_s = utc_s or self._newest_s  # a clock that is unset has no time to be behind of
        self._key = next_key(self._key)
        self._try_to_put(self._key)
        return sequence

    def behind_s(self, utc_s: int) -> "int | None":
        """Return how far a time lies before that of the newest check; None where it does not."""
        return self._newest_s - utc_s if 0 < utc_s < self._newest_s else None

    def label(self, sequence: int):
        """Return the Label of a record; StorageError where it is damaged, LockedError while this is locked."""
        sealed = self.ring.read(sequence)
        if not self._label_key:
            raise LockedError("The handheld is locked. Enter its PIN, then go on.")
        try:
            label = label_of(self._label_key, sealed)
        except SealError as error:
            raise StorageError(str(error))
        if label[0] != sequence:
            raise StorageError("The label of record %d cannot be read." % sequence)
        return label

    def first_key(self) -> bytes:
        """Return the log's first key; StorageError where it is not here any more."""
        slot = self._of_this_log(self._first_keys)
        if slot is None:
            raise StorageError("The first key of this log is not here any more: a laptop has taken it.")
        try:
            return self._unwrapped(slot)
        except SealError as error:
            raise StorageError("The first key of this log cannot be read. (%s)" % error)

    def forget_first_key(self) -> None:
        """Destroy the log's first key."""
        self._first_keys.clear()

    def _of_this_log(self, slots: KeySlots) -> "KeySlot | None":
        slot = slots.newest
        return slot if slot and slot.log_id == self.ring.log_id else None

    def _last(self) -> "tuple[bytes, int]":
        """Return tag and time of the newest record; no tag where it is damaged, so that the next one stands alone."""
        last = self.ring.next_sequence - 1
        if last < FIRST_SEQUENCE:
            return first_tag(self.ring.log_id), 0
        try:
            return self.ring.read(last)[-TAG_BYTES:], self.label(last)[1]
        except StorageError:
            return bytes(TAG_BYTES), 0

    def _ratcheted(self, slots: KeySlots) -> "bytes | None":
        """Return the next record's key out of the newest slot, None where that gives none for this log."""
        slot = self._of_this_log(slots)
        if slot is None:
            return None
        try:
            key = self._unwrapped(slot)
        except SealError:
            return None
        for _ in range(self.ring.next_sequence - slot.sequence):
            key = next_key(key)
        return key

    def _put_key(self, key: bytes) -> None:
        sequence, log_id = self.ring.next_sequence, self.ring.log_id
        self._slots.put(self._slot(log_id, sequence, key, end_proof(key, log_id, sequence)))

    def _try_to_put(self, key: bytes) -> None:
        try:
            self._put_key(key)
        except StorageError:
            pass  # every record is durable; the next append or the next unlocking stores the key

    def _slot(self, log_id: bytes, sequence: int, key: bytes, proof: bytes) -> KeySlot:
        return KeySlot(log_id, sequence, proof, self._opened_wrap().wrap(_context(log_id, sequence), key))

    def _unwrapped(self, slot: KeySlot) -> bytes:
        return self._opened_wrap().unwrap(_context(slot.log_id, slot.sequence), slot.wrapped)

    def _opened_wrap(self) -> KeyWrap:
        if self._wrap is None:
            raise LockedError("The handheld is locked. Enter its PIN, then go on.")
        return self._wrap


def _context(log_id: bytes, sequence: int) -> bytes:
    return log_id + sequence.to_bytes(8, "big")
