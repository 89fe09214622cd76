"""A firmware image as it comes over the link: a head, its maker's signature (RFC 8554) over that, then the image.

The head says for which board it is, its version, and the image's length and digest; so the signature covers all of it.
"""

import hashlib
import struct

from .compat import TYPE_CHECKING
from .errors import FirmwareError
from .lms import PUBLIC_KEY_BYTES, verify

if TYPE_CHECKING:
    Version = tuple[int, int, int]

MAGIC = b"VMF1"
BOARD_BYTES = 32
DIGEST_BYTES = 32
# magic; version's three numbers; board; bytes of the image, its SHA-256; bytes of the signature
FORMAT = ">4sHHH32sI32sH"
HEAD_BYTES = struct.calcsize(FORMAT)
MOST_SIGNATURE_BYTES = 3072  # one level of 2^10 signatures, W4; head and marks share a sector with it
_MOST_NUMBER = 0xFFFF
_AGAIN = " Build it anew."


class FirmwareHead:
    """What an image says of itself."""

    def __init__(
        self, board: str, version: "Version", image_bytes: int, digest: bytes, signature_bytes: int = 0
    ) -> None:
        self.board = board
        self.version = version
        self.image_bytes = image_bytes
        self.digest = digest
        self.signature_bytes = signature_bytes

    @property
    def total_bytes(self) -> int:
        """The size of the whole file."""
        return HEAD_BYTES + self.signature_bytes + self.image_bytes

    def encode(self) -> bytes:
        """Return the head's bytes, which are what is signed; FirmwareError where the board's name is too long."""
        board = self.board.encode()
        if not 0 < len(board) <= BOARD_BYTES:
            raise FirmwareError("A board's name has 1 to %d bytes. Give it another one." % BOARD_BYTES)
        first, second, third = self.version
        return struct.pack(
            FORMAT, MAGIC, first, second, third, board, self.image_bytes, self.digest, self.signature_bytes
        )


def version_text(version: "Version") -> str:
    """Return a version as people write it."""
    return "%d.%d.%d" % version


def version_of(text: str) -> "Version":
    """Return the version that a text says, as `0.2.0`; FirmwareError where it says none."""
    parts = text.split(".")
    if len(parts) != 3 or not all(part.isdigit() and len(part) <= 5 for part in parts):
        raise FirmwareError("A version is three numbers, as 0.2.0, not %r. Correct it." % text[:40])
    first, second, third = [int(part) for part in parts]
    if max(first, second, third) > _MOST_NUMBER:
        raise FirmwareError("A number of the version %s is over %d. Take a smaller one." % (text, _MOST_NUMBER))
    return first, second, third


def decode_firmware_head(data: "bytes | memoryview") -> "tuple[FirmwareHead, bytes]":
    """Return head and signature at the start of a file; FirmwareError where there is none or it is cut off."""
    if len(data) < HEAD_BYTES or bytes(data[:4]) != MAGIC:
        raise FirmwareError("This is no firmware for the link." + _AGAIN)
    _, first, second, third, name, image_bytes, digest, signature_bytes = struct.unpack(
        FORMAT, bytes(data[:HEAD_BYTES])
    )
    try:
        board = name.rstrip(b"\0").decode()
    except UnicodeError:
        board = ""
    if not board or not image_bytes or signature_bytes > MOST_SIGNATURE_BYTES:
        raise FirmwareError("The head of this firmware makes no sense." + _AGAIN)
    signature = bytes(data[HEAD_BYTES : HEAD_BYTES + signature_bytes])
    if len(signature) != signature_bytes:
        raise FirmwareError("This firmware is cut off. Bring the whole file.")
    return FirmwareHead(board, (first, second, third), image_bytes, digest, signature_bytes), signature


def why_refused(
    head: FirmwareHead, signature: bytes, board: str, running: "Version", room_bytes: int, root: bytes
) -> str:
    """Return why a handheld does not take an image, empty where it does.

    `root` is the HSS public key of who makes its firmware, empty where it knows none.
    """
    if head.board != board:
        return "This firmware is for the board %s, and this one is %s. Bring the one for this board." % (
            head.board,
            board,
        )
    if head.version < running:
        older, newer = version_text(head.version), version_text(running)
        return "Firmware %s is older than %s, which runs here. It is not taken." % (older, newer)
    if head.image_bytes > room_bytes:
        return "This firmware has %d bytes, more than the %d of the slot. It is not taken." % (
            head.image_bytes,
            room_bytes,
        )
    if len(root) != PUBLIC_KEY_BYTES:
        return "This firmware knows no maker whose updates it may take. Write the new one by `viewmark firmware flash`."
    if not verify(root, head.encode(), signature):
        return "This firmware is not signed by the maker whose updates are taken here. It is not taken."
    return ""


def is_image(head: FirmwareHead, image: "bytes | memoryview") -> bool:
    """Return whether an image is the one that a head announces."""
    return len(image) == head.image_bytes and hashlib.sha256(image).digest() == head.digest
