"""The list key on its way from the register to one handheld, through laptops that cannot read it.

A point of P-256 that is used once (65 bytes, SEC 1 uncompressed), then the box of the list key. Its key comes of the
Diffie-Hellman secret (SP 800-56A 5.7.1.2) with the key of the handheld's certificate.
"""

from ..errors import SealError
from ..sealing.box import box_bytes, close_box, open_box
from ..sealing.hmac import KEY_BYTES, derive

POINT_BYTES = 65
KEY_BOX_BYTES = POINT_BYTES + box_bytes(KEY_BYTES)
_PURPOSE = b"viewmark list key for a handheld\0"


def close_list_key(list_key: bytes, iv: bytes, once: bytes, public: bytes, secret: bytes) -> bytes:
    """Return the box (145 bytes); `once` and `public` are points, `secret` the 32 bytes of x that both ends agree on.

    `iv` is 16 fresh random bytes.
    """
    return once + close_box(derive(secret + once + public, _PURPOSE), iv, list_key)


def open_list_key(box: bytes, public: bytes, secret: bytes) -> bytes:
    """Return the list key; SealError where the box is for another handheld, or was changed."""
    if len(box) != KEY_BOX_BYTES:
        raise SealError("This is no box of a list key.")
    return open_box(derive(secret + box[:POINT_BYTES] + public, _PURPOSE), box[POINT_BYTES:])
