"""The document's section on firmware that comes over the link. CPython only."""

from . import firmware_image
from .spec_table import layout

_HEAD_FIELDS = (
    ("4s", "magic", "`VMF1`"),
    ("HHH", "version", "three numbers, compared one after the other"),
    ("32s", "board", "UTF-8, zeros behind: the name for which it was built"),
    ("I", "image", "bytes behind head and signature"),
    ("32s", "digest", "SHA-256 of the image"),
    ("H", "signature", "its length"),
)


def firmware() -> str:
    """Return the section."""
    return f"""
## Firmware

A file is a head of {firmware_image.HEAD_BYTES} bytes, its maker's signature over the head (HSS/LMS, RFC 8554, at most
{firmware_image.MOST_SIGNATURE_BYTES} bytes), and the image, a ROMFS.

{layout(_HEAD_FIELDS, firmware_image.HEAD_BYTES)}

The maker's public key lies in the image that runs; one without a key takes no update. A handheld refuses, each with
its own sentence, what is for another board, is older than what runs, has no room, is not signed by that maker, or
is not the image that was signed; a locked one takes nothing. Parts are whole units of 16 bytes, but for the last
one.

The image goes to the slot that does not run, whose first sector holds head and marks: each mark is a unit that is
programmed to zero and never erased but with the head. *Complete* is set once the digest is right, *tried* before
its first start, *confirmed* after its self-test, *refused* where it was tried and not confirmed, or is damaged.
What starts is the highest version that is complete, not refused, and confirmed or not yet tried; so a power cut at
any of these steps leaves one of the two versions, whole. A refused version is not taken again: bring a later one."""
