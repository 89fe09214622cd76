"""Verifying HSS/LMS signatures (RFC 8554) by SHA-256 alone: all tree heights and chain widths of its 32-byte sets.

Every length and typecode is checked before anything is hashed; at most eight levels of 8670 chain steps follow.
"""

import hashlib
import struct

from .compat import TYPE_CHECKING

if TYPE_CHECKING:
    Bytes = bytes | bytearray | memoryview

PUBLIC_KEY_BYTES = 60  # level count, LMS typecode, LM-OTS typecode, 16 bytes of identifier, 32 bytes of root
MOST_LEVELS = 8

_NUMBER_BYTES = 4
_LMS_KEY_BYTES = PUBLIC_KEY_BYTES - _NUMBER_BYTES
_HASH_BYTES = 32
_IDENTIFIER_AT, _ROOT_AT = 8, 24

# LMS_SHA256_M32_H5 to H25: the tree's height by typecode (section 5.1).
_HEIGHTS = {5: 5, 6: 10, 7: 15, 8: 20, 9: 25}
# LMOTS_SHA256_N32_W1 to W8: bits of a digit, chains, shift of the checksum by typecode (section 4.1).
_CHAINS = {1: (1, 265, 7), 2: (2, 133, 6), 3: (4, 67, 4), 4: (8, 34, 0)}

_PUBLIC, _MESSAGE, _LEAF, _NODE = b"\x80\x80", b"\x81\x81", b"\x82\x82", b"\x83\x83"

# Where a chain's number, the step's number and the value lie in what a step hashes: one block of SHA-256.
_CHAIN_AT, _STEP_AT, _VALUE_AT = 20, 22, 23


def verify(public_key: "Bytes", message: "Bytes", signature: "Bytes") -> bool:
    """Return whether an HSS signature of a message is good under a 60-byte HSS public key (section 6.3).

    Bytes that are malformed in any way are false like a wrong signature; nothing is raised for them.
    """
    levels = _levels(memoryview(public_key), memoryview(signature))
    if not levels:
        return False
    for place, (key, part) in enumerate(levels):
        below = levels[place + 1][0] if place + 1 < len(levels) else message
        if _root(key, below, part) != bytes(key[_ROOT_AT:]):
            return False
    return True


def _levels(public_key: memoryview, signature: memoryview) -> "list[tuple[memoryview, memoryview]]":
    """Return each level's LMS public key and LMS signature, top first; none where any length or typecode is wrong."""
    if len(public_key) != PUBLIC_KEY_BYTES or len(signature) < _NUMBER_BYTES:
        return []
    count = _number(public_key, 0)
    if not 1 <= count <= MOST_LEVELS or _number(signature, 0) != count - 1:
        return []
    found: "list[tuple[memoryview, memoryview]]" = []
    key = public_key[_NUMBER_BYTES:]
    at = _NUMBER_BYTES
    while True:
        size = _signature_bytes(key)
        part = signature[at : at + size]
        if not size or len(part) != size or not _fits(key, part):
            return []
        found.append((key, part))
        at += size
        if len(found) == count:
            return found if at == len(signature) else []
        key = signature[at : at + _LMS_KEY_BYTES]
        at += _LMS_KEY_BYTES


def _signature_bytes(key: memoryview) -> int:
    """Return how long a signature under an LMS public key is; 0 where it is no such key."""
    if len(key) != _LMS_KEY_BYTES:
        return 0
    height, chains = _HEIGHTS.get(_number(key, 0)), _CHAINS.get(_number(key, 4))
    return 12 + _HASH_BYTES * (1 + chains[1] + height) if height and chains else 0


def _fits(key: memoryview, part: memoryview) -> bool:
    """Return whether a signature of the right length has its key's typecodes and a leaf that the tree has."""
    height = _HEIGHTS[_number(key, 0)]
    tree_at = len(part) - height * _HASH_BYTES - _NUMBER_BYTES
    return part[4:8] == key[4:8] and part[tree_at : tree_at + 4] == key[:4] and _number(part, 0) < 1 << height


def _root(key: memoryview, message: "Bytes", part: memoryview) -> bytes:
    """Return the root to which an LMS signature of a message leads (algorithm 6a)."""
    height = _HEIGHTS[_number(key, 0)]
    identifier = bytes(key[_IDENTIFIER_AT:_ROOT_AT])
    node = (1 << height) + _number(part, 0)
    value = _one_time_key(identifier, key, message, part)
    value = _hash(identifier + struct.pack(">I", node) + _LEAF, value)
    at = len(part) - height * _HASH_BYTES
    while node > 1:
        beside = part[at : at + _HASH_BYTES]
        head = identifier + struct.pack(">I", node >> 1) + _NODE
        value = _hash(head, beside, value) if node & 1 else _hash(head, value, beside)
        node >>= 1
        at += _HASH_BYTES
    return value


def _one_time_key(identifier: bytes, key: memoryview, message: "Bytes", part: memoryview) -> bytes:
    """Return the one-time public key to which an LM-OTS signature of a message leads (algorithm 4b)."""
    width, chains, shift = _CHAINS[_number(key, 4)]
    last = (1 << width) - 1
    prefix = identifier + bytes(part[:4])
    digits = _digits(_hash(prefix + _MESSAGE, part[8 : 8 + _HASH_BYTES], message), width)
    digits += _digits(struct.pack(">H", (len(digits) * last - sum(digits)) << shift), width)  # the checksum
    hasher = hashlib.sha256(prefix + _PUBLIC)
    step = bytearray(prefix + bytes(3 + _HASH_BYTES))
    value = memoryview(step)[_VALUE_AT:]
    for chain in range(chains):
        at = 8 + _HASH_BYTES * (1 + chain)
        struct.pack_into(">H", step, _CHAIN_AT, chain)
        value[:] = part[at : at + _HASH_BYTES]
        for number in range(digits[chain], last):
            step[_STEP_AT] = number
            value[:] = hashlib.sha256(step).digest()
        hasher.update(value)
    return hasher.digest()


def _digits(data: bytes, width: int) -> bytes:
    """Return the digits of `width` bits of which the bytes consist, one a byte (section 3.1.3)."""
    last = (1 << width) - 1
    return bytes([one >> shift & last for one in data for shift in range(8 - width, -1, -width)])


def _hash(*parts: "Bytes") -> bytes:
    hasher = hashlib.sha256()
    for part in parts:
        hasher.update(part)
    return hasher.digest()


def _number(data: memoryview, at: int) -> int:
    return struct.unpack_from(">I", data, at)[0]
