"""Firmware images as a laptop offers them: their content does not matter, nobody starts them."""

import hashlib

from issuer import Issuer
from viewmark_protocol.firmware_image import HEAD_BYTES, FirmwareHead
from viewmark_protocol.messages.firmware import FirmwareWanted, OfferFirmware, PushFirmwarePart
from viewmark_protocol.messages.hello import Failed

BOARD = "test-board"
ISSUER, OTHER = Issuer(1, 4), Issuer(2, 4)
PART_BYTES = 1008  # crosses the sectors of the flash at every place


def image_bytes(count):
    """Return so many bytes, no two sectors of them alike."""
    block = b"".join([hashlib.sha256(b"%d" % number).digest() for number in range(130)])
    return (block * (count // len(block) + 1))[:count]


def file_of(version, image, board=BOARD, issuer=ISSUER):
    """Return the signed file of an image."""
    head = FirmwareHead(board, version, len(image), hashlib.sha256(image).digest(), issuer.signature_bytes).encode()
    return head + issuer.sign(head) + image


def head_of(content):
    """Return head and signature of a file."""
    return content[: HEAD_BYTES + ISSUER.signature_bytes]


def pushed(receiver, content, parts=-1):
    """Offer a file and push at most so many parts; return the last answer."""
    answer = receiver.answer(OfferFirmware(head=head_of(content), total_bytes=len(content)))
    while isinstance(answer, FirmwareWanted) and answer.offset < len(content) and parts:
        at = answer.offset
        answer = receiver.answer(PushFirmwarePart(offset=at, content=content[at : at + PART_BYTES]))
        parts -= 1
    assert isinstance(answer, (FirmwareWanted, Failed))
    return answer
