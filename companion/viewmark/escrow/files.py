"""Files of keys: written whole or not at all, never over another, and read with a bound."""

import os
import tempfile
from pathlib import Path

from ..durable import make_names_durable
from .errors import EscrowError

PRIVATE_MODE = 0o600
PUBLIC_MODE = 0o644
_LIMIT_BYTES = 16 * 1024


def write_new(path: Path, text: str, mode: int) -> None:
    """Write a file durably, readable as `mode` says from its first byte on; EscrowError where one is there already."""
    if os.path.lexists(path):
        raise EscrowError(f"{path} is there already, and nothing is written over a key. Name another file.")
    try:
        handle, part = tempfile.mkstemp(dir=path.parent, prefix="part-")  # of mode 0600
    except OSError as error:
        raise _not_written(path, error) from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(part, mode)
        os.replace(part, path)
        make_names_durable(path.parent)
    except OSError as error:
        Path(part).unlink(missing_ok=True)
        raise _not_written(path, error) from error


def read_bounded(path: Path) -> bytes:
    """Return what a key's file holds, cut off behind 16 KiB; EscrowError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(_LIMIT_BYTES)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        reason = getattr(error, "strerror", None) or error
        raise EscrowError(f"{path} cannot be read ({reason}). Check its name and its permissions.") from error


def _not_written(path: Path, error: OSError) -> EscrowError:
    return EscrowError(f"{path} cannot be written ({error.strerror}). Name a file in a folder that can.")
