"""The focal point's key pair (X25519) and its files: the private one stays offline, the public one goes by mail."""

import hashlib
import re
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from .errors import EscrowError
from .files import PRIVATE_MODE, PUBLIC_MODE, read_bounded, write_new

_TITLE = "viewmark focal point public key"
_TEXT = re.compile("".join(_TITLE.split()) + "([0-9a-f]{64})fingerprint([0-9a-f]{16})")
_COPY_ALL = "Copy the whole text of the file that `viewmark focal-point key` wrote, from its title to its fingerprint."


def make_private_key() -> bytes:
    """Return a new private key, 32 bytes."""
    return X25519PrivateKey.generate().private_bytes_raw()


def public_key_of(private_key: bytes) -> bytes:
    """Return the public key (32 bytes) of a private key (32 bytes)."""
    return X25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def fingerprint(public_key: bytes) -> str:
    """Return the first 16 hexadecimal digits of the key's SHA-256, in fours, to be read aloud and compared."""
    return _in_fours(hashlib.sha256(public_key).hexdigest()[:16])


def public_path(path: Path) -> Path:
    """Return where the public key lies beside the private key's file."""
    return path.with_name(path.name + ".pub")


def write_key_files(path: Path, private_key: bytes) -> None:
    """Write the private key (PEM, PKCS 8, mode 0600) and beside it `.pub`; EscrowError where either is there."""
    public_file = public_path(path)
    if public_file.exists():
        raise EscrowError(f"{public_file} is there already, and nothing is written over a key. Name another file.")
    key = X25519PrivateKey.from_private_bytes(private_key)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    # The private key first: a public one without it would close boxes for ever.
    write_new(path, pem, PRIVATE_MODE)
    write_new(public_file, public_text(public_key_of(private_key)), PUBLIC_MODE)


def read_private_key(path: Path) -> bytes:
    """Return the private key in a file (PEM, X25519), 32 bytes; EscrowError where there is none."""
    try:
        key = load_pem_private_key(read_bounded(path), None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:  # TypeError: it is under a passphrase
        raise _no_private_key(path) from error
    if not isinstance(key, X25519PrivateKey):
        raise _no_private_key(path)
    return key.private_bytes_raw()


def public_text(public_key: bytes) -> str:
    """Return a public key as short lines with its fingerprint, to be mailed, printed or typed."""
    digits = public_key.hex()
    lines = (_TITLE, _in_fours(digits[:32]), _in_fours(digits[32:]), "fingerprint " + fingerprint(public_key), "")
    return "\n".join(lines)


def parse_public_text(text: str) -> bytes:
    """Return the public key in such a text, however it is spaced; EscrowError where it is none or mistyped."""
    found = _TEXT.fullmatch(_collapsed(text))
    if found is None:
        raise EscrowError(f"This is no public key of a focal point. {_COPY_ALL}")
    public_key = bytes.fromhex(found[1])
    if fingerprint(public_key).replace(" ", "") != found[2]:
        raise EscrowError(f"The public key does not fit its fingerprint: a character is wrong. {_COPY_ALL}")
    return public_key


def read_public_key(path: Path) -> bytes:
    """Return the public key in a file; EscrowError where there is none, or a mistyped one."""
    try:
        return parse_public_text(read_bounded(path).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise EscrowError(f"{path} holds no public key of a focal point. {_COPY_ALL}") from error


def public_key_in(given: str) -> bytes:
    """Return the public key in a text, or in the file of that name; EscrowError where neither holds one."""
    if _collapsed(given).startswith(_collapsed(_TITLE)):
        return parse_public_text(given)
    return read_public_key(Path(given))


def _collapsed(text: str) -> str:
    return "".join(text.split()).lower()


def _in_fours(digits: str) -> str:
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _no_private_key(path: Path) -> EscrowError:
    return EscrowError(f"{path} holds no private key of a focal point. Name the file that was made without .pub.")
