"""An issuing authority for the cases: LMS (RFC 8554) of 32 signatures with short chains, made in a moment."""

import hashlib
import struct

_IDENTIFIER = bytes(16)
_CHAINS = {2: (2, 133, 6), 4: (3, 67, 4)}  # LMOTS_SHA256_N32_W2 and W4: typecode, chains, shift of the check sum
_LEAVES = 32  # LMS_SHA256_M32_H5


def _sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def _digits(digest, bits):
    """Return the digits of a digest and its check sum."""
    _, chains, shift = _CHAINS[bits]
    last = (1 << bits) - 1
    shifts = range(8 - bits, -1, -bits)
    numbers = [byte >> one & last for byte in digest for one in shifts]
    total = sum([last - one for one in numbers]) << shift
    numbers += [byte >> one & last for byte in struct.pack(">H", total) for one in shifts]
    return numbers[:chains]


class Issuer:
    """Signs again and again with the same leaf: for cases only."""

    def __init__(self, seed, bits=2):
        self._seed = bytes((seed,))
        self._bits = bits
        self._code, self._chains, _ = _CHAINS[bits]
        self.signature_bytes = 4 + 4 + (4 + 32 + 32 * self._chains) + 4 + 5 * 32
        # The first leaf signs; the others are never opened.
        leaves = [self._leaf(0)] + [_sha(self._seed, b"leaf", bytes((number,))) for number in range(1, _LEAVES)]
        self._nodes = {_LEAVES + number: leaf for number, leaf in enumerate(leaves)}
        for number in range(_LEAVES - 1, 0, -1):
            both = (self._nodes[2 * number], self._nodes[2 * number + 1])
            self._nodes[number] = _sha(_IDENTIFIER, struct.pack(">I", number), b"\x83\x83", *both)
        self.root = struct.pack(">III", 1, 5, self._code) + _IDENTIFIER + self._nodes[1]

    def sign(self, message):
        """Return an HSS signature of one level by the first leaf."""
        nonce = bytes(32)
        head = _IDENTIFIER + struct.pack(">I", 0)
        digest = _sha(head, b"\x81\x81", nonce, message)
        chains = [self._chain(0, place, 0, digit) for place, digit in enumerate(_digits(digest, self._bits))]
        path = [self._nodes[33], self._nodes[17], self._nodes[9], self._nodes[5], self._nodes[3]]
        one_time = struct.pack(">I", self._code) + nonce + b"".join(chains)
        return bytes(4) + struct.pack(">I", 0) + one_time + struct.pack(">I", 5) + b"".join(path)

    def _leaf(self, number):
        ends = [self._chain(number, place, 0, (1 << self._bits) - 1) for place in range(self._chains)]
        key = _sha(_IDENTIFIER, struct.pack(">I", number), b"\x80\x80", *ends)
        return _sha(_IDENTIFIER, struct.pack(">I", _LEAVES + number), b"\x82\x82", key)

    def _chain(self, number, place, start, end):
        value = _sha(self._seed, struct.pack(">IH", number, place))
        for step in range(start, end):
            value = _sha(_IDENTIFIER, struct.pack(">IHB", number, place, step), value)
        return value


ISSUER = Issuer(1)
OTHER_ISSUER = Issuer(2)
