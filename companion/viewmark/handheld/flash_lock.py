"""One handheld at a time on one flash: the system's lock on a file beside it, which goes when its holder is killed."""

import asyncio
import os
from pathlib import Path

from viewmark.errors import HandheldError
from viewmark.locks import try_lock

_FILE = "handheld.lock"
_AGAIN_S = 0.1
_PATIENCE_S = 3.0  # a firmware whose host was killed ends by itself, a moment later


class FlashLock:
    """The lock on a folder. Processes that inherit `handle` hold it too."""

    def __init__(self, handle: int) -> None:
        self.handle = handle

    @classmethod
    async def take(cls, folder: Path) -> "FlashLock":
        """Take the lock of a folder; HandheldError where another handheld has it."""
        handle = os.open(folder / _FILE, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            async with asyncio.timeout(_PATIENCE_S):
                while not try_lock(handle):
                    await asyncio.sleep(_AGAIN_S)
        except BaseException as error:
            os.close(handle)
            if not isinstance(error, TimeoutError):
                raise
            told = f"Another handheld is on with the flash in {folder}. Switch that one off, or name another folder."
            raise HandheldError(told) from error
        return cls(handle)

    def let_go(self) -> None:
        """Let go of it; it is free once the processes that inherited it have ended too."""
        os.close(self.handle)
