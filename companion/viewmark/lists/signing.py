"""The issuing authority's key: HSS/LMS signatures (RFC 8554), each one of its key used once and never again."""

import os
from collections.abc import Callable
from pathlib import Path

import pyhsslms.pyhsslms as hsslms

from viewmark_protocol.errors import ListError
from viewmark_protocol.lms import PUBLIC_KEY_BYTES

TREE_HEIGHT = 10  # 1024 signatures: two years and more of daily lists; ten seconds to make or to load
_TYPES = {5: hsslms.lms_sha256_m32_h5, 10: hsslms.lms_sha256_m32_h10, 15: hsslms.lms_sha256_m32_h15}
_ONE_LEVEL = (1).to_bytes(4, "big")
_ROOT_TEXT = b"viewmark list root"


class ListSigner:
    """Signs with one LMS tree. `save` gets the state behind each signature *before* that is returned."""

    def __init__(self, key: hsslms.LmsPrivateKey, save: Callable[[bytes], None]) -> None:
        self._key = key
        self._save = save

    @classmethod
    def generate(cls, save: Callable[[bytes], None], height: int = TREE_HEIGHT) -> "ListSigner":
        """Make a new key of 2^height signatures (height 5, 10 or 15) and save it."""
        signer = cls(hsslms.LmsPrivateKey(_TYPES[height], hsslms.lmots_sha256_n32_w8), save)
        save(signer.state)
        return signer

    @classmethod
    def load(cls, state: bytes, save: Callable[[bytes], None]) -> "ListSigner":
        """Return the signer of a saved state; ListError where it is none."""
        try:
            return cls(hsslms.LmsPrivateKey.deserialize(state), save)
        except (ValueError, IndexError, KeyError) as error:
            raise ListError("This is no list key of an issuer. Give the file that `viewmark list key` made.") from error

    @property
    def state(self) -> bytes:
        """The secret from which this signer can be loaded again."""
        return self._key.serialize()

    @property
    def root(self) -> bytes:
        """The public key (60 bytes, HSS of one level) by which handhelds verify."""
        root = _ONE_LEVEL + self._key.publicKey().serialize()
        assert len(root) == PUBLIC_KEY_BYTES
        return root

    @property
    def signature_bytes(self) -> int:
        """The length of each signature."""
        chains, height = 34, self._key.maxSignatures().bit_length() - 1
        return 4 + 4 + (4 + 32 + 32 * chains) + 4 + 32 * height

    @property
    def remaining(self) -> int:
        """How many signatures are left."""
        return self._key.remaining()

    def use_from(self, state: bytes) -> None:
        """Go on where a state of the same key stands."""
        self._key.q = int.from_bytes(state[-4:], "big")

    def sign(self, message: bytes) -> bytes:
        """Return an HSS signature; ListError once the key is used up."""
        if not self.remaining:
            raise ListError("The issuer's key is used up. Make a new one and have the old one's holder endorse it.")
        number = self._key.q
        self._key.q = number + 1
        self._save(self.state)
        self._key.q = number
        return bytes(4) + self._key.sign(message)


def root_message(root: bytes) -> bytes:
    """Return what an old root signs so that handhelds take a new one."""
    return _ROOT_TEXT + root


class KeyFile:
    """An issuer's key in a file that only its owner reads; written whole, synced and renamed at every signature."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def make(self, height: int = TREE_HEIGHT) -> ListSigner:
        """Make a new key; ListError where a file is there already."""
        if self._path.exists():
            raise ListError(f"{self._path} is there already. An issuer's key is never overwritten.")
        return ListSigner.generate(self._save, height)

    def signer(self) -> ListSigner:
        """Return the key's signer; ListError where there is none."""
        try:
            state = self._path.read_bytes()
        except OSError as error:
            raise ListError(
                f"{self._path} can't be read: {error.strerror}. Make a key by `viewmark list key`."
            ) from error
        return ListSigner.load(state, self._save)

    def _save(self, state: bytes) -> None:
        part = self._path.with_name(self._path.name + ".part")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(state)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._path)
