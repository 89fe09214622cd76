"""Scans the code on a weapon while its mark is read: moves the bytes between the scan engine and its protocol."""

import asyncio

from viewmark_protocol.iso15434 import fields_of, serial_of
from viewmark_protocol.scanning import Host

_MOST_MS = 1500  # of a session, the reading of the mark included
_SILENCE_MS = 100  # within a packet: its end will not come
_POLL_MS = 5


class CodeScan:
    """One session of a scan engine, begun at once."""

    def __init__(self, engine, clock) -> None:
        self._engine = engine
        self._clock = clock
        self._begun_ms = clock.ticks_ms()
        self._host = Host()
        while engine.read():
            pass  # of the session before: nobody waits for it any more
        engine.write(self._host.take())

    async def result(self) -> "tuple[list, str | None]":
        """Return what the code says, `(kind of mark, raw)` each, and the serial among it; `([], None)` without one.

        These are plain values: the modules that made them can be given back.
        """
        host = self._host
        heard_ms = self._clock.ticks_ms()
        while not host.is_over and self._clock.ticks_ms() - self._begun_ms < _MOST_MS:
            data = self._engine.read()
            if data:
                host.feed(data)
                heard_ms = self._clock.ticks_ms()
            elif self._clock.ticks_ms() - heard_ms > _SILENCE_MS:
                host.silence()
                heard_ms = self._clock.ticks_ms()
            self._send()
            if not data and not host.is_over:
                await asyncio.sleep_ms(_POLL_MS)
        host.stop()
        self._send()
        fields = fields_of(host.result[1]) if host.result else []
        return [(field.kind, field.raw) for field in fields], serial_of(fields)

    def _send(self) -> None:
        data = self._host.take()
        if data:
            self._engine.write(data)
