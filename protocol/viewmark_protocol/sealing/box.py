"""Boxes: encrypted bytes that nobody without the key can read or change. AES-256-CBC, then HMAC-SHA256.

A box is IV (16 bytes), ciphertext (padded by PKCS #7), tag (16 bytes). The tag covers `context`, IV and ciphertext.
"""

import hashlib

from ..compat import TYPE_CHECKING, cbc_decryptor, cbc_encryptor, const
from ..errors import SealError
from .hmac import KEY_BYTES, TAG_BYTES, derive, hmac_of, hmac_sha256, is_equal, pads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

IV_BYTES = const(16)
WRAPPED_BYTES = const(48)
_BLOCK_BYTES = const(16)
_ENCRYPT, _AUTHENTICATE = b"viewmark encrypt\0", b"viewmark authenticate\0"  # what keys are derived for


def close_box(key: bytes, iv: bytes, content: bytes, context: bytes = b"") -> bytes:
    """Return the box of `content` under a key of 32 bytes; `iv` is 16 fresh random bytes."""
    missing = _BLOCK_BYTES - len(content) % _BLOCK_BYTES
    encrypted = cbc_encryptor(derive(key, _ENCRYPT), iv)(content + bytes([missing]) * missing)
    return iv + encrypted + hmac_sha256(derive(key, _AUTHENTICATE), context, iv, encrypted)[:TAG_BYTES]


def box_parts(key: bytes, iv: bytes, parts: "Iterable[bytes]") -> "Iterator[bytes]":
    """Yield the box of a content that comes in parts, and does not fit into the memory."""
    encrypt = cbc_encryptor(derive(key, _ENCRYPT), iv)
    inner, outer = pads(derive(key, _AUTHENTICATE))
    hasher = hashlib.sha256(inner)  # HMAC-SHA256, in parts
    hasher.update(iv)
    yield iv
    left = b""  # less than a block, until more comes
    for part in parts:
        part = left + part
        whole = len(part) // _BLOCK_BYTES * _BLOCK_BYTES
        left = part[whole:]
        if whole:
            encrypted = encrypt(part[:whole])
            hasher.update(encrypted)
            yield encrypted
    missing = _BLOCK_BYTES - len(left)
    encrypted = encrypt(left + bytes([missing]) * missing)
    hasher.update(encrypted)
    yield encrypted + hashlib.sha256(outer + hasher.digest()).digest()[:TAG_BYTES]


def box_bytes(content_bytes: int) -> int:
    """Return how large the box of so many bytes is."""
    return IV_BYTES + content_bytes // _BLOCK_BYTES * _BLOCK_BYTES + _BLOCK_BYTES + TAG_BYTES


def open_box(key: bytes, box: bytes, context: bytes = b"") -> bytes:
    """Return what a box holds; SealError where it was not closed under this key and context, or was changed."""
    size = len(box) - IV_BYTES - TAG_BYTES
    if size < _BLOCK_BYTES or size % _BLOCK_BYTES:
        raise SealError("The box is cut off.")
    inside = box[:-TAG_BYTES]
    if not is_equal(hmac_sha256(derive(key, _AUTHENTICATE), context, inside)[:TAG_BYTES], box[-TAG_BYTES:]):
        raise SealError("The box was closed under another key, or was changed.")
    content = cbc_decryptor(derive(key, _ENCRYPT), box[:IV_BYTES])(inside[IV_BYTES:])
    return content[: -content[-1]]


class KeyWrap:
    """Wraps keys of 32 bytes under another one: ciphertext (32 bytes) and tag (16).

    `context` of 16 bytes, never used twice for wrapping, is the IV and is covered by the tag.
    """

    def __init__(self, key: bytes) -> None:
        self._key = derive(key, b"viewmark wrap\0")
        self._pads = pads(derive(key, b"viewmark wrap tag\0"))

    def wrap(self, context: bytes, inner: bytes) -> bytes:
        """Return the key wrapped."""
        encrypted = cbc_encryptor(self._key, context)(inner)
        return encrypted + self._tag(context, encrypted)

    def unwrap(self, context: bytes, wrapped: bytes) -> bytes:
        """Return the key that was wrapped; SealError where key or context differ, or a byte was changed."""
        encrypted = wrapped[:KEY_BYTES]
        if not is_equal(self._tag(context, encrypted), wrapped[KEY_BYTES:]):
            raise SealError("The key was wrapped under another key, or was changed.")
        return cbc_decryptor(self._key, context)(encrypted)

    def _tag(self, context: bytes, encrypted: bytes) -> bytes:
        return hmac_of(self._pads, context, encrypted)[:TAG_BYTES]
