"""Boxes: AES-256-GCM, a random nonce before what it closes."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12
_TAG_BYTES = 16
OVERHEAD_BYTES = _NONCE_BYTES + _TAG_BYTES


def close_box(key: bytes, content: bytes, about: bytes = b"") -> bytes:
    """Return a box of some content; it opens only with the same `about`, which is not in it."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, about)


def open_box(key: bytes, box: bytes, about: bytes = b"") -> bytes | None:
    """Return what a box holds; None where the key or `about` is another one, or a bit of it was changed."""
    if len(box) < OVERHEAD_BYTES:
        return None
    try:
        return AESGCM(key).decrypt(box[:_NONCE_BYTES], box[_NONCE_BYTES:], about)
    except InvalidTag:
        return None
