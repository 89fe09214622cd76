"""The key and the certificate by which laptops know this handheld: made here, once, and signed by nobody else."""

import hashlib

from keys.p256 import PRIVATE_RANDOM_BYTES, finish, multiplying, private_from, signing

MOST_NAME_BYTES = 16
_SERIAL_BYTES = 8
_INTEGER, _BITS, _OCTETS, _SEQUENCE, _SET = 0x02, 0x03, 0x04, 0x30, 0x31
_UTF8 = 0x0C
_CONTEXT_0, _CONTEXT_1 = 0xA0, 0xA1
# What is the same in all of them, as DER.
_VERSION_3 = b"\xa0\x03\x02\x01\x02"
_COMMON_NAME = b"\x06\x03\x55\x04\x03"
_CURVE = b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07"  # prime256v1
_KEY_ALGORITHM = b"\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01" + _CURVE
_SIGNATURE_ALGORITHM = b"\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02"  # ecdsa-with-SHA256
# A handheld without the time begins in 1970 or 2000; UTCTime (YYMMDD...) ends with 2049.
_VALIDITY = b"\x30\x1e\x17\x0d900101000000Z\x17\x0d491231235959Z"
# BasicConstraints, CA:FALSE: who trusts this certificate trusts none that it signs.
_NO_AUTHORITY = b"\xa3\x0d\x30\x0b\x30\x09\x06\x03\x55\x1d\x13\x04\x02\x30\x00"


def identity_making(random, name: str):
    """Return what `make_identity` returns, in some 500 steps, so that the handheld goes on answering meanwhile."""
    common_name = name.encode()
    if not 0 < len(common_name) <= MOST_NAME_BYTES:
        raise ValueError("A certificate's name has 1 to %d bytes." % MOST_NAME_BYTES)
    private, nonce = private_from(random(PRIVATE_RANDOM_BYTES)), private_from(random(PRIVATE_RANDOM_BYTES))
    x, y = yield from multiplying(private)
    public = b"\0\4" + x.to_bytes(32, "big") + y.to_bytes(32, "big")
    body = _body(common_name, random(_SERIAL_BYTES), public)
    r, s = yield from signing(private, hashlib.sha256(body).digest(), nonce)
    signature = _der(_SEQUENCE, _integer(r), _integer(s))
    # With the public key: it spares a multiplication at each start.
    key = _der(
        _SEQUENCE,
        _integer(1),
        _der(_OCTETS, private.to_bytes(32, "big")),
        _der(_CONTEXT_0, _CURVE),
        _der(_CONTEXT_1, _der(_BITS, public)),
    )
    return key, _der(_SEQUENCE, body, _SIGNATURE_ALGORITHM, _der(_BITS, b"\0", signature))


def make_identity(random, name: str) -> "tuple[bytes, bytes]":
    """Return a new private key (SEC 1 ECPrivateKey, RFC 5915) and its X.509 certificate (RFC 5280), both as DER.

    `random(count)` gives random bytes. The certificate has at most 284 bytes and twice the name.
    """
    return finish(identity_making(random, name))


def _body(common_name: bytes, serial: bytes, public: bytes) -> bytes:
    name = _der(_SEQUENCE, _der(_SET, _der(_SEQUENCE, _COMMON_NAME, _der(_UTF8, common_name))))
    return _der(
        _SEQUENCE,
        _VERSION_3,
        _der(_INTEGER, bytes([serial[0] & 0x3F | 0x40]), serial[1:]),  # positive, and always as long
        _SIGNATURE_ALGORITHM,
        name,
        _VALIDITY,
        name,
        _der(_SEQUENCE, _KEY_ALGORITHM, _der(_BITS, public)),
        _NO_AUTHORITY,
    )


def _integer(number: int) -> bytes:
    content = number.to_bytes(33, "big")
    while content[0] == 0 and content[1] < 0x80:  # as short as it goes, and positive
        content = content[1:]
    return _der(_INTEGER, content)


def _der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    count = len(content)
    if count < 0x80:
        return bytes([tag, count]) + content
    if count < 0x100:
        return bytes([tag, 0x81, count]) + content
    return bytes([tag, 0x82]) + count.to_bytes(2, "big") + content
