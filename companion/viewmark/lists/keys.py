"""An issuer's keys in a folder: the signing key with its state, and the list key of the present epoch."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from viewmark_protocol.errors import ListError
from viewmark_protocol.lists.header import KEY_BYTES

from .signing import TREE_HEIGHT, KeyFile, ListSigner

_SIGNING, _LIST = "issuer.key", "list.key"
_HEIGHTS = (5, 10, 15)


@dataclass
class Keys:
    """The list key, and the file of the signing key, which takes seconds to load."""

    list_key: bytes
    signing: KeyFile
    root: bytes = b""

    @classmethod
    def make(cls, folder: Path, height: int = TREE_HEIGHT) -> "Keys":
        """Make both keys; ListError where one is there already, or the folder can't be written."""
        if height not in _HEIGHTS:
            raise ListError("A tree of signatures is 5, 10 or 15 high. Give one of these.")
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if (folder / _LIST).exists():
                raise ListError(f"{folder / _LIST} is there already. A key is never overwritten: give another folder.")
            signing = KeyFile(folder / _SIGNING)
            signer = signing.make(height)
            descriptor = os.open(folder / _LIST, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_bytes(KEY_BYTES))
        except OSError as error:
            raise ListError(f"{folder} can't be written: {error.strerror}. Give another folder.") from error
        return cls((folder / _LIST).read_bytes(), signing, signer.root)

    @classmethod
    def load(cls, folder: Path) -> "Keys":
        """Return the keys of a folder; ListError where there are none."""
        try:
            key = (folder / _LIST).read_bytes()
        except OSError as error:
            raise ListError(f"{folder} holds no list key. Make keys by `viewmark list keys {folder}`.") from error
        if len(key) != KEY_BYTES:
            raise ListError(f"{folder / _LIST} is no list key: it has {len(key)} bytes, not {KEY_BYTES}.")
        return cls(key, KeyFile(folder / _SIGNING))

    def signer(self) -> ListSigner:
        """Return what signs; ListError where the signing key is missing or used up."""
        return self.signing.signer()
