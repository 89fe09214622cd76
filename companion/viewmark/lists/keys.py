"""An issuer's keys in a folder: the signing key with its state, and the list key of the present epoch."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from viewmark.signing.files import replace_durably
from viewmark.signing.key import W8, SigningKey
from viewmark_protocol.errors import ListError
from viewmark_protocol.lists.header import KEY_BYTES

from .signing import TREE_HEIGHT

_SIGNING, _LIST = "issuer.key", "list.key"


@dataclass(frozen=True)
class Keys:
    """The list key, and the folder where the signing key's file lies beside it."""

    list_key: bytes
    folder: Path

    @classmethod
    def make(cls, folder: Path, height: int = TREE_HEIGHT) -> "Keys":
        """Make both keys; ListError or SigningError where one is there already, or the folder can't be written."""
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ListError(f"{folder} can't be written: {error.strerror}. Give another folder.") from error
        if (folder / _LIST).exists():
            raise ListError(f"{folder / _LIST} is there already. A key is never overwritten: give another folder.")
        SigningKey.create(folder / _SIGNING, height, W8)  # W8: the shortest signatures, with every day's changes
        list_key = secrets.token_bytes(KEY_BYTES)
        replace_durably(folder / _LIST, list_key)
        return cls(list_key, folder)

    @classmethod
    def load(cls, folder: Path) -> "Keys":
        """Return the keys of a folder; ListError where there are none."""
        try:
            key = (folder / _LIST).read_bytes()
        except OSError as error:
            raise ListError(f"{folder} holds no list key. Make keys by `viewmark list keys {folder}`.") from error
        if len(key) != KEY_BYTES:
            raise ListError(f"{folder / _LIST} is no list key: it has {len(key)} bytes, not {KEY_BYTES}.")
        return cls(key, folder)

    def signer(self) -> SigningKey:
        """Return what signs; SigningError where the signing key is missing or damaged."""
        return SigningKey.open(self.folder / _SIGNING)
