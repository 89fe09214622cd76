"""One sync of a handheld at a time, whichever programs of this laptop run: its cable and its radio take turns."""

import asyncio
import contextlib
import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

from viewmark.errors import ArchiveError
from viewmark.locks import try_lock

_AGAIN_S = 0.1


@contextlib.asynccontextmanager
async def turn(folder: Path, device_id: str) -> AsyncIterator[bool]:
    """Hold a handheld's turn, waiting for it; yields whether it had to be waited for. ArchiveError without its file.

    The lock is the system's, on a file that stays: it lets go of it when its holder is killed.
    """
    name = hashlib.sha256(device_id.encode()).hexdigest()[:16]
    try:
        handle = os.open(folder / f"sync-{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise ArchiveError(
            f"{folder} cannot be written ({error.strerror}). Make room, or use another folder."
        ) from error
    try:
        waited = False
        while not try_lock(handle):
            waited = True
            await asyncio.sleep(_AGAIN_S)
        yield waited
    finally:
        os.close(handle)  # which lets go of it
