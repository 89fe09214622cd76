"""Files that leave: each whole under its name, or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from viewmark.exchange.errors import ExchangeError


def put(path: Path, content: bytes) -> None:
    """Give a file its content whole, or leave it as it was; ExchangeError where it cannot be written."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        os.replace(part, path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise ExchangeError(f"{path} can't be written: {error.strerror}. Give another place.") from error
