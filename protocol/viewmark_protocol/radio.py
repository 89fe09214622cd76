"""What both ends of the radio know: the service, what a handheld advertises, and the tag by which it is found.

A handheld on the air shows nothing fixed of its own. Its tag is three random bytes and their hash under the tag key
that it shares with one laptop: the `ah` of resolvable private addresses (Bluetooth Core, Vol 3, Part H, 2.2.2). Who has
no key learns that some handheld is near, and not that it is the one of yesterday.
"""

from binascii import unhexlify

from .compat import block_encryptor

SERVICE_UUID = "965f0001-d5e3-4617-a2a1-b064de1b629b"
RX_UUID = "965f0002-d5e3-4617-a2a1-b064de1b629b"  # what the laptop writes, with a response or without
TX_UUID = "965f0003-d5e3-4617-a2a1-b064de1b629b"  # what the handheld notifies
COMPANY_ID = 0xFFFF  # no company's
NAME = "Viewmark"  # the same for all

FRESH_BYTES = 3
TAG_BYTES = 6
TAG_KEY_BYTES = 16
MAX_VALUE_BYTES = 512  # of one write or notification, whatever the MTU
MAX_MTU_BYTES = 517
ATT_HEAD_BYTES = 3  # of each packet of the MTU's size
LEAST_CHUNK_BYTES = 20  # at the least MTU that there is, 23

_FLAGS = b"\x02\x01\x06"  # general discoverable, no BR/EDR
_UUID_AD = b"\x11\x07"
_COMPANY_AD = b"\x09\xff\xff\xff"
_NAME_AD = b"\x09"


def make_tag(tag_key: bytes, fresh: bytes) -> bytes:
    """Return the tag of three fresh random bytes under a key of 16 bytes."""
    return fresh + _hash(tag_key, fresh)


def resolves(tag_key: bytes, tag: bytes) -> bool:
    """Return whether a tag was made under a key; one of another length never was."""
    return len(tag) == TAG_BYTES and _hash(tag_key, tag[:FRESH_BYTES]) == tag[FRESH_BYTES:]


def advertisement(tag: bytes) -> bytes:
    """Return what is advertised with a tag: flags, service and tag, all of the 31 bytes that there are."""
    return _FLAGS + _UUID_AD + uuid_bytes(SERVICE_UUID) + _COMPANY_AD + tag


def scan_response() -> bytes:
    """Return what a handheld answers to a scan: its name, which is everyone's."""
    name = NAME.encode()
    return bytes([len(name) + 1]) + _NAME_AD + name


def uuid_bytes(text: str) -> bytes:
    """Return a UUID as it goes over the air: the last byte first."""
    return bytes(reversed(unhexlify(text.replace("-", ""))))


def chunk_bytes(mtu_bytes: int) -> int:
    """Return how many bytes one write or notification carries at an MTU."""
    return min(MAX_VALUE_BYTES, mtu_bytes - ATT_HEAD_BYTES)


def _hash(tag_key: bytes, fresh: bytes) -> bytes:
    return bytes(block_encryptor(tag_key)(bytes(16 - FRESH_BYTES) + fresh)[-FRESH_BYTES:])
