"""What the virtual radio carries from a handheld when nothing but notifications is sent."""

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

from viewmark.bench.handheld import radio_port, run_firmware
from viewmark.devices.radio import RadioPipe
from viewmark.errors import BenchError
from viewmark_protocol.radio import TAG_KEY_BYTES

if TYPE_CHECKING:
    from viewmark.radio.air import Air

_DEVICE_ID = "bare-1"
_OPEN_S = 20.0
_READ_S = 5.0
_SETTLE_S = 0.1  # the MTU is agreed upon by then


class BareRadio:
    """A handheld whose firmware only notifies."""

    def __init__(self, tag_key: bytes) -> None:
        self._tag_key = tag_key

    async def notify(self, count: int) -> float:
        """Have it notify `count` bytes in full chunks; return bytes per second from the asking on."""
        pipe = await RadioPipe.open(_DEVICE_ID, self._tag_key, _OPEN_S)
        try:
            await asyncio.sleep(_SETTLE_S)
            began_s = time.perf_counter()
            await pipe.write(str(count).encode())
            left = count
            while left > 0:
                data = await pipe.read(_READ_S)
                if not data:
                    raise BenchError("The virtual radio has lost notifications.")
                left -= len(data)
            return count / (time.perf_counter() - began_s)
        finally:
            await pipe.close()


@contextlib.asynccontextmanager
async def bare_radio(folder: Path, air: "Air") -> AsyncIterator[BareRadio]:
    """Such a handheld on an air."""
    tag_key = os.urandom(TAG_KEY_BYTES)
    async with radio_port(air) as port, run_firmware(folder, "bench.notifications", str(port), tag_key.hex()):
        yield BareRadio(tag_key)
