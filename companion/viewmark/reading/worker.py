"""The second reading in a process of its own, so that no page waits for it; the models stay loaded there."""

import asyncio
import importlib.util
import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError

from viewmark.errors import ReadingError

_PATIENCE_S = 120.0


def is_installed() -> bool:
    """Return whether photos can be read here: it comes with `viewmark[reading]`."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "zxingcpp"))


class SecondReader:
    """Reads photos one at a time; the process begins with the first one."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._reading = asyncio.Lock()

    async def read(self, content: bytes) -> dict[str, Any]:
        """Return `lines` (text, confidence) and `codes` (symbology, text, serial) of a photo.

        ReadingError where it is no photo, or could not be read.
        """
        async with self._reading:
            if self._pool is None:
                # Forked from here it would hold this process's sockets and locks.
                self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _step_back)
            try:
                async with asyncio.timeout(_PATIENCE_S):
                    return await asyncio.get_running_loop().run_in_executor(self._pool, read_content, content)
            except (BrokenProcessPool, TimeoutError) as error:
                self.close()
                raise ReadingError("The second reading was cut off. It is tried again at the next start.") from error

    def close(self) -> None:
        """End the process, whatever it reads just now."""
        if self._pool is not None:
            processes = list((self._pool._processes or {}).values())  # pyright: ignore[reportPrivateUsage]
            self._pool.shutdown(wait=False, cancel_futures=True)
            for one in processes:
                one.kill()
            self._pool = None


def _step_back() -> None:
    """Let everything else on this laptop go first, and end with the app: one that is killed cannot say so."""
    if hasattr(os, "nice"):
        os.nice(10)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=lambda: (parent.join(), os._exit(1)), daemon=True).start()


def read_content(content: bytes) -> dict[str, Any]:
    """Read a photo's bytes here and now, as `SecondReader.read` returns it."""
    from viewmark.reading.codes import read_codes  # loaded in the process that reads, and nowhere else
    from viewmark.reading.laptop import read_lines
    from viewmark_protocol.iso15434 import fields_of, serial_of

    try:
        with Image.open(BytesIO(content)) as image:
            picture = image.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise ReadingError("This photo cannot be decoded.") from error
    codes = [(code, serial_of(fields_of(code.content))) for code in read_codes(picture)]
    return {
        "lines": [[line.text, round(line.confidence, 3)] for line in read_lines(picture)],
        "codes": [[code.symbology, code.text, serial] for code, serial in codes],
    }
