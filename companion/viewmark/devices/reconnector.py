"""Brings a session back after every break: at once after a surprise, then slower and slower up to a cap."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from viewmark.devices.session import Session
from viewmark_protocol.errors import ViewmarkError

_FIRST_S = 0.2
_CAP_S = 10.0


class Backoff:
    """How long to wait before the next try: 0.2 s, doubled each time up to 10 s, from the start after a success."""

    def __init__(self) -> None:
        self._next_s = _FIRST_S

    def succeeded(self) -> None:
        """Note that a session stood."""
        self._next_s = _FIRST_S

    def wait_s(self) -> float:
        """Return the seconds to wait now."""
        wait_s = self._next_s
        self._next_s = min(self._next_s * 2, _CAP_S)
        return wait_s


class Reconnector:
    """Makes one session after the other by `opening` and runs `work` with each, until it is cancelled.

    `trouble` is told every error; it has a sentence for a person.
    """

    def __init__(
        self,
        opening: Callable[[], Awaitable[Session]],
        work: Callable[[Session, Backoff], Awaitable[None]],
        trouble: Callable[[ViewmarkError], None],
    ) -> None:
        self._opening = opening
        self._work = work
        self._trouble = trouble

    async def run(self) -> None:
        """Go on for ever."""
        backoff = Backoff()
        while True:
            try:
                session = await self._opening()
            except ViewmarkError as error:
                self._trouble(error)
            else:
                try:
                    await self._work(session, backoff)
                except ViewmarkError as error:
                    self._trouble(error)
                finally:
                    with contextlib.suppress(ViewmarkError):
                        await session.close()
            await asyncio.sleep(backoff.wait_s())
