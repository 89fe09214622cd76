"""The key of an issuer who keeps its state elsewhere than in a file (`viewmark.signing`): HSS/LMS, RFC 8554."""

from collections.abc import Callable

from pyhsslms import pyhsslms

from viewmark.signing.key import HEAD, HEIGHTS, PREFIX, W8, signature_bytes
from viewmark_protocol.errors import ListError

TREE_HEIGHT = 10  # 1024 signatures: two years and more of daily lists; ten seconds to make or to load


class ListSigner:
    """Signs with one LMS tree. `save` gets the state behind each signature *before* that is returned."""

    def __init__(self, key: pyhsslms.LmsPrivateKey, save: Callable[[bytes], None]) -> None:
        self._key = key
        self._save = save

    @classmethod
    def generate(cls, save: Callable[[bytes], None], height: int = TREE_HEIGHT) -> "ListSigner":
        """Make a new key of 2^height signatures (height 5 or 10) and save it."""
        # W8 makes the shortest signatures: they come down with every day's changes.
        signer = cls(pyhsslms.LmsPrivateKey(HEIGHTS[height], W8), save)
        save(signer.state)
        return signer

    @classmethod
    def load(cls, state: bytes, save: Callable[[bytes], None]) -> "ListSigner":
        """Return the signer of a saved state; ListError where it is none."""
        try:
            return cls(pyhsslms.LmsPrivateKey.deserialize(state), save)
        except (ValueError, IndexError, KeyError) as error:
            raise ListError("This is no list key of an issuer. Have the register's backup looked at.") from error

    @property
    def state(self) -> bytes:
        """The secret from which this signer can be loaded again."""
        return self._key.serialize()

    @property
    def root(self) -> bytes:
        """The public key (60 bytes, HSS of one level) by which handhelds verify."""
        return HEAD + self._key.publicKey().serialize()

    @property
    def signature_bytes(self) -> int:
        """The length of each signature."""
        return signature_bytes(self.root)

    @property
    def remaining(self) -> int:
        """How many signatures are left."""
        return self._key.remaining()

    def use_from(self, state: bytes, save: Callable[[bytes], None]) -> None:
        """Go on where a state of the same key stands, and save what follows by `save`."""
        self._key.q = int.from_bytes(state[-4:], "big")
        self._save = save

    def sign(self, message: bytes) -> bytes:
        """Return an HSS signature; ListError once the key is used up."""
        if not self.remaining:
            raise ListError("The issuer's key is used up. Make a new one and have the old one's holder endorse it.")
        number = self._key.q
        self._key.q = number + 1
        self._save(self.state)
        self._key.q = number
        return PREFIX + self._key.sign(message)
