"""The chip's key: a file beside the flash, which no copy of the flash holds."""

from ports import Vault
from viewmark_protocol.sealing.hmac import hmac_sha256

_NO_KEY = bytes(32)


class FileVault(Vault):
    """The key that the host made with the handheld's folder; on a board without one, the same zeros everywhere."""

    def __init__(self, folder: str, in_chip: bool) -> None:
        self.in_chip = in_chip
        self._key = _NO_KEY
        if in_chip:
            with open(folder + "/chip.key", "rb") as file:
                self._key = file.read()

    def hmac(self, data: bytes) -> bytes:
        """Return the HMAC-SHA256 of `data` under the chip's key."""
        return hmac_sha256(self._key, data)
