"""The file drop: a folder that the other system collects from. A file bears its message's id; it is whole or not there.

A file of that name with the same bytes is the receipt. Who collects files keeps a ledger by their names: one that is
taken out of the folder between its arrival and our noting of it is dropped again after a kill, and is the same message.
"""

import errno
import hashlib
import os
import stat
from pathlib import Path

from viewmark.durable import make_names_durable
from viewmark.gateways.errors import AwayError, RefusedError
from viewmark.gateways.message import Message
from viewmark.gateways.port import Receipt

# A file system without hard links (a memory stick's, a network share's) says one of these.
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


class FileDrop:
    """The gateway to the folder at `folder`, which must be there: a share that is not mounted is not made up for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def name(self) -> str:
        """The folder, by its full path."""
        return self._folder.resolve().as_posix()

    def needs_its_folder(self) -> None:
        """AwayError where the folder is not there."""
        if not self._folder.is_dir():
            raise AwayError(f"{self._folder} is no folder. Mount or make it, then send again; all stays here.")

    async def send(self, message: Message) -> Receipt:
        """Write a message's file durably, or find it there; AwayError, RefusedError."""
        target = self._folder / f"{message.id}.json"
        part = self._folder / f".{message.id}.part"
        try:
            self.needs_its_folder()
            part.unlink(missing_ok=True)  # of a send that was killed
            is_written = not _is_there(target) and _is_written(message.content, part, target)
            found = message.digest if is_written else _digest(target, len(message.content))
            make_names_durable(self._folder)
        except OSError as error:
            text = f"{self._folder} can't be used: {error.strerror}. Mend that, then send again; all stays here."
            raise AwayError(text) from error
        if found != message.digest:
            raise RefusedError(f"Another file lies in {self._folder} as {target.name}. Look whose it is and move it.")
        return Receipt(message.id, found, target.name)


def _is_written(content: bytes, part: Path, target: Path) -> bool:
    """Write a file durably and give it its name; return whether the name was free."""
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _name(part, target)
    except FileExistsError:
        return False
    finally:
        part.unlink(missing_ok=True)
    return True


def _name(part: Path, target: Path) -> None:
    """Give a finished file its name, unless the name is taken: FileExistsError."""
    try:
        os.link(part, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if _is_there(target):  # without links nothing keeps two senders apart; this laptop has one
            raise FileExistsError from error
        part.rename(target)


def _is_there(path: Path) -> bool:
    return os.path.lexists(path)


def _digest(path: Path, size_bytes: int) -> str:
    """Return the SHA-256 of a file of this size; empty where it is no file, or one of another size."""
    state = path.lstat()
    if not stat.S_ISREG(state.st_mode) or state.st_size != size_bytes:
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest()
