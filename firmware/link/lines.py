"""The cable's line and the radio's: one server behind both, and the pumps that move their bytes."""

import asyncio
import sys

from link.line import Line
from link.pairings import Pairings
from link.server import Server

_POLL_MS = 20
_GREET_MS = 10000


class Lines:
    """All ways to a laptop. `changed` is called when something arrived, or has gone, that a screen may show."""

    def __init__(self, ports, store, lists, changed, running_slot=None) -> None:
        self._ports = ports
        self._changed = changed
        self._lists = lists
        self.pairings = Pairings(ports, self._pairings_changed)
        self.pairing = None  # made for the first laptop that wants to pair
        self.server = Server(ports, store, lists, self.pairings, changed, running_slot)
        self.cable = Line(ports, self.server, self.pairings, self.begin_pairing)
        self._pipes = [(ports.pipe, self.cable)]
        self._radio = self._air = None
        if ports.bluetooth:
            from link.radio import FRAME_PAYLOAD_BYTES, RECEIVE_BYTES, Radio

            self._radio = Radio(ports)
            self._air = Line(
                ports,
                self.server,
                self.pairings,
                None,
                payload_bytes=FRAME_PAYLOAD_BYTES,
                receive_bytes=RECEIVE_BYTES,
            )
            self._pipes.append((self._radio, self._air))
        self._stranger_ms = 0  # since when somebody is on the air who is no paired laptop
        self._shown = None

    def show(self):
        """Return what a screen shows, which is told anew when it changes: `(connected, progress)`.

        Whether a laptop is there, by cable or on the air; what is on its way and how much of it, as `photo 42 %`.
        """
        self._shown = self._now()
        return self._shown

    def _now(self):
        connected, progress = False, ""
        for _, line in self._pipes:
            connected = connected or line.connected
            if line.progress:
                progress = _percent("photo", line.progress)
        if connected and not progress and self._lists.progress:
            progress = _percent("list", self._lists.progress)
        if connected and not progress and self.server.updates and self.server.updates.progress:
            progress = _percent("firmware", self.server.updates.progress)
        return connected, progress

    def begin_pairing(self):
        """Return what pairs with a laptop, loaded when there is one: it is needed once in a handheld's life."""
        if self.pairing is None:
            from link.pairing import Pairing

            self.pairing = Pairing(self._ports, self.pairings, self._changed)
        return self.pairing

    def _pairings_changed(self) -> None:
        """Have the radio call only those laptops that are paired now."""
        if self._radio:
            self._radio.advertise(self.pairings.tag_keys())
        self._changed()

    async def run(self) -> None:
        """Move bytes for ever."""
        self._pairings_changed()
        work = [self._receive(pipe, line, asyncio.Lock()) for pipe, line in self._pipes]
        if self._radio:
            work.append(self._radio.run())
        await asyncio.gather(self._watch(), *work)

    async def _receive(self, pipe, line: Line, flushing) -> None:
        await pipe.write(line.at_start())
        sending = asyncio.create_task(self._send(pipe, line, flushing))
        try:
            while True:
                data = await pipe.read()
                try:
                    line.feed(data)
                except Exception as error:  # noqa: BLE001  whatever it is, it must not end the line for ever
                    _note(error, line)
                await self._flush(pipe, line, flushing)
        finally:
            sending.cancel()

    async def _send(self, pipe, line: Line, flushing) -> None:
        while True:
            await asyncio.sleep_ms(_POLL_MS)
            await self._flush(pipe, line, flushing)

    async def _flush(self, pipe, line: Line, flushing) -> None:
        async with flushing:  # two writers of one stream would write over each other
            while True:
                try:
                    frame = line.poll()
                except Exception as error:  # noqa: BLE001  as above
                    _note(error, line)
                    return
                if not frame:
                    return
                await pipe.write(frame)

    async def _watch(self) -> None:
        """Tell the screen what changes by itself: a laptop that comes or goes, a photo on its way."""
        while True:
            await asyncio.sleep_ms(_POLL_MS)
            if self.pairing:
                self.pairing.expire()
            for _, line in self._pipes:
                line.part_from_stranger()
            if self._radio and self._air:
                self._part_from_strangers(self._radio, self._air)
            if self._shown is not None and self._now() != self._shown:
                self._shown = None  # it is told once, and looked at again when the screen has taken it
                self._changed()

    def _part_from_strangers(self, radio, air: Line) -> None:
        """Hang up on whoever connects and does not greet as a paired laptop: there is one place on the air."""
        now_ms = self._ports.clock.ticks_ms()
        if not radio.connected or air.is_greeted:
            self._stranger_ms = now_ms
        elif now_ms - self._stranger_ms > _GREET_MS:
            self._stranger_ms = now_ms
            radio.hang_up()


def _note(error: Exception, line: Line) -> None:
    """Print what should not have happened, and let the laptop begin anew."""
    sys.print_exception(error)  # pyright: ignore[reportAttributeAccessIssue]
    line.end()


def _percent(what: str, progress) -> str:
    done, total = progress
    return "%s %d %%" % (what, done * 100 // max(1, total))
