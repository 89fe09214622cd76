"""What a signing key's file holds: public key, secret seed, and the first one-time key that was never used."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from viewmark.signing.errors import SigningError
from viewmark.signing.files import replace_durably
from viewmark_protocol.lms import PUBLIC_KEY_BYTES

SEED_BYTES = 32
# Format, HSS public key, seed, next leaf, then the SHA-256 of all that.
_FORMAT = b"VMSK0001"
_LEAF_BYTES = 4
_DIGEST_BYTES = 32
_SEED_AT = len(_FORMAT) + PUBLIC_KEY_BYTES
_LEAF_AT = _SEED_AT + SEED_BYTES
_DIGEST_AT = _LEAF_AT + _LEAF_BYTES

# A copy from before would sign with one-time keys that are used: two signatures by one of them let anybody forge.
_NEVER_RESTORE = "Do not restore a copy of it: make a new key, and have the handhelds take its public key."


@dataclass(frozen=True)
class KeyState:
    """A key's HSS public key of one level (60 bytes), its seed (32 bytes), and its next leaf."""

    public_key: bytes
    seed: bytes
    next_leaf: int

    def advanced(self) -> "KeyState":
        """Return the state in which the next leaf is used."""
        return replace(self, next_leaf=self.next_leaf + 1)


def write_state(path: Path, state: KeyState) -> None:
    """Write a key's file durably, mode 0600; SigningError where it cannot be written."""
    body = _FORMAT + state.public_key + state.seed + state.next_leaf.to_bytes(_LEAF_BYTES, "big")
    replace_durably(path, body + hashlib.sha256(body).digest())


def read_state(path: Path) -> KeyState:
    """Return what a key's file holds; SigningError where it is missing, damaged, or has a second name."""
    try:
        with path.open("rb") as file:
            data = file.read(_DIGEST_AT + _DIGEST_BYTES + 1)
        names = path.stat().st_nlink
    except FileNotFoundError as error:
        raise SigningError(f"There is no signing key at {path}. Name the file that holds it, or make a key.") from error
    except OSError as error:
        text = f"{path} cannot be read ({error.strerror}). Name the signing key's file and check its permissions."
        raise SigningError(text) from error
    if data[: len(_FORMAT)] != _FORMAT:
        raise SigningError(f"{path} is no signing key that this version knows. Name another file. {_NEVER_RESTORE}")
    body, digest = data[:_DIGEST_AT], data[_DIGEST_AT:]
    if hashlib.sha256(body).digest() != digest:
        raise SigningError(f"{path} is damaged. {_NEVER_RESTORE}")
    if names > 1:  # writing replaces one name only: the other would go on with the same one-time keys
        raise SigningError(f"{path} has a second name (a hard link). Remove the other one, then try again.")
    next_leaf = int.from_bytes(body[_LEAF_AT:], "big")
    return KeyState(body[len(_FORMAT) : _SEED_AT], body[_SEED_AT:_LEAF_AT], next_leaf)
