"""Everything that keeps checks: the lock, the keys and the sealed log, and in which state they are."""

from checks import settings
from checks.log import SealedLog
from checks.ring import Ring
from keys import secrets
from keys.lock import Lock, store_key_from
from keys.slots import KeySlots
from ports import LockedError
from sectors import Sectors

# Sectors of the partition `keys`: 0 and 1 the lock's, 2 the first key's, then those of the next record's key.
_FIRST_KEY_SECTOR = 2
_SLOT_SECTORS = 4
_LEAST_SECTORS = 5
_ACKNOWLEDGEMENT = "acknowledgement"
_KEY_KEPT = "key-kept"  # the log whose first key a laptop has


class Store:
    """The store of one handheld. `opened` is called whenever its secrets have become readable, or are so no more."""

    def __init__(self, ports, opened=lambda: None) -> None:
        sectors = Sectors(ports.partition("keys"))
        self._random = ports.random
        self._opened = opened
        self.lock = Lock(sectors, ports.vault)
        slots = KeySlots(sectors, _FIRST_KEY_SECTOR + 1, min(_SLOT_SECTORS, sectors.count - _LEAST_SECTORS + 2))
        first_keys = KeySlots(sectors, _FIRST_KEY_SECTOR, 1)
        known = slots.newest or first_keys.newest
        ring = Ring(ports.partition("records"), known_log_id=known.log_id if known else b"")
        log_id, acknowledged = settings.load(_ACKNOWLEDGEMENT, (b"", 0))
        if log_id == ring.log_id:  # another log's count would free what nobody has
            ring.restore(acknowledged)
        self.log = SealedLog(ring, slots, first_keys, ports.random)
        secrets.lock()
        if not self.lock.has_pin:
            self._open()
        if not secrets.are_open():
            opened()

    @property
    def ring(self) -> Ring:
        """The ring below the log."""
        return self.log.ring

    @property
    def state(self) -> str:
        """`open` (no PIN is set), `unlocked`, `locked`, `wiped`, or `no-key`: nothing can be sealed before a sync."""
        if self.lock.is_wiped:
            return "wiped"
        if self.lock.has_pin and not secrets.are_open():
            return "locked"
        if not self.log.can_append:
            return "no-key"
        return "unlocked" if self.lock.has_pin else "open"

    @property
    def is_locked(self) -> bool:
        """Whether a PIN must be entered before anything about the handheld may change."""
        return self.state == "locked"

    @property
    def first_key_kept(self) -> bool:
        """Whether a laptop has the log's first key for good: before that, what destroys keys would lose checks."""
        return not self.log.first_key_waits or settings.load(_KEY_KEPT, b"") == self.ring.log_id

    def note_first_key_kept(self) -> None:
        """Note durably that a laptop has the log's first key."""
        settings.store(_KEY_KEPT, self.ring.log_id)

    @property
    def can_lock(self) -> bool:
        """Whether a PIN is set and its keys are at hand."""
        return self.lock.has_pin and secrets.are_open()

    def unlock(self, store_key: bytes) -> None:
        """Take the store key that the lock gave."""
        secrets.unlock(store_key, self._random)
        self.log.unlock()
        self._opened()

    def lock_up(self) -> None:
        """Forget every key until the PIN is entered again."""
        secrets.lock()
        self.log.lock()
        self._opened()

    def set_pin(self, salt: bytes, stretched: bytes, iterations: int) -> None:
        """Put the store key under a PIN that was stretched with this salt; LockedError while it is not at hand."""
        self.lock.write(secrets.store_key(), salt, stretched, iterations)

    def acknowledge(self, sequence: int) -> None:
        """Note durably that every record below `sequence` is on the laptop."""
        self.ring.acknowledge(sequence)
        settings.store(_ACKNOWLEDGEMENT, [self.ring.log_id, self.ring.acknowledged])
        if self.log.can_append:
            return
        # With nothing left to lose a handheld whose keys are lost gets new ones.
        if secrets.are_open():
            self.log.begin_if_idle()
        elif not self.lock.has_pin:
            self._open()

    def begin_anew(self) -> None:
        """Make new keys and a new log, without a PIN; StorageError while a record waits for the laptop."""
        store_key, salt = store_key_from(self._random)
        self.ring.raise_if_waiting()
        self.lock.write(store_key, salt)
        self.unlock(store_key)

    def _open(self) -> None:
        """Open a store without a PIN; one whose keys are lost gets new ones once nothing waits."""
        try:
            if not self.lock.is_blank:
                self.unlock(self.lock.open())
                return
        except LockedError:
            pass
        if not self.ring.waits and not self.lock.is_wiped:
            self.begin_anew()
