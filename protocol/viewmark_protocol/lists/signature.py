"""Whether a list's head is signed by an authority that is known."""

from ..compat import TYPE_CHECKING
from ..lms import verify
from .header import HEADER_BYTES, decode_header

if TYPE_CHECKING:
    from collections.abc import Iterable


def root_message(root: bytes) -> bytes:
    """Return what a known root signs so that handhelds take a new one."""
    return b"viewmark list root" + root


def is_signed_by(data: "bytes | memoryview", roots: "Iterable[bytes]") -> bool:
    """Return whether the head's signature is good under one of the roots (60-byte HSS public keys, RFC 8554)."""
    header = decode_header(bytes(data[:HEADER_BYTES]))
    signature = memoryview(data)[HEADER_BYTES : HEADER_BYTES + header.signature_bytes]
    for root in roots:
        if verify(root, header.signed_bytes(), signature):
            return True
    return False
