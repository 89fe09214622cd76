"""Photos and the checks that name them, for benches of the link: pixels without a camera and without a flash."""

import hashlib
import os

from checks.draft import Answer, Draft
from checks.record import build_record
from checks.taken import Taken
from viewmark_protocol.checks import encode_check
from viewmark_protocol.clock import Clock
from viewmark_protocol.judging import Verdict
from viewmark_protocol.sync.source import MOST_PART_BYTES

_BLOCK_BYTES = 8192
_APART_BYTES = 1009
_SERIAL = "TKR 48213"
_UTC_S = 1790000000
_KEY_BYTES = 32


class Photographs:
    """Photos of one size, all out of one block that repeats: each begins at another place of it."""

    def __init__(self, count: int, photo_bytes: int) -> None:
        block = b"".join([hashlib.sha256(bytes([place])).digest() for place in range(_BLOCK_BYTES // 32)])
        self._block = memoryview(block + block[:MOST_PART_BYTES])
        self._photo_bytes = photo_bytes
        self._starts = {}
        for place in range(count):
            start = place * _APART_BYTES % _BLOCK_BYTES
            self._starts[self._digest(start)] = start

    @property
    def digests(self):
        """The name of each photo."""
        return list(self._starts)

    def size_bytes(self, digest: bytes) -> int:
        """Return a photo's size, -1 when it is not here."""
        return self._photo_bytes if digest in self._starts else -1

    def read(self, digest: bytes, offset: int, count: int) -> bytes:
        """Return a part of a photo, empty beyond its end."""
        return bytes(self._part(self._starts[digest], offset, count))

    def acknowledge(self, digest: bytes) -> None:
        """Keep it all the same: the next sync is of the same photos."""

    def _part(self, start: int, offset: int, count: int):
        at = (start + offset) % _BLOCK_BYTES
        return self._block[at : at + max(0, min(count, self._photo_bytes - offset, MOST_PART_BYTES))]

    def _digest(self, start: int) -> bytes:
        hasher = hashlib.sha256()
        for offset in range(0, self._photo_bytes, MOST_PART_BYTES):
            hasher.update(self._part(start, offset, MOST_PART_BYTES))
        return hasher.digest()


def _draft(lattice, photo) -> Draft:
    draft = Draft(Taken(None, lattice, [], None), _SERIAL, "camera", photo)
    draft.answers["maker"] = Answer("clear", confirmed="TAURUS")
    return draft


def append_checks(log, count: int, digests) -> None:
    """Seal `count` checks into a log that has none; the first of them name the photos."""
    lattice = [[(character, 93), ("B", 4), ("?", 3)] for character in _SERIAL]
    for place in range(count):
        opened = Clock(utc_s=_UTC_S + 60 * place, trust="laptop", boot_count=1)
        photo = (digests[place], os.urandom(_KEY_BYTES)) if place < len(digests) else None
        verdict = Verdict("clear", "not-on-list")
        record = build_record(opened, None, verdict, _draft(lattice, photo))
        log.append(encode_check(record), opened.utc_s)
