"""The key that all of a laptop's data lie under: `master.json`, mode 0600, under a passphrase once one is set.

A new passphrase closes the same key anew, so that nothing else is written again. Who copied the file while it was open
keeps the key: set the passphrase before the first check.
"""

import json
import secrets
from pathlib import Path
from typing import Any, NamedTuple

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from viewmark.encryption.box import KEY_BYTES, OVERHEAD_BYTES, close_box, open_box
from viewmark.encryption.errors import LockedError
from viewmark.errors import ArchiveError
from viewmark.signing.errors import SigningError
from viewmark.signing.files import exclusive, replace_durably

MASTER_KEY_FILE = "master.json"
LEAST_CHARACTERS = 12
_FORMAT = 1
_SALT_BYTES = 16
# RFC 9106, section 4: the second recommended choice, for where 2 GiB of memory are too much.
_COST = {"time_cost": 3, "memory_kib": 64 * 1024, "lanes": 4}
_MOST_COST = {"time_cost": 100, "memory_kib": 4 * 1024 * 1024, "lanes": 64}  # a damaged file must not fill the memory
_ABOUT = b"viewmark master key"


class MasterKey:
    """The key itself. Each use has a key of its own, derived by its purpose."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def derived(self, purpose: str) -> bytes:
        """Return the 32 bytes for one purpose (HKDF, RFC 5869)."""
        return HKDF(SHA256(), KEY_BYTES, None, f"viewmark {purpose}".encode()).derive(self._key)


class MasterKeyFile(NamedTuple):
    """The file in a laptop's folder; ArchiveError where it cannot be read or written."""

    path: Path

    @classmethod
    def of(cls, folder: Path) -> "MasterKeyFile":
        """Return the file of a folder."""
        return cls(folder / MASTER_KEY_FILE)

    def content(self) -> bytes:
        """Return the file's bytes; a folder without one gets it, with a new key and no passphrase."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if not self.path.exists():
                with exclusive(self.path):
                    if not self.path.exists():  # another program may have been faster
                        self._write({"key": secrets.token_hex(KEY_BYTES)})
            return self.path.read_bytes()
        except (OSError, SigningError) as error:
            raise ArchiveError(f"The folder {self.path.parent} cannot be used ({error}). Name another one.") from error

    def is_guarded(self) -> bool:
        """Return whether a passphrase guards the key."""
        return "box" in self._read(self.content())

    def opened(self, content: bytes, passphrase: str | None) -> MasterKey:
        """Return the key in a file's bytes; LockedError where it asks for another passphrase, or for one at all."""
        return MasterKey(self._key(self._read(content), passphrase))

    def guard(self, old: str | None, new: str | None) -> None:
        """Close the same key under a new passphrase, None for none; LockedError where the old one is wrong."""
        if new is not None and len(new) < LEAST_CHARACTERS:
            raise LockedError(f"A passphrase has at least {LEAST_CHARACTERS} characters: a few words that go together.")
        self.content()
        try:
            with exclusive(self.path):
                key = self._key(self._read(self.path.read_bytes()), old)
                self._write({"key": key.hex()} if new is None else _guarded(key, new))
        except (OSError, SigningError) as error:
            raise ArchiveError(f"{self.path} cannot be written ({error}). The passphrase is as it was.") from error

    def _key(self, stored: dict[str, Any], passphrase: str | None) -> bytes:
        if "key" in stored:
            return bytes.fromhex(stored["key"])
        if passphrase is None:
            raise LockedError(
                f"The data in {self.path.parent} are guarded by a passphrase. Start this in a terminal, which asks for"
                " it, or have VIEWMARK_PASSPHRASE_FILE name a file that holds it."
            )
        salt, box = bytes.fromhex(stored["argon2id"]["salt"]), bytes.fromhex(stored["box"])
        key = open_box(_stretched(passphrase, salt, stored["argon2id"]), box, _ABOUT)
        if key is None:
            raise LockedError("This is not the passphrase of these data. Try again.")
        return key

    def _write(self, stored: dict[str, Any]) -> None:
        replace_durably(self.path, json.dumps({"format": _FORMAT} | stored, indent=1).encode())

    def _read(self, content: bytes) -> dict[str, Any]:
        try:
            stored = json.loads(content)
            if stored["format"] != _FORMAT:
                raise ValueError("it was written by a newer version")
            if "box" in stored:
                cost = stored["argon2id"]
                is_sound = all(0 < int(cost[name]) <= most for name, most in _MOST_COST.items())
                lengths = len(bytes.fromhex(cost["salt"])), len(bytes.fromhex(stored["box"]))
                is_sound = is_sound and lengths == (_SALT_BYTES, KEY_BYTES + OVERHEAD_BYTES)
            else:
                is_sound = len(bytes.fromhex(stored["key"])) == KEY_BYTES
            if not is_sound:
                raise ValueError("a number or a length is out of bounds")
            return stored
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise ArchiveError(
                f"{self.path} cannot be read ({error}). Everything in this folder lies under the key in it: restore it"
                " from the folder's backup. What reached the register is there all the same."
            ) from error


def _guarded(key: bytes, passphrase: str) -> dict[str, Any]:
    salt = secrets.token_bytes(_SALT_BYTES)
    cost = _COST | {"salt": salt.hex()}
    return {"argon2id": cost, "box": close_box(_stretched(passphrase, salt, cost), key, _ABOUT).hex()}


def _stretched(passphrase: str, salt: bytes, cost: dict[str, Any]) -> bytes:
    return hash_secret_raw(
        passphrase.encode("utf-8", "surrogatepass"),
        salt,
        int(cost["time_cost"]),
        int(cost["memory_kib"]),
        int(cost["lanes"]),
        KEY_BYTES,
        Type.ID,
    )
