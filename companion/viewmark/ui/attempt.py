"""One pairing as the pages see it: the digits, what the person here says of them, and what came of it."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from viewmark.devices.pairing import Compare
from viewmark_protocol.errors import ViewmarkError

CALLING, COMPARING, CONFIRMING, PAIRED, FAILED = "calling", "comparing", "confirming", "paired", "failed"

_PATIENCE_S = 110.0  # a little less than the handheld's own
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
        self._is_late = False

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.step in (PAIRED, FAILED)

    async def run(self, pair: Callable[[str, Compare], Awaitable[str]]) -> None:
        """Pair, and keep what came of it."""
        try:
            self.device_id = await pair(self.path, self._compare)
        except (ViewmarkError, OSError) as error:
            self.step, self.sentence = FAILED, _NOBODY if self._is_late else str(error)
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
        are_same = False
        self._is_late = True
        with contextlib.suppress(TimeoutError):
            are_same = await asyncio.wait_for(self._decided, _PATIENCE_S)
            self._is_late = False
        self.step = CONFIRMING
        return are_same
