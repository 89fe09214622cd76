"""The offline list on its raw partition: two halves, one in use, the other takes the next list.

The header is programmed last: a list that was cut off on its way never counts.
"""

import hashlib

from checks import settings
from ports import StorageError
from viewmark_protocol.errors import ListError
from viewmark_protocol.lists.offline import HEADER_BYTES, KEY_BYTES, OfflineList, decode_header, key_id, verify
from viewmark_protocol.messages.downward import ListWanted
from viewmark_protocol.messages.hello import Done, Failed

_HASHED_BYTES = 512
_STEP_PARTS = 8  # 4 KiB are hashed before others get their turn
_KEY = "list-key"
_NEXT_KEY = "list-key-next"  # under which no list is in use yet, or none any more


class ListStore:
    """Holds the list in use as `current` (an OfflineList or None), and takes a new one part by part."""

    def __init__(self, partition) -> None:
        self._partition = partition
        self._block_bytes = partition.ioctl(5, 0)
        self._half_bytes = partition.ioctl(4, 0) // 2 * self._block_bytes
        self._half = 1
        self._incoming = None
        self._received = 0
        self.current = None
        self.damage = ""  # why the list that was in use is so no more
        self.refused = ""  # why the list that lies here cannot be used
        self.reopen()

    @property
    def version(self):
        """The version of the list in use, None without one."""
        return self.current.header.version if self.current else None

    def take_key(self, key: bytes):
        """Keep the key of a key epoch, and answer. The list in use stays so until one under the new key is whole."""
        if len(key) != KEY_BYTES:
            return Failed(failure="refused", text="A list key has %d bytes, not %d." % (KEY_BYTES, len(key)))
        if key not in _keys():
            settings.store_secret(_NEXT_KEY if self.current else _KEY, key)
            self._incoming = None  # which half is in use may change
            self.reopen()
        return Done()

    def offer(self, header_bytes: bytes, total_bytes: int):
        """Answer the laptop's offer: from where on the list is wanted; the whole size when it is here already."""
        try:
            header = decode_header(header_bytes)
        except ListError as error:
            return Failed(failure="refused", text=str(error))
        if header.total_bytes() != total_bytes or total_bytes > self._half_bytes:
            return Failed(failure="refused", text="This list does not fit on the handheld.")
        if self.current and not _is_newer(header, self.current.header):
            return ListWanted(offset=total_bytes)
        if header.key_id not in [key_id(key) for key in _keys()]:
            return Failed(failure="refused", text="The list is under a key that this handheld does not have.")
        if self._incoming is None or self._incoming.encode() != header.encode():
            self._incoming = header
            self._received = HEADER_BYTES
            if total_bytes == HEADER_BYTES:  # nothing is listed: no part comes
                self._put_aside(1 - self._half)
                return self._finish(self._incoming, total_bytes)
        return ListWanted(offset=self._received)

    @property
    def progress(self):
        """How much of the list that comes down is here: `(bytes, total_bytes)`, None while none comes."""
        return (self._received, self._incoming.total_bytes()) if self._incoming else None

    def take(self, offset: int, content: bytes):
        """Program one part of the offered list and answer from where on the next is wanted."""
        if self._incoming is None or offset != self._received:
            return Failed(failure="out-of-order", text="This part of the list was not asked for.")
        total_bytes = self._incoming.total_bytes()
        if not content:
            return Failed(failure="refused", text="This part of the list is empty.")
        if offset + len(content) > total_bytes:
            return Failed(failure="refused", text="The list is longer than its header says.")
        self._program((1 - self._half) * self._half_bytes + offset, content)
        self._received += len(content)
        if self._received == total_bytes:
            return self._finish(self._incoming, total_bytes)
        return ListWanted(offset=self._received)

    def verifying(self):
        """Yield between small steps through the list in use; one that is not as it was issued is put aside."""
        if self.current is None:
            return
        header, half = self.current.header, self._half
        hasher = hashlib.sha256()
        steps = 0
        try:
            for at in range(HEADER_BYTES, header.total_bytes(), _HASHED_BYTES):
                hasher.update(self._read(half, at, min(_HASHED_BYTES, header.total_bytes() - at)))
                steps += 1
                if steps % _STEP_PARTS == 0:
                    yield
                    if self.current is None or self.current.header.digest != header.digest:
                        return  # another one was taken meanwhile, and verified on arrival
            is_whole = hasher.digest() == header.digest
        except StorageError:
            is_whole = False
        if not is_whole:
            self._put_aside(half)
            self.current = None
            self.damage = "The list is damaged. Sync with the laptop to get it again."

    def _put_aside(self, half: int) -> None:
        """Erase the header of a half, so that its list never counts again."""
        self._partition.ioctl(6, half * self._half_bytes // self._block_bytes)

    def _finish(self, header, total_bytes: int):
        self._incoming = None
        half = 1 - self._half
        self._program(half * self._half_bytes, header.encode())
        try:
            verify(lambda offset, count: self._read(half, offset, count))
        except ListError as error:
            self._put_aside(half)
            return Failed(failure="refused", text=str(error))
        self.reopen()
        return ListWanted(offset=total_bytes)

    def reopen(self) -> None:
        """Take up the newest list for which a key is at hand: none while the handheld is locked."""
        self.current = None
        self.damage = self.refused = ""
        keys = _keys()
        for half in (0, 1):
            for key in keys:
                try:
                    one = OfflineList(lambda offset, count, half=half: self._read(half, offset, count), key)
                except (ListError, StorageError) as error:
                    self.refused = self.refused or str(error)
                    continue
                if self.current is None or _is_newer(one.header, self.current.header):
                    self.current = one
                    self._half = half
                break
        if self.current and self.current.key != keys[0]:
            try:
                settings.store_secret(_KEY, self.current.key)
                settings.store_secret(_NEXT_KEY, keys[0])
            except StorageError:
                pass  # both keys are there all the same: the next boot tries again

    def _read(self, half: int, offset: int, count: int) -> bytes:
        buffer = bytearray(count)
        at = half * self._half_bytes + offset
        try:
            failed = self._partition.readblocks(at // self._block_bytes, buffer, at % self._block_bytes)
        except OSError:
            failed = True
        if failed:
            raise StorageError("The flash could not be read.")
        return bytes(buffer)

    def _program(self, at: int, content: bytes) -> None:
        """Program bytes at an address. A block is erased before its first byte; the header's before the body's."""
        left = memoryview(content)  # slices of it cost no memory
        while left:
            block, offset = divmod(at, self._block_bytes)
            part = left[: self._block_bytes - offset]
            within = at % self._half_bytes
            if within == HEADER_BYTES or (offset == 0 and within > 0):
                self._partition.ioctl(6, block)
            self._partition.writeblocks(block, part, offset)
            at += len(part)
            left = left[len(part) :]


def _keys() -> "list[bytes]":
    """Return the key of the list in use, then the other one; empty where there is none, and both while it is locked."""
    return [settings.load_secret(_KEY) or b"", settings.load_secret(_NEXT_KEY) or b""]


def _is_newer(one, other) -> bool:
    """Compare two lists' headers: within one key epoch their versions count."""
    if one.key_id == other.key_id:
        return one.version > other.version
    return (one.issued_s, one.version) > (other.issued_s, other.version)
