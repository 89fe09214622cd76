"""NIST P-256 (SP 800-186) for the one key that a handheld makes itself: its public key, ECDSA (FIPS 186-5), ECDH.

Making keys and signing are generators, so that the handheld goes on answering meanwhile: they yield nothing, and
return their result.
"""

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
PRIVATE_RANDOM_BYTES = 40  # 64 bits more than the order has, so that no key is likelier than another
_PRIME = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
_B3 = 3 * _B
_BASE = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    1,
)
_NEUTRAL = (0, 1, 0)
_BITS = 257
_BLINDING_BITS = 64
_BLINDED_BITS = 322
BLINDING_BYTES = 40  # 8 for the scalar, 32 for the point


def private_from(random: bytes) -> int:
    """Return the private key that 40 random bytes give (FIPS 186-5 A.2.1); a signature's nonce likewise (A.3.1)."""
    if len(random) != PRIVATE_RANDOM_BYTES:
        raise ValueError("A private key is made of 40 random bytes.")
    return int.from_bytes(random, "big") % (ORDER - 1) + 1


def multiplying(scalar: int):
    """Return the point (x, y) that is `scalar` times the base point, in a step for each of 257 bits.

    Every scalar takes the same steps. Not hidden: Python's numbers take longer the larger they are, and what is read
    from memory depends on the bits. So it is for keys that are made once, with nobody beside to measure.
    """
    if not 0 < scalar < ORDER:
        raise ValueError("A scalar lies between 0 and the order of P-256.")
    # The multiple of the scalar and the order is the same, and the first bits tell nothing of the length.
    return (yield from _multiplying(scalar + ORDER, _BITS, _BASE))


def secret_with(private: int, point: bytes, random: bytes) -> bytes:
    """Return the 32 bytes of x that this key and a point (65 bytes) agree on; ValueError where it is none of P-256.

    This is done whenever a laptop asks: 40 random bytes hide the key, by another multiple of the same value each time,
    and by other coordinates of the same point (Coron 1999, countermeasures 1 and 3).
    """
    x, y = int.from_bytes(point[1:33], "big"), int.from_bytes(point[33:], "big")
    on_curve = x < _PRIME and y < _PRIME and (y * y - (x * x - 3) * x - _B) % _PRIME == 0
    if len(point) != 65 or point[0] != 4 or not on_curve:
        raise ValueError("This is no point of P-256.")
    if len(random) != BLINDING_BYTES:
        raise ValueError("A key is hidden by 40 random bytes.")
    scalar = private + ORDER * (1 << _BLINDING_BITS | int.from_bytes(random[:8], "big"))
    z = int.from_bytes(random[8:], "big") % (_PRIME - 1) + 1
    return finish(_multiplying(scalar, _BLINDED_BITS, (x * z % _PRIME, y * z % _PRIME, z)))[0].to_bytes(32, "big")


def _multiplying(scalar: int, bits: int, base):
    point = _NEUTRAL
    for bit in range(bits - 1, -1, -1):
        point = _add(point, point)
        point = (point, _add(point, base))[scalar >> bit & 1]
        yield None
    inverse = pow(point[2], _PRIME - 2, _PRIME)
    return point[0] * inverse % _PRIME, point[1] * inverse % _PRIME


def signing(private: int, digest: bytes, nonce: int):
    """Return the ECDSA signature (r, s) of a SHA-256 digest (FIPS 186-5 6.4.1), in as many steps.

    `nonce` is secret and never used twice. Of the two valid s the smaller one is given: it needs a byte less.
    """
    if not 0 < private < ORDER or len(digest) != 32:
        raise ValueError("It is signed with a private key of P-256, and a digest of 32 bytes.")
    x, _ = yield from multiplying(nonce)
    r = x % ORDER
    s = pow(nonce, ORDER - 2, ORDER) * (int.from_bytes(digest, "big") + r * private) % ORDER
    if not r or not s:
        raise ValueError("This nonce gives no signature.")
    return r, min(s, ORDER - s)


def finish(steps):
    """Take all steps at once; return their result."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def public_key(private: int) -> "tuple[int, int]":
    """Return the point (x, y) of a private key."""
    return finish(multiplying(private))


def sign(private: int, digest: bytes, nonce: int) -> "tuple[int, int]":
    """Return the ECDSA signature (r, s) of a SHA-256 digest."""
    return finish(signing(private, digest, nonce))


def _add(one, other):
    """Add two points in projective coordinates: Renes, Costello, Batina 2016, for a = -3.

    It holds for all points, equal, opposite and neutral ones too, so that nothing branches.
    """
    (x1, y1, z1), (x2, y2, z2) = one, other
    xx, yy, zz = x1 * x2 % _PRIME, y1 * y2 % _PRIME, z1 * z2 % _PRIME
    xy = (x1 * y2 + x2 * y1) % _PRIME
    xz = (x1 * z2 + x2 * z1) % _PRIME
    yz = (y1 * z2 + y2 * z1) % _PRIME
    t = (_B3 * zz - 3 * xz) % _PRIME
    u = (_B3 * xz - 3 * xx - 9 * zz) % _PRIME
    w = 3 * (xx - zz)
    less, more = yy - t, yy + t
    return (xy * less - yz * u) % _PRIME, (w * u + more * less) % _PRIME, (yz * more + xy * w) % _PRIME
