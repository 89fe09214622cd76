"""The photos of checks, each named by the SHA-256 of its bytes; removed only after the laptop's acknowledgement."""

import binascii
import hashlib

from checks import files

_PART_BYTES = 4096


def keep(photo) -> bytes:
    """Store a ports.Photo and return its digest; StorageError when there is no room."""
    hasher = hashlib.sha256()
    for part in _parts(photo):
        hasher.update(part)
    digest = hasher.digest()
    if size_bytes(digest) < 0:
        files.write(_name(digest), _parts(photo))
    return digest


def size_bytes(digest: bytes) -> int:
    """Return a photo's size, -1 when it is not here."""
    return files.size_bytes(_name(digest))


def read(digest: bytes, offset: int, count: int) -> bytes:
    """Return a part of a photo, empty beyond its end."""
    return files.read(_name(digest), offset, count) or b""


def acknowledge(digest: bytes) -> None:
    """Remove a photo that is durable on the laptop."""
    files.remove(_name(digest))


def _name(digest: bytes) -> str:
    return "taken/" + binascii.hexlify(digest).decode()


def _parts(photo):
    offset = 0
    while offset < photo.size_bytes:
        part = photo.read(offset, _PART_BYTES)
        yield part
        offset += len(part)
