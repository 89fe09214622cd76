"""What two people compare when they pair: six digits from both certificates and both nonces.

Each side commits to its nonce before it sees the other's (as Bluetooth's numeric comparison does), so that whoever
stands between has one try in a million, and each try is seen by two people.
"""

import hashlib

from .errors import PairingError

NONCE_BYTES = 16
LAPTOP, HANDHELD = b"laptop", b"handheld"
MOST_CERTIFICATE_BYTES = 1024
_DIGITS = 6


def commitment(role: bytes, name: str, certificate: bytes, nonce: bytes) -> bytes:
    """Return the SHA-256 by which a side commits to its nonce, under its own name; nobody else can use it as his."""
    named = hashlib.sha256(name.encode()).digest()
    return hashlib.sha256(b"viewmark pair commit\0" + role + b"\0" + named + certificate + nonce).digest()


def check_nonce(committed: bytes, role: bytes, name: str, certificate: bytes, nonce: bytes) -> None:
    """PairingError where a nonce is not the one that its side had committed to, or name or certificate are not."""
    if len(nonce) != NONCE_BYTES or commitment(role, name, certificate, nonce) != committed:
        raise PairingError("What came is not what was announced: something may stand between. Pair again.")


def digits(laptop_certificate: bytes, handheld_certificate: bytes, laptop_nonce: bytes, handheld_nonce: bytes) -> str:
    """Return the six digits that both screens show, as `123456`."""
    whole = hashlib.sha256(b"viewmark pair digits\0")
    for part in (laptop_certificate, handheld_certificate, laptop_nonce, handheld_nonce):
        whole.update(hashlib.sha256(part).digest())
    number = 0
    for byte in whole.digest()[:8]:
        number = number << 8 | byte
    text = str(number % 10**_DIGITS)
    return "0" * (_DIGITS - len(text)) + text
