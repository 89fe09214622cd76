"""Runs the handheld's own reader on pictures, in MicroPython, as the handheld would."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from viewmark import places
from viewmark.handheld.module import run_module
from viewmark_protocol.lattice import raw_text


class DeviceReading(NamedTuple):
    """The lattice of one frame, how long it took, and what it allocated."""

    lattice: list[list[tuple[str, int]]]
    took_us: int
    heap_bytes: int

    @property
    def text(self) -> str:
        """The likeliest characters, `?` for an unread one."""
        return raw_text(self.lattice)


def read_frames(frames: Sequence[bytes], views: int = 1) -> list[DeviceReading]:
    """Return what the reader says of each frame (320 x 240 grey), or of every `views` frames of one line."""
    weights = places.firmware() / "reading" / "weights.bin"
    told = run_module("reading.batch", "read", str(weights), str(views), given=b"".join(frames))
    return [
        DeviceReading([[(c, p) for c, p in position] for position in row["lattice"]], row["us"], row["garbage_bytes"])
        for row in map(json.loads, told.splitlines())
    ]
