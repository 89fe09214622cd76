"""Key slots on raw flash: the newest is programmed first, then the one before it is programmed to zero.

That zeroing is the one exception to programming erased bytes only: it leaves nothing of a key that was used.
"""

import binascii
import struct

from ports import StorageError
from sectors import Sectors

_HEAD = "<I8sI"  # sequence of the record that the key is for, log id, CRC-32 over these and all that follows
_HEAD_BYTES = 16
_PROOF_BYTES = 16
_WRAPPED_BYTES = 48
SLOT_BYTES = _HEAD_BYTES + _PROOF_BYTES + _WRAPPED_BYTES
_KEY_AT = _HEAD_BYTES + _PROOF_BYTES
_ERASED = b"\xff" * SLOT_BYTES
_ZERO = bytes(SLOT_BYTES)


class KeySlot:
    """One wrapped key, the log and sequence it is for, and the proof that the log ends there."""

    def __init__(self, log_id: bytes, sequence: int, proof: bytes, wrapped: bytes) -> None:
        self.log_id = log_id
        self.sequence = sequence
        self.proof = proof
        self.wrapped = wrapped


class KeySlots:
    """A row of slots in `count` sectors from `first` on. `newest` is a KeySlot, None where there is none."""

    def __init__(self, sectors: Sectors, first: int, count: int) -> None:
        self._sectors = sectors
        self._first = first
        self._count = count
        self._in_sector = sectors.sector_bytes // SLOT_BYTES
        self._place = -1  # of the newest
        self._stale = []  # places of older ones that could not be destroyed yet
        self.newest: "KeySlot | None" = None
        self._mount()

    def put(self, slot: KeySlot) -> None:
        """Store a slot durably, then destroy the one before it."""
        place = self._free_place()
        head = struct.pack("<I8s", slot.sequence, slot.log_id)
        rest = slot.proof + slot.wrapped
        crc = struct.pack("<I", binascii.crc32(rest, binascii.crc32(head)))
        self._program(place, head + crc + rest)
        if self._place >= 0:
            self._stale.append(self._place)
        self._place, self.newest = place, slot
        self._destroy_stale()

    def clear(self) -> None:
        """Destroy what is here, whole or torn."""
        for place in range(self._count * self._in_sector):
            if self._read(place) not in (_ERASED, _ZERO):
                self._program(place, _ZERO)
        self.newest, self._place, self._stale = None, -1, []

    def _mount(self) -> None:
        found = []
        for place in range(self._count * self._in_sector):
            content = self._read(place)
            if content in (_ERASED, _ZERO):
                continue
            slot = _slot_in(content)
            if slot:
                found.append((slot.sequence, place))
                if self.newest is None or slot.sequence > self.newest.sequence:
                    self.newest, self._place = slot, place
            else:
                self._stale.append(place)  # torn while it was written or destroyed
        self._stale += [place for _, place in found if place != self._place]
        try:
            self._destroy_stale()
        except StorageError:
            pass  # what can still be read must come up; the next key tries again

    def _destroy_stale(self) -> None:
        while self._stale:
            self._program(self._stale[-1], _ZERO)
            self._stale.pop()

    def _free_place(self) -> int:
        """Return the next erased slot; the next sector is erased for it where this one has none."""
        place = self._place + 1
        while place % self._in_sector or place == 0:
            if self._read(place) == _ERASED:
                return place
            place += 1
        place %= self._count * self._in_sector
        self._sectors.erase(self._first + place // self._in_sector)
        return place

    def _read(self, place: int) -> bytes:
        sector, index = divmod(place, self._in_sector)
        return self._sectors.read(self._first + sector, index * SLOT_BYTES, SLOT_BYTES)

    def _program(self, place: int, content: bytes) -> None:
        sector, index = divmod(place, self._in_sector)
        self._sectors.program(self._first + sector, index * SLOT_BYTES, content)


def _slot_in(content: bytes):
    sequence, log_id, crc = struct.unpack(_HEAD, content[:_HEAD_BYTES])
    if binascii.crc32(content[_HEAD_BYTES:], binascii.crc32(content[: _HEAD_BYTES - 4])) != crc:
        return None
    return KeySlot(log_id, sequence, content[_HEAD_BYTES:_KEY_AT], content[_KEY_AT:])
