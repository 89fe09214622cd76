"""What all tests of the laptop share: checks as a handheld records them, and a log as it seals it."""

from collections.abc import Iterable
from typing import Any

from viewmark_protocol.checks import CHECK_FORMAT, Check, Firearm, VerdictRecord, encode_check
from viewmark_protocol.clock import Clock
from viewmark_protocol.marks import Mark
from viewmark_protocol.sealing.hmac import TAG_BYTES
from viewmark_protocol.sealing.record import FIRST_SEQUENCE, first_tag, next_key, seal


def read_mark(text: str, kind: str = "serial", **other: Any) -> Mark:
    """Return a mark of the frame that was read as `text` and confirmed."""
    values = {"state": "clear", "method": "unknown", "source": "camera"} | other
    return Mark(component="frame", kind=kind, raw=text, confirmed=text, **values)


def firearm(*marks: Mark, verdict: VerdictRecord | None = None) -> Firearm:
    """Return a firearm with these marks, which is on no list where nothing else is said."""
    return Firearm(marks=list(marks), verdict=verdict or VerdictRecord(word="clear", reason="not-on-list"), warnings=[])


def check_record(*firearms: Firearm, **other: Any) -> bytes:
    """Return the bytes of a check of these firearms."""
    values = {
        "opened": Clock(utc_s=1_790_000_000, trust="laptop", boot_count=1),
        "legal_ground": "border check",
        "note": "",
    } | other
    return encode_check(
        Check(
            format=CHECK_FORMAT,
            post="post-1",
            officer="officer-1",
            context="inspected",
            transport="road",
            firearms=list(firearms),
            links=[],
            **values,
        )
    )


def seal_log(log_id: bytes, first_key: bytes, contents: Iterable[bytes]) -> dict[int, bytes]:
    """Return the sealed records of a log by sequence."""
    key, tag = first_key, first_tag(log_id)
    sealed: dict[int, bytes] = {}
    for sequence, content in enumerate(contents, FIRST_SEQUENCE):
        sealed[sequence] = seal(key, sequence, tag, sequence.to_bytes(16, "big"), content)
        key, tag = next_key(key), sealed[sequence][-TAG_BYTES:]
    return sealed
