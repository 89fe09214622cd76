"""The ways to handhelds that are served: the cables, and the air for each handheld that is known there."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any

from viewmark.devices.opening import RADIO
from viewmark.laptop import Laptop
from viewmark.ui.port import Port

_LOOK_EVERY_S = 1.0

Keep = Callable[[Callable[[], Awaitable[None]]], Coroutine[Any, Any, None]]


class Ports:
    """Serves the serial ports at `paths`, and with `has_radio` a port for each paired handheld that is known there.

    `keep` runs the serving of one port, again whenever it failed.
    """

    def __init__(self, laptop: Laptop, paths: list[str], has_radio: bool, keep: Keep) -> None:
        self.has_radio = has_radio
        self.all = [Port(path) for path in paths]
        self._laptop = laptop
        self._keep = keep
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._paused: set[str] = set()

    async def serve(self) -> None:
        """Serve until cancelled; handhelds come to be known on the air, and are unpaired, meanwhile."""
        try:
            while True:
                if self.has_radio:
                    await self._follow_pairings()
                for port in self.all:
                    task = self._tasks.get(port.path)
                    if (task is None or task.done()) and port.path not in self._paused:
                        self._start(port)
                await asyncio.sleep(_LOOK_EVERY_S)
        finally:
            await asyncio.gather(*(self._stop(port) for port in self.all))

    @contextlib.asynccontextmanager
    async def paused(self, *ports: Port) -> AsyncIterator[None]:
        """Leave ports to somebody else for as long as the context stands; `serve` goes on with them afterwards."""
        paths = {port.path for port in ports}
        self._paused |= paths
        try:
            await asyncio.gather(*(self._stop(port) for port in ports))
            yield
        finally:
            self._paused -= paths

    def at(self, path: str) -> Port | None:
        """Return the port of a path, None where it is not served."""
        return next((port for port in self.all if port.path == path), None)

    def of(self, device_id: str) -> list[Port]:
        """Return where a handheld is connected now, by cable first."""
        connected = [port for port in self.all if port.connected and port.device_id == device_id]
        return sorted(connected, key=lambda port: port.is_radio)

    def on_air(self, device_id: str) -> Port | None:
        """Return the port at which a handheld is looked for by radio."""
        return self.at(RADIO + device_id)

    def sentences(self) -> list[str]:
        """Return why handhelds are away, each reason once; one that is connected another way is not missed."""
        said = [
            port.sentence
            for port in self.all
            if port.sentence and not (port.is_out_of_reach and port.device_id and self.of(port.device_id))
        ]
        return list(dict.fromkeys(said))

    async def _follow_pairings(self) -> None:
        known = [RADIO + one.device_id for one in self._laptop.pairings.all() if one.tag_key is not None]
        for port in [one for one in self.all if one.is_radio and one.path not in known]:
            await self._stop(port)
            self.all.remove(port)
        self.all += [Port(path) for path in known if self.at(path) is None]

    def _start(self, port: Port) -> None:
        async def serve() -> None:
            await self._laptop.serve(port.path, port.report, port.trouble)

        port.rest(is_resting=False)
        self._tasks[port.path] = asyncio.create_task(self._keep(serve))

    async def _stop(self, port: Port) -> None:
        task = self._tasks.pop(port.path, None)
        while task is not None and not task.done():
            task.cancel()  # again, where it came while a session was being closed
            await asyncio.wait([task], timeout=_LOOK_EVERY_S)
        port.rest(is_resting=True)
