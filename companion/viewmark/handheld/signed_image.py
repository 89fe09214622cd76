"""A firmware image as a laptop brings it to handhelds: head, its maker's signature, image."""

import hashlib
from pathlib import Path
from typing import NamedTuple

from viewmark.errors import HandheldError
from viewmark.signing.key import SigningKey
from viewmark_protocol.errors import FirmwareError
from viewmark_protocol.firmware_image import FirmwareHead, decode_firmware_head, is_image, version_of

SUFFIX = ".vmf"
_MOST_BYTES = 16 * 1024 * 1024


class SignedImage(NamedTuple):
    """What a file holds: `content` all of it, `head_bytes` how much of it is head and signature."""

    head: FirmwareHead
    head_bytes: int
    content: bytes


def signed(image: bytes, board: str, version: str, key: SigningKey) -> bytes:
    """Return the file of an image for a board; FirmwareError for a name or version that cannot be, SigningError."""
    digest = hashlib.sha256(image).digest()
    head = FirmwareHead(board, version_of(version), len(image), digest, key.signature_bytes).encode()
    return head + key.sign(head) + image


def read_signed(path: Path) -> SignedImage:
    """Return what a file holds; HandheldError where it is none, is cut off or damaged. Who signed it is not asked."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise HandheldError(f"{path} is larger than any firmware. Give the file that `viewmark firmware` signed.")
        return opened(path.read_bytes())
    except OSError as error:
        raise HandheldError(f"{path} cannot be read ({error.strerror}). Give another file.") from error
    except FirmwareError as error:
        raise HandheldError(f"{path}: {error}") from error


def opened(content: bytes) -> SignedImage:
    """Return what the bytes of such a file hold; FirmwareError where they are none, cut off or damaged."""
    head, signature = decode_firmware_head(content)
    head_bytes = len(head.encode()) + len(signature)
    if not is_image(head, memoryview(content)[head_bytes:]):
        raise FirmwareError("This firmware is not the one that was signed, or is cut off. Bring the whole file.")
    return SignedImage(head, head_bytes, content)
