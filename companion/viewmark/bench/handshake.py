"""What it costs until two that are paired are sure of each other."""

import os
import time
from typing import NamedTuple

from viewmark.bench.handheld import BenchHandheld
from viewmark.bench.wires import CountedPipe
from viewmark.devices.opening import open_pipe
from viewmark.devices.pairings import Pairings
from viewmark.devices.secure import SecureStream
from viewmark.errors import BenchError
from viewmark_protocol.frames.link import Link

_TICK_S = 0.02
_QUIET_S = 0.2  # by then the last acknowledgement is through
_MOST_S = 10.0


class Handshake(NamedTuple):
    """All bytes on the wire in both directions, the link's opening included, and how often TLS waited for an answer."""

    wire_bytes: int
    round_trips: int


class _WatchedLink(Link):
    """Counts how often something arrives after something was said."""

    turns = 0
    _waits = False

    def send(self, data: bytes | bytearray) -> None:
        self._waits = True
        super().send(data)

    def feed(self, data: bytes, now_ms: int) -> bytes:
        arrived = super().feed(data, now_ms)
        if arrived and self._waits:
            self.turns += 1
            self._waits = False
        return arrived


async def shake_hands(handheld: BenchHandheld, pairings: Pairings) -> Handshake:
    """Open a link and TLS over it, say nothing, and close."""
    pipe = CountedPipe(await open_pipe(handheld.where, pairings))
    link = _WatchedLink(os.urandom(4))
    stream = SecureStream(link, *pairings.trust())
    began_s = time.monotonic()
    quiet_s = began_s + _MOST_S
    try:
        while (now_s := time.monotonic()) < quiet_s:
            if data := stream.poll(int(now_s * 1000)):
                await pipe.write(data)
            stream.feed(await pipe.read(_TICK_S), int(time.monotonic() * 1000))
            if stream.is_open:
                quiet_s = min(quiet_s, now_s + _QUIET_S)
    finally:
        await pipe.close()
    if not stream.is_open:
        raise BenchError("The handshake did not end in time.")
    return Handshake(pipe.wire_bytes, link.turns)
