"""An LMS signing key in a file: each of its one-time keys signs once, whatever is killed or runs beside it.

The file says which one-time key comes next, and is advanced durably before that key signs. A copy of the file knows
nothing of that: it must never be used or restored.
"""

import os
from pathlib import Path

from pyhsslms import pyhsslms

from viewmark.signing.errors import SigningError
from viewmark.signing.files import exclusive
from viewmark.signing.state import KeyState, read_state, write_state
from viewmark_protocol.lms import verify

# Two heights: one that is grown at once, and one that takes a few seconds. The next, 15, takes over a minute.
HEIGHTS = {5: pyhsslms.lms_sha256_m32_h5, 10: pyhsslms.lms_sha256_m32_h10}
# W4: the tree is grown, and a signature verified, in about a sixth of W8's time, for 1056 bytes more a signature.
W4, W8 = pyhsslms.lmots_sha256_n32_w4, pyhsslms.lmots_sha256_n32_w8

HEAD = b"\0\0\0\1"  # of a public key: one level
PREFIX = b"\0\0\0\0"  # of a signature: no further public keys
_IDENTIFIER = slice(12, 28)
_TREE_CODE, _WIDTH_CODE = slice(4, 8), slice(8, 12)
_HASH_BYTES = 32


class SigningKey:
    """A key that signs `2 ** height` messages; from `create` or `open`. Threads and processes may share its file."""

    def __init__(self, path: Path, state: KeyState, tree: pyhsslms.LmsPrivateKey | None = None) -> None:
        self._path = path
        self._seed = state.seed
        self._tree = tree
        self.public_key = state.public_key
        self._leaves = _leaves(state.public_key)

    @classmethod
    def create(cls, path: Path, height: int = 10, width: bytes = W4) -> "SigningKey":
        """Return a new key of height 5 or 10, its file written; SigningError where there is a file already."""
        if height not in HEIGHTS:
            raise SigningError(f"A signing key has one of the heights {sorted(HEIGHTS)}, not {height}.")
        path = _one_name(path)
        with exclusive(path):
            if os.path.lexists(path):
                raise SigningError(f"{path} is there already, and nothing is written over a key. Name another file.")
            tree = pyhsslms.LmsPrivateKey(HEIGHTS[height], width)
            state = KeyState(HEAD + tree.publicKey().serialize(), tree.SEED, 0)
            write_state(path, state)
        return cls(path, state, tree)

    @classmethod
    def open(cls, path: Path) -> "SigningKey":
        """Return the key of a file; SigningError where there is none or it is damaged."""
        path = _one_name(path)
        return cls(path, read_state(path))

    @property
    def left(self) -> int:
        """How many messages it can still sign; SigningError where its file is no longer the key's."""
        return self._leaves - self._read().next_leaf

    @property
    def signature_bytes(self) -> int:
        """The length of every signature."""
        return signature_bytes(self.public_key)

    def sign(self, message: bytes) -> bytes:
        """Return the HSS signature of a message, after the file says that its one-time key is used.

        SigningError where all are used, or the file is gone, damaged, or cannot be written.
        """
        tree = self._grown()
        with exclusive(self._path):
            state = self._read()
            if state.next_leaf >= self._leaves:
                text = f"All {self._leaves} one-time keys of {self._path} are used. Make a new key, and have the "
                raise SigningError(text + "handhelds take its public key.")
            write_state(self._path, state.advanced())
            signature = PREFIX + self._sign_once(tree, state.next_leaf, message)
        if not verify(self.public_key, message, signature):  # a fault here must not be found at the handheld
            raise SigningError("The signature that was made is not good. Check this computer's memory and try again.")
        return signature

    def _sign_once(self, tree: pyhsslms.LmsPrivateKey, leaf: int, message: bytes) -> bytes:
        tree.q = leaf
        try:
            return tree.sign(message)
        except ValueError as error:  # this process has used the leaf: the file was put back
            text = f"{self._path} was put back to an earlier state. Use it no more: two signatures by one one-time key "
            raise SigningError(text + "let anybody forge. Make a new key.") from error

    def _grown(self) -> pyhsslms.LmsPrivateKey:
        """Return the tree, which is grown from its seed once; SigningError where its root is not the public key's."""
        if self._tree is None:
            codes = self.public_key[_TREE_CODE], self.public_key[_WIDTH_CODE]
            tree = pyhsslms.LmsPrivateKey(*codes, self._seed, self.public_key[_IDENTIFIER])
            if HEAD + tree.publicKey().serialize() != self.public_key:
                raise SigningError(
                    f"{self._path} is damaged: its seed does not lead to its public key. Make a new key."
                )
            self._tree = tree
        return self._tree

    def _read(self) -> KeyState:
        state = read_state(self._path)
        if state.public_key != self.public_key:
            raise SigningError(f"{self._path} now holds another key. Open it again.")
        return state


def signature_bytes(public_key: bytes) -> int:
    """Return the length of the HSS signatures under a public key of one level (RFC 8554, sections 4.5, 5.4, 6.2)."""
    chains = pyhsslms.lmots_params[public_key[_WIDTH_CODE]][2]
    height = pyhsslms.lms_params[public_key[_TREE_CODE]][2]
    one_time = 4 + _HASH_BYTES * (1 + chains)
    return len(PREFIX) + 4 + one_time + 4 + _HASH_BYTES * height


def _one_name(path: Path) -> Path:
    # One file under two names must have one lock. Path.resolve fails where links lead in a circle.
    return Path(os.path.realpath(path))


def _leaves(public_key: bytes) -> int:
    for height, code in HEIGHTS.items():
        if public_key[: _TREE_CODE.stop] == HEAD + code and public_key[_WIDTH_CODE] in (W4, W8):
            return 1 << height
    raise SigningError("This signing key is of a kind that this version does not know. Use the version that made it.")
