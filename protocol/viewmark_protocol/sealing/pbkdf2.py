"""PBKDF2-HMAC-SHA256 (RFC 8018 section 5.2), one block, in steps: a handheld goes on answering meanwhile."""

import hashlib

from .hmac import pads


class Pbkdf2:
    """Stretches a password. `done` counts the iterations so far."""

    def __init__(self, password: bytes, salt: bytes) -> None:
        self._inner, self._outer = pads(password)
        self._last = self._hmac(salt + b"\0\0\0\1")
        self._sum = int.from_bytes(self._last, "big")
        self.done = 1

    def step(self, iterations: int) -> None:
        """Do so many iterations more."""
        last, total = self._last, self._sum
        for _ in range(iterations):
            last = self._hmac(last)
            total ^= int.from_bytes(last, "big")
        self._last, self._sum = last, total
        self.done += iterations

    def key(self) -> bytes:
        """Return the 32 bytes after the iterations that were done."""
        return self._sum.to_bytes(32, "big")

    def _hmac(self, data: bytes) -> bytes:
        return hashlib.sha256(self._outer + hashlib.sha256(self._inner + data).digest()).digest()
