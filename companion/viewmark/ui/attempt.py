"""One pairing as the pages see it: the digits, what the person here says of them, and what came of it."""

import asyncio
from collections.abc import Awaitable, Callable

from viewmark.devices.pairing import Compare
from viewmark_protocol.errors import ViewmarkError

CALLING, COMPARING, CONFIRMING, PAIRED, FAILED = "calling", "comparing", "confirming", "paired", "failed"

_NOBODY = "Nobody said here whether the digits are the same. Nothing has changed: pair again."
_STOPPED = "The pairing was stopped. To try again, press Pair."


class Attempt:
    """A pairing with the handheld at the serial port `path`. `step` is one of the words above."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.step = CALLING
        self.device_id = ""
        self.digits = ""
        self.sentence = ""
        self._decided: asyncio.Future[bool] | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.step in (PAIRED, FAILED)

    async def run(self, pair: Callable[[str, Compare], Awaitable[str]]) -> None:
        """Pair, and keep what came of it."""
        try:
            self.device_id = await pair(self.path, self._compare)
        except (ViewmarkError, OSError) as error:
            # While they are compared nothing is asked: then it is the patience that has ended.
            self.step, self.sentence = FAILED, _NOBODY if self.step == COMPARING else str(error)
        else:
            self.step = PAIRED

    def stop(self) -> None:
        """Say that somebody here has stopped it."""
        self.step, self.sentence = FAILED, _STOPPED

    def decide(self, are_same: bool) -> None:
        """Take the word of the person here."""
        if self._decided is not None and not self._decided.done():
            self._decided.set_result(are_same)

    async def _compare(self, device_id: str, digits: str) -> bool:
        self._decided = asyncio.get_running_loop().create_future()
        self.device_id, self.digits, self.step = device_id, digits, COMPARING
        are_same = await self._decided
        self.step = CONFIRMING
        return are_same
