"""`mpremote cp` from and to MicroPython's unix port, which serves its raw REPL on a pseudo-terminal."""

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

from viewmark.bench.handheld import open_terminal
from viewmark.errors import BenchError
from viewmark.handheld.runtime import micropython

_MOST_S = 60.0
_STARTS = 3


class Copied(NamedTuple):
    """How fast a file went, in bytes per second without the start of mpremote, and how long that start took."""

    from_device: float
    to_device: float
    start_s: float


async def copy(folder: Path, file_bytes: int) -> Copied:
    """Copy random bytes there and back, and compare them; what an empty command takes is the start."""
    content = os.urandom(file_bytes)
    (folder / "sent").write_bytes(content)
    async with _repl(folder) as port:
        start_s = min([await _timed_s(folder, port, "exec", "1") for _ in range(_STARTS)])
        to_s = await _timed_s(folder, port, "cp", "sent", ":kept")
        from_s = await _timed_s(folder, port, "cp", ":kept", "back")
    if (folder / "back").read_bytes() != content:
        raise BenchError("mpremote brought back other bytes than it had taken.")
    return Copied(file_bytes / (from_s - start_s), file_bytes / (to_s - start_s), start_s)


@contextlib.asynccontextmanager
async def _repl(folder: Path) -> AsyncIterator[str]:
    """The path of a port with a REPL behind it, whose files lie in `folder`. Nothing stands between the two."""
    with open_terminal(is_blocking=True) as (device, port):
        process = await asyncio.create_subprocess_exec(
            micropython(), "-i", stdin=device, stdout=device, stderr=subprocess.STDOUT, cwd=folder
        )
        try:
            yield port
        finally:
            process.kill()
            await process.wait()


async def _timed_s(folder: Path, port: str, *command: str) -> float:
    """Return how long a command of mpremote takes; BenchError with its last words when it fails."""
    began_s = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "mpremote", "connect", port, "resume", *command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=folder,
    )
    try:
        async with asyncio.timeout(_MOST_S):
            said, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        raise BenchError("mpremote did not come to its end.") from None
    if process.returncode:
        raise BenchError(f"mpremote failed: {said.decode(errors='replace')[-400:].strip()}")
    return time.perf_counter() - began_s
