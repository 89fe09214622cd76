"""What a signing key asks of the file system: one user at a time, and a file that is replaced durably."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from viewmark.durable import make_names_durable
from viewmark.locks import lock, unlock
from viewmark.signing.errors import SigningError


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold a file's lock, waiting for it, against all other threads and processes; SigningError without one.

    The lock is the system's, on a file beside it that stays: the system lets go of it when its holder is killed. A file
    whose mere existence were the lock would stay locked then. The file itself cannot carry it, since it is replaced.
    """
    try:
        handle = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _not_written(path, error) from error
    try:
        try:
            lock(handle)
        except OSError as error:
            text = f"{path} is not free ({error.strerror}). Let the other program that signs with it end and try again."
            raise SigningError(text) from error
        try:
            yield
        finally:
            unlock(handle)
    finally:
        os.close(handle)


def replace_durably(path: Path, content: bytes) -> None:
    """Give a file new content, mode 0600, that a power cut does not take back; SigningError where it cannot be written.

    After an error the file holds the old content or the new one, whole. Only under the file's lock.
    """
    new = path.with_name(path.name + ".new")
    try:
        new.unlink(missing_ok=True)  # what a killed process left
        with open(new, "xb", opener=_open_private) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, path)
        make_names_durable(path.parent)
    except OSError as error:
        raise _not_written(path, error) from error


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _not_written(path: Path, error: OSError) -> SigningError:
    return SigningError(f"{path} cannot be written ({error.strerror}). Use a file in a folder in which you may write.")
