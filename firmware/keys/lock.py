"""The PIN and the store key that it guards, on two sectors of raw flash.

A head says how the store key is wrapped: under the chip's key, and under the PIN where one is set. Behind it each try
is programmed before it is judged, so that no power cut gives one for nothing. A new head goes to the other sector.
"""

import struct

from ports import LockedError, StorageError
from sectors import UNIT_BYTES, Sectors
from viewmark_protocol.errors import SealError
from viewmark_protocol.sealing.box import WRAPPED_BYTES, KeyWrap
from viewmark_protocol.sealing.hmac import KEY_BYTES

MOST_FAILURES = 10
# After so many wrong PINs in a row; counted from power on or from the last try, so that a restart shortens nothing.
_WAITS_S = (0, 0, 0, 5, 15, 60, 300, 900, 1800, 3600)
_SECTORS = 2
_MAGIC = b"VMK1"
_HEAD = "<4sIII16s32s"  # magic, generation, iterations of PBKDF2 (0: no PIN), wrong PINs before, salt, administrator
_HEAD_BYTES = 64
_MAC_BYTES = 16
_KEY_AT = _HEAD_BYTES + _MAC_BYTES
_TRIES_AT = _KEY_AT + WRAPPED_BYTES
_TRY = b"T" * UNIT_BYTES
_RIGHT = b"R" * UNIT_BYTES
_ERASED = b"\xff" * UNIT_BYTES
_NOBODY = bytes(32)
SALT_BYTES = 16


