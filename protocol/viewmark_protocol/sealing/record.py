"""Sealed records: each under its own key, which is gone once it was used, and chained to the one before it.

A sealed record is the tag of the one before (16 bytes) and a box. Its key is the SHA-256 of the key before it, so
whoever takes the handheld can make what comes after, and neither read nor remake what came before.
"""

import hashlib
import struct

from ..compat import TYPE_CHECKING, block_decryptor, block_encryptor, const
from ..errors import SealError
from .box import IV_BYTES, box_bytes, close_box, open_box
from .hmac import TAG_BYTES, derive, hmac_sha256

if TYPE_CHECKING:
    from typing import TypeAlias

    # What a handheld's own history shows of a check: sequence, UTC second, verdict's and clock trust's places.
    Label: TypeAlias = "tuple[int, int, int, int]"

FIRST_SEQUENCE = const(1)
NO_VERDICT = const(255)
_LABEL = ">IIBB"  # sequence, UTC second, verdict's place, clock trust's place; then random bytes
LABEL_RANDOM_BYTES = const(6)
_MOST_S = const(0xFFFFFFFF)


def next_key(key: bytes) -> bytes:
    """Return the key of the record after the one with `key`."""
    return derive(key, b"viewmark next record\0")


def first_tag(log_id: bytes) -> bytes:
    """Return what stands for the tag before a log's first record."""
    return hashlib.sha256(b"viewmark log\0" + log_id).digest()[:TAG_BYTES]


def seal(key: bytes, sequence: int, previous_tag: bytes, iv: bytes, content: bytes) -> bytes:
    """Return the sealed record with this sequence; its own tag is its last 16 bytes."""
    return previous_tag + close_box(key, iv, content, _context(sequence, previous_tag))


def unseal(key: bytes, sequence: int, sealed: bytes) -> bytes:
    """Return a sealed record's content; SealError where it is not the one that was sealed under this key."""
    previous_tag = sealed[:TAG_BYTES]
    return open_box(key, sealed[TAG_BYTES:], _context(sequence, previous_tag))


def sealed_bytes(content_bytes: int) -> int:
    """Return how large the sealed record of so many bytes is."""
    return TAG_BYTES + box_bytes(content_bytes)


def end_proof(key: bytes, log_id: bytes, next_sequence: int) -> bytes:
    """Return the 16 bytes that only the holder of the next record's key could make: nothing was cut off the log."""
    return hmac_sha256(derive(key, b"viewmark end of log\0"), log_id, struct.pack(">Q", next_sequence))[:TAG_BYTES]


def label_iv(label_key: bytes, label: "Label", random: bytes) -> bytes:
    """Return a fresh IV that its own handheld can read as the record's label; `random` is 6 random bytes.

    One block of AES over a block that never comes twice: SP 800-38A appendix C, first method.
    """
    sequence, utc_s, verdict, trust = label
    block = struct.pack(_LABEL, sequence, min(utc_s, _MOST_S), verdict, trust) + random
    return block_encryptor(label_key)(block)


def label_of(label_key: bytes, sealed: bytes) -> "Label":
    """Return the label of a sealed record; SealError where it is cut off. Another key gives a senseless one."""
    block = sealed[TAG_BYTES : TAG_BYTES + IV_BYTES]
    if len(block) != IV_BYTES:
        raise SealError("The record is cut off.")
    return struct.unpack(_LABEL, block_decryptor(label_key)(block)[:-LABEL_RANDOM_BYTES])  # pyright: ignore[reportReturnType]


def _context(sequence: int, previous_tag: bytes) -> bytes:
    return struct.pack(">Q", sequence) + previous_tag
