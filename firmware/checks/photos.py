"""The photos of checks, each in a box under a key of its own, named by the SHA-256 of the box.

The key lies in the check's sealed record and nowhere else. Removed only after the laptop's acknowledgement.
"""

import binascii
import hashlib

from checks import files, settings
from ports import StorageError
from viewmark_protocol.sealing.box import IV_BYTES, box_bytes, box_parts
from viewmark_protocol.sealing.hmac import KEY_BYTES

_PART_BYTES = 1024
_DIGEST_BYTES = 32
_PENDING = "pending-photo"
_RESERVE_BYTES = 128 * 1024  # photos leave it to the settings and the register's answers


def keep(photo, ring, random) -> "tuple[bytes, bytes]":
    """Store a ports.Photo in a box and return digest and key; StorageError without room or where it cannot be read.

    The next check of `ring` is to name it: `settle` looks there. `random(count)` gives random bytes.
    """
    if box_bytes(photo.size_bytes) + _RESERVE_BYTES > files.free_bytes():
        raise StorageError("There is no room for photos. Sync with the laptop.")
    key, iv = random(KEY_BYTES), random(IV_BYTES)
    hasher = hashlib.sha256()
    for part in box_parts(key, iv, _parts(photo)):  # twice the same: the name must be known before it is written
        hasher.update(part)
    digest = hasher.digest()
    settings.store(_PENDING, [digest, ring.log_id, ring.next_sequence])
    files.write(_name(digest), box_parts(key, iv, _parts(photo)))
    return digest, key


def settle(ring) -> None:
    """Remove the photo that was kept last unless its check is in the log: the power can go between the two."""
    try:
        digest, log_id, sequence = settings.load(_PENDING, (b"", b"", 0))
        if not digest:
            return
        if log_id == ring.log_id and sequence >= ring.next_sequence:
            acknowledge(digest)
        settings.forget(_PENDING)
    except StorageError:
        pass  # the next boot tries again


def size_bytes(digest: bytes) -> int:
    """Return a photo's size, -1 when it is not here."""
    return files.size_bytes(_name(digest)) if len(digest) == _DIGEST_BYTES else -1


def read(digest: bytes, offset: int, count: int) -> bytes:
    """Return a part of a photo, empty beyond its end."""
    if offset >= size_bytes(digest):  # also what is no digest, and what is too large to seek to
        return b""
    return files.read(_name(digest), offset, count) or b""


def acknowledge(digest: bytes) -> None:
    """Remove a photo that is durable on the laptop."""
    if len(digest) == _DIGEST_BYTES:
        files.remove(_name(digest))


def _name(digest: bytes) -> str:
    return "taken/" + binascii.hexlify(digest).decode()


def _parts(photo):
    offset = 0
    while offset < photo.size_bytes:
        try:
            part = photo.read(offset, _PART_BYTES)
        except OSError as error:
            raise StorageError("The picture cannot be read again. (%s)" % error)
        if not part:
            raise StorageError("The picture is cut off.")
        yield part
        offset += len(part)