class Lock:
    """The lock of one handheld. `is_blank`: none was made yet; `is_wiped`: ten wrong PINs have destroyed the key."""

    def __init__(self, sectors: Sectors, vault) -> None:
        self._sectors = sectors
        self._vault = vault
        self._sector = -1
        self._generation = 0
        self._head = b""
        self._tries_at = _TRIES_AT
        self.iterations = 0
        self.salt = b""
        self.administrator = _NOBODY
        self.failures = 0
        self._mount()
        if self.failures >= MOST_FAILURES and not self.is_wiped:
            try:
                self.wipe()  # the power went before it was done
            except StorageError:
                pass  # the next start tries again, and no PIN is judged before

    @property
    def is_blank(self) -> bool:
        """Whether there is no lock: blank flash, or one that is damaged beyond use."""
        return self._sector < 0

    @property
    def is_wiped(self) -> bool:
        """Whether the store key was destroyed."""
        return not self.is_blank and self._wrapped() == bytes(WRAPPED_BYTES)

    @property
    def has_pin(self) -> bool:
        """Whether a PIN is asked for."""
        return self.iterations > 0

    @property
    def has_administrator(self) -> bool:
        """Whether somebody can reset the PIN."""
        return self.administrator != _NOBODY

    @property
    def wait_s(self) -> int:
        """How long to wait between power on, or the last try, and the next one."""
        return _WAITS_S[min(self.failures, MOST_FAILURES - 1)]

    def write(self, store_key: bytes, salt: bytes, stretched: bytes = b"", iterations: int = 0) -> None:
        """Put the store key under another PIN: `stretched` is PBKDF2 of it and the salt; without one under none."""
        wrapped = self._wrapping(salt, stretched).wrap(salt, store_key)
        self._write_head(iterations, 0, salt, self.administrator, wrapped)

    def set_administrator(self, digest: bytes) -> None:
        """Note whose signature resets the PIN: the SHA-256 of a public key."""
        self._write_head(self.iterations, self.failures, self.salt, digest, self._wrapped())

    def open(self) -> bytes:
        """Return the store key where no PIN is set; LockedError where it cannot be had."""
        return self._unwrapped(b"")

    def begin_try(self) -> None:
        """Note durably that a PIN is tried: it counts as wrong until `finish_try` finds it right.

        LockedError where none is asked for; StorageError where it cannot be noted, and then none is judged.
        """
        if not self.has_pin or self.is_wiped or self.failures >= MOST_FAILURES:
            raise LockedError("No PIN is asked for here.")
        if self._tries_at + 2 * UNIT_BYTES > self._sectors.sector_bytes:
            self._write_head(self.iterations, self.failures, self.salt, self.administrator, self._wrapped())
        self._note(_TRY)
        self.failures += 1

    def finish_try(self, stretched: bytes) -> "bytes | None":
        """Return the store key where the PIN was right, None where it was wrong; the tenth wrong one wipes."""
        try:
            store_key = self._unwrapped(stretched)
        except LockedError:
            if self.failures >= MOST_FAILURES:
                self.wipe()
            return None
        self._note(_RIGHT)
        self.failures = 0
        return store_key

    def wipe(self) -> None:
        """Destroy the store key; what lies under it is gone, what was sealed can still be opened by the laptop."""
        self._sectors.program(self._sector, _KEY_AT, bytes(WRAPPED_BYTES))

    def _unwrapped(self, stretched: bytes) -> bytes:
        try:
            return self._wrapping(self.salt, stretched).unwrap(self.salt, self._wrapped())
        except SealError as error:
            raise LockedError(str(error))

    def _wrapping(self, salt: bytes, stretched: bytes) -> KeyWrap:
        return KeyWrap(self._vault.hmac(b"viewmark store key" + salt + stretched))

    def _wrapped(self) -> bytes:
        return self._sectors.read(self._sector, _KEY_AT, WRAPPED_BYTES)

    def _note(self, unit: bytes) -> None:
        self._sectors.program(self._sector, self._tries_at, unit)
        self._tries_at += UNIT_BYTES

    def _write_head(self, iterations: int, failures: int, salt: bytes, administrator: bytes, wrapped: bytes) -> None:
        sector = (self._sector + 1) % _SECTORS
        head = struct.pack(_HEAD, _MAGIC, self._generation + 1, iterations, failures, salt, administrator)
        self._sectors.erase(sector)
        # The key first: a head that counts has its key behind it.
        self._sectors.program(sector, _KEY_AT, wrapped)
        self._sectors.program(sector, 0, head + self._mac(head))
        old, self._sector = self._sector, sector
        if old >= 0:
            self._sectors.erase(old)
        self._read_head(head)
        self._tries_at = _TRIES_AT

    def _mac(self, head: bytes) -> bytes:
        return self._vault.hmac(b"viewmark lock" + head)[:_MAC_BYTES]

    def _mount(self) -> None:
        for sector in range(_SECTORS):
            head = self._sectors.read(sector, 0, _HEAD_BYTES)
            mac = self._sectors.read(sector, _HEAD_BYTES, _MAC_BYTES)
            if head[:4] != _MAGIC or mac != self._mac(head):
                continue
            old = sector
            if struct.unpack(_HEAD, head)[1] > self._generation:
                old, self._sector = self._sector, sector
                self._read_head(head)
            if old >= 0:
                try:
                    self._sectors.erase(old)
                except StorageError:
                    pass  # what can still be read must come up; the next start tries again
        if not self.is_blank:
            self._read_tries()

    def _read_head(self, head: bytes) -> None:
        _, self._generation, self.iterations, self.failures, self.salt, self.administrator = struct.unpack(_HEAD, head)

    def _read_tries(self) -> None:
        while self._tries_at < self._sectors.sector_bytes:
            unit = self._sectors.read(self._sector, self._tries_at, UNIT_BYTES)
            if unit == _ERASED:
                return
            # A torn one is no try, for none is judged before its unit is whole, and not the right PIN's either.
            if unit == _TRY:
                self.failures += 1
            elif unit == _RIGHT:
                self.failures = 0
            self._tries_at += UNIT_BYTES


def store_key_from(random) -> "tuple[bytes, bytes]":
    """Return a new store key and a salt; `random(count)` gives random bytes."""
    return random(KEY_BYTES), random(SALT_BYTES)
