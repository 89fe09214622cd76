"""Boxes: encrypted bytes that nobody without the key can read or change. AES-256-CBC, then HMAC-SHA256.

A box is IV (16 bytes), ciphertext (padded by PKCS #7), tag (16 bytes). The tag covers `context`, IV and ciphertext.
"""

from ..compat import TYPE_CHECKING, cbc_decryptor, cbc_encryptor, const
from ..errors import SealError
from .hmac import KEY_BYTES, TAG_BYTES, Hmac, derive, hmac_sha256, is_equal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

IV_BYTES = const(16)
WRAPPED_BYTES = const(48)
_BLOCK_BYTES = const(16)


class BoxWriter:
    """Closes a box whose content comes in parts. `iv` is 16 fresh random bytes."""

    def __init__(self, key: bytes, iv: bytes, context: bytes = b"") -> None:
        self._encrypt = cbc_encryptor(derive(key, b"encrypt"), iv)
        self._hmac = Hmac(derive(key, b"authenticate"))
        self._hmac.update(context)
        self._hmac.update(iv)
        self._left = b""  # less than a block, until more comes

    def add(self, part: bytes) -> bytes:
        """Return the ciphertext that is complete with this part."""
        part = self._left + part
        whole = len(part) // _BLOCK_BYTES * _BLOCK_BYTES
        self._left = part[whole:]
        if not whole:
            return b""
        encrypted = self._encrypt(part[:whole])
        self._hmac.update(encrypted)
        return encrypted

    def finish(self) -> bytes:
        """Return the last block and the tag."""
        missing = _BLOCK_BYTES - len(self._left)
        encrypted = self._encrypt(self._left + bytes([missing]) * missing)
        self._hmac.update(encrypted)
        return encrypted + self._hmac.digest()[:TAG_BYTES]


def close_box(key: bytes, iv: bytes, content: bytes, context: bytes = b"") -> bytes:
    """Return the box of `content` under a key of 32 bytes."""
    writer = BoxWriter(key, iv, context)
    return iv + writer.add(content) + writer.finish()


def box_parts(key: bytes, iv: bytes, parts: "Iterable[bytes]") -> "Iterator[bytes]":
    """Yield a box in parts, for contents that do not fit into the memory."""
    writer = BoxWriter(key, iv)
    yield iv
    for part in parts:
        yield writer.add(part)
    yield writer.finish()


def box_bytes(content_bytes: int) -> int:
    """Return how large the box of so many bytes is."""
    return IV_BYTES + content_bytes // _BLOCK_BYTES * _BLOCK_BYTES + _BLOCK_BYTES + TAG_BYTES


def open_box(key: bytes, box: bytes, context: bytes = b"") -> bytes:
    """Return what a box holds; SealError where it was not closed under this key and context, or was changed."""
    size = len(box) - IV_BYTES - TAG_BYTES
    if size < _BLOCK_BYTES or size % _BLOCK_BYTES:
        raise SealError("The box is cut off.")
    inside = box[:-TAG_BYTES]
    if not is_equal(hmac_sha256(derive(key, b"authenticate"), context, inside)[:TAG_BYTES], box[-TAG_BYTES:]):
        raise SealError("The box was closed under another key, or was changed.")
    content = cbc_decryptor(derive(key, b"encrypt"), box[:IV_BYTES])(inside[IV_BYTES:])
    return content[: -content[-1]]


def wrap_key(key: bytes, context: bytes, inner: bytes) -> bytes:
    """Return a key of 32 bytes wrapped under another: ciphertext (32 bytes) and tag (16).

    `context` of 16 bytes, never used twice with one wrapping key, is the IV and is covered by the tag.
    """
    encrypted = cbc_encryptor(derive(key, b"wrap"), context)(inner)
    return encrypted + hmac_sha256(derive(key, b"wrap tag"), context, encrypted)[:TAG_BYTES]


def unwrap_key(key: bytes, context: bytes, wrapped: bytes) -> bytes:
    """Return the key that was wrapped; SealError where key or context differ, or a byte was changed."""
    encrypted = wrapped[:KEY_BYTES]
    if not is_equal(hmac_sha256(derive(key, b"wrap tag"), context, encrypted)[:TAG_BYTES], wrapped[KEY_BYTES:]):
        raise SealError("The key was wrapped under another key, or was changed.")
    return cbc_decryptor(derive(key, b"wrap"), context)(encrypted)
