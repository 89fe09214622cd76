"""What the radio carries without any protocol: `boot.py ... bench.notifications PORT TAG_KEY`.

A laptop that writes a number is notified of so many bytes, as fast as the radio takes them.
"""

import asyncio
import errno
import os

from boards.sim.clock import HostClock
from boards.sim.folder import joined_radio
from link.radio import Radio
from ports import Ports

_FULL = (errno.ENOMEM, errno.EAGAIN)
_PAUSE_MS = 1  # without any the loop takes a core of its own from the radio's host


class RadioPorts(Ports):
    """What the radio asks of a board."""

    def __init__(self, port: int) -> None:
        self.bluetooth = joined_radio(port)
        self.clock = HostClock("", "unset")

    def random(self, count: int) -> bytes:
        """Return the host's random bytes."""
        return os.urandom(count)


class BareRadio(Radio):
    """The firmware's radio with its queue kept full."""

    async def flood(self, count: int) -> None:
        """Notify `count` bytes; while the queue is full wait for a moment."""
        chunk = memoryview(bytes(self.chunk_bytes))
        left = count
        while left > 0 and self.connected:
            try:
                self._ble.gatts_notify(self._central, self._tx, chunk[:left])
            except OSError as error:
                if error.errno not in _FULL:
                    return
                await asyncio.sleep_ms(_PAUSE_MS)
            else:
                left -= min(left, len(chunk))


async def serve(port: int, tag_key: bytes) -> None:
    """Flood each laptop that asks."""
    radio = BareRadio(RadioPorts(port))
    radio.advertise([tag_key])
    going = asyncio.create_task(radio.run())
    while not going.done():
        await radio.flood(int(await radio.read()))


def run(port: str, tag_key: str) -> None:
    """Run it."""
    asyncio.run(serve(int(port), bytes.fromhex(tag_key)))
