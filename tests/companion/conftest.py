"""What all tests of the laptop share: a log as a handheld seals it."""

from collections.abc import Iterable

from viewmark_protocol.sealing.hmac import TAG_BYTES
from viewmark_protocol.sealing.record import FIRST_SEQUENCE, first_tag, next_key, seal


def seal_log(log_id: bytes, first_key: bytes, contents: Iterable[bytes]) -> dict[int, bytes]:
    """Return the sealed records of a log by sequence."""
    key, tag = first_key, first_tag(log_id)
    sealed: dict[int, bytes] = {}
    for sequence, content in enumerate(contents, FIRST_SEQUENCE):
        sealed[sequence] = seal(key, sequence, tag, sequence.to_bytes(16, "big"), content)
        key, tag = next_key(key), sealed[sequence][-TAG_BYTES:]
    return sealed
