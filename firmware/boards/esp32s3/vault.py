"""No key in the chip: MicroPython's port has no door to the eFuse HMAC, and no secure element is fitted.

A PIN then does not stop who copies the flash, and the handheld says so. A secure element takes this file's place.
"""

from ports import Vault
from viewmark_protocol.sealing.hmac import hmac_sha256

_NO_KEY = bytes(32)


class NoVault(Vault):
    """The same key on every board."""

    in_chip = False

    def hmac(self, data: bytes) -> bytes:
        """Return the HMAC-SHA256 of `data` under that key."""
        return hmac_sha256(_NO_KEY, data)
