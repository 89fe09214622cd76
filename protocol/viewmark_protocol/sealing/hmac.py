"""HMAC-SHA256 (RFC 2104) and the derivation of keys: MicroPython has no module for either."""

import hashlib

from ..compat import const

KEY_BYTES = const(32)
TAG_BYTES = const(16)  # HMAC-SHA-256-128: half of the hash, the least that RFC 2104 section 5 allows
_BLOCK_BYTES = const(64)
_INNER = int.from_bytes(b"\x36" * _BLOCK_BYTES, "big")
_OUTER = int.from_bytes(b"\x5c" * _BLOCK_BYTES, "big")


def pads(key: bytes) -> "tuple[bytes, bytes]":
    """Return the inner and the outer block of a key: what a hash under it begins with."""
    if len(key) > _BLOCK_BYTES:
        key = hashlib.sha256(key).digest()
    # One number of 64 bytes: byte by byte this takes twenty times as long on the handheld.
    number = int.from_bytes(key + bytes(_BLOCK_BYTES - len(key)), "big")
    return (number ^ _INNER).to_bytes(_BLOCK_BYTES, "big"), (number ^ _OUTER).to_bytes(_BLOCK_BYTES, "big")


def hmac_of(key_pads: "tuple[bytes, bytes]", *parts: bytes) -> bytes:
    """Return the 32 bytes of the HMAC over all parts in a row, under the two blocks that `pads` makes of a key."""
    inner = hashlib.sha256(key_pads[0])
    for part in parts:
        inner.update(part)
    return hashlib.sha256(key_pads[1] + inner.digest()).digest()


def hmac_sha256(key: bytes, *parts: bytes) -> bytes:
    """Return the 32 bytes of the HMAC over all parts in a row."""
    return hmac_of(pads(key), *parts)


def derive(key: bytes, purpose: bytes) -> bytes:
    """Return the key of 32 bytes for one purpose, which ends with a zero: SHA-256 over the purpose and the key."""
    return hashlib.sha256(purpose + key).digest()


def is_equal(one: bytes, other: bytes) -> bool:
    """Return whether both are equal, in the same time for every difference between texts of one length."""
    if len(one) != len(other):
        return False
    different = 0
    for place in range(len(one)):
        different |= one[place] ^ other[place]
    return different == 0
