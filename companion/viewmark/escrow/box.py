"""Closing a log's first key for the focal point and opening it again: HPKE in base mode (RFC 9180).

A box says nothing of who closed it: whoever has the public key can close one. Whether a key is the log's, only the
log's own seals tell.
"""

from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from viewmark_protocol.checks import LOG_ID_BYTES

from .errors import EscrowError
from .limits import FIRST_KEY_BYTES, PUBLIC_KEY_BYTES

# A box is these bytes, then HPKE's encapsulated key (32) and ciphertext (32 + 16). Another suite takes another name.
_FORMAT = b"VME1"
_PURPOSE = b"viewmark: the first key of a log, for the focal point\x00"
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def close_first_key(public_key: bytes, device_id: str, log_id: bytes, first_key: bytes) -> bytes:
    """Return the box of a first key (32 bytes) under the focal point's public key (32 bytes, X25519), 84 bytes.

    No two boxes are equal. EscrowError where key or ids cannot be used.
    """
    if len(first_key) != FIRST_KEY_BYTES:
        text = f"A log's first key has {FIRST_KEY_BYTES} bytes, not {len(first_key)}. Pair the handheld again."
        raise EscrowError(text)
    info = _info(device_id, log_id)
    try:
        return _FORMAT + _SUITE.encrypt(first_key, X25519PublicKey.from_public_bytes(public_key), info)
    except ValueError as error:  # another size, or a point of low order, under which everybody could open the box
        text = (
            "Nothing can be closed under this public key of the focal point. Have the register's keeper set it again."
        )
        raise EscrowError(text) from error


def open_first_key(private_key: bytes, device_id: str, log_id: bytes, box: bytes) -> bytes:
    """Return the first key in the box of this log; EscrowError where the box is another's, changed, or none."""
    if len(private_key) != PUBLIC_KEY_BYTES:
        raise EscrowError(f"A private key of the focal point has {PUBLIC_KEY_BYTES} bytes. Name its key file.")
    info = _info(device_id, log_id)
    if not box.startswith(_FORMAT):
        raise EscrowError(
            "This is no box that this version knows. Update Viewmark, or fetch it from the register again."
        )
    try:
        first_key = _SUITE.decrypt(box[len(_FORMAT) :], X25519PrivateKey.from_private_bytes(private_key), info)
    except InvalidTag as error:
        raise EscrowError(
            "This box does not open: it is another handheld's or another log's, was closed for another focal point, or "
            "was changed. Check the device's and the log's id and the key file."
        ) from error
    if len(first_key) != FIRST_KEY_BYTES:
        raise EscrowError("This box holds something that is no first key. Try the log's other boxes.")
    return first_key


def open_each(private_key: bytes, device_id: str, log_id: bytes, boxes: Iterable[bytes]) -> list[bytes]:
    """Return the different first keys in the boxes of one log that open, in their order; EscrowError where none does.

    More than one means that somebody closed a wrong key.
    """
    keys: list[bytes] = []
    trouble = EscrowError("The register holds no box of this log. Check the device's and the log's id.")
    for box in boxes:
        try:
            key = open_first_key(private_key, device_id, log_id, box)
        except EscrowError as error:
            trouble = error
        else:
            if key not in keys:
                keys.append(key)
    if not keys:
        raise trouble
    return keys


def _info(device_id: str, log_id: bytes) -> bytes:
    """Return what a box is bound to; lengths are fixed or stated, so that no two logs have the same."""
    if len(log_id) != LOG_ID_BYTES:
        raise EscrowError(f"A log's id has {LOG_ID_BYTES} bytes, not {len(log_id)}. Copy it from the list of logs.")
    try:
        device = device_id.encode()
    except UnicodeEncodeError as error:
        raise EscrowError("The handheld's id holds half a character. Have the handheld enrolled again.") from error
    return _PURPOSE + len(device).to_bytes(4, "big") + device + log_id
