"""Files on littlefs: written beside, flushed, closed, then renamed, so that a power cut leaves the old or the new."""

import errno
import os

import vfs

from ports import StorageError

ROOT = "/photos"
_READ_BYTES = 32
_NEW = ".new"
_HEAD_BYTES = 64  # every block that littlefs uses begins with what it holds
_ERASED = b"\xff" * _HEAD_BYTES
_PROGRAM_BYTES = 128  # littlefs' cache is four times as large


damage = ""  # why no file can be had since the partition was mounted


def mount(partition) -> None:
    """Mount the partition at ROOT; format it only where it is blank. StorageError when it is damaged."""
    global damage
    damage = ""
    try:
        _mount(partition)
    except (OSError, StorageError):
        damage = "The photo store cannot be read. Sync what the log holds, then have it repaired."
        raise StorageError(damage)


def _mount(partition) -> None:
    try:
        system = vfs.VfsLfs2(partition, readsize=_READ_BYTES, progsize=_PROGRAM_BYTES)
    except OSError:
        if not _is_blank(partition):
            raise
        vfs.VfsLfs2.mkfs(partition, readsize=_READ_BYTES, progsize=_PROGRAM_BYTES)
        system = vfs.VfsLfs2(partition, readsize=_READ_BYTES, progsize=_PROGRAM_BYTES)
    vfs.mount(system, ROOT)
    for folder in ("taken", "answers", "settings"):
        if size_bytes(folder) < 0:
            os.mkdir(ROOT + "/" + folder)
        for name in _listed(folder):
            if name.endswith(_NEW):  # cut off before it got its name
                remove(folder + "/" + name)


def write(name: str, parts) -> None:
    """Write a file whole from an iterable of bytes; StorageError when there is no room, and then the old stays."""
    path = _path(name)
    try:
        with open(path + _NEW, "wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
        os.rename(path + _NEW, path)
    except (OSError, StorageError) as error:
        try:
            remove(name + _NEW)
        except StorageError:
            pass  # the next boot removes it
        if isinstance(error, StorageError):  # a part could not be had
            raise
        raise StorageError("There is no room for photos. Sync with the laptop. (%s)" % error)


def read(name: str, offset: int = 0, count: int = -1) -> "bytes | None":
    """Return bytes of a file, None when there is none; StorageError when it cannot be read."""
    try:
        with open(_path(name), "rb") as file:
            file.seek(offset)
            return file.read(count)
    except OSError as error:
        _raise_unless_missing(error)
        return None


def size_bytes(name: str) -> int:
    """Return a file's size, -1 when there is none."""
    try:
        return os.stat(_path(name))[6]
    except OSError as error:
        _raise_unless_missing(error)
        return -1


def names(folder: str):
    """Yield the names of the whole files in a folder; files can be removed meanwhile."""
    for name in _listed(folder):
        if not name.endswith(_NEW):
            yield name


def remove(name: str) -> None:
    """Remove a file if it is there."""
    try:
        os.remove(_path(name))
    except OSError as error:
        _raise_unless_missing(error)


def free_bytes() -> int:
    """Return the room that is left, 0 where the flash does not say."""
    if damage:
        return 0
    try:
        status = os.statvfs(ROOT)
    except OSError:
        return 0
    # A full littlefs counts some blocks twice, and its free ones wrap below zero.
    return status[0] * status[3] if status[3] <= status[2] else 0


def _path(name: str) -> str:
    if damage:
        raise StorageError(damage)
    return ROOT + "/" + name


def _listed(folder: str):
    try:
        for entry in os.ilistdir(_path(folder)):  # one by one: hundreds of names at once outgrow the heap
            yield entry[0]
    except OSError as error:
        _raise_unless_missing(error)


def _raise_unless_missing(error: OSError) -> None:
    if error.errno != errno.ENOENT:
        raise StorageError("The photo store cannot be read. (%s)" % error)


def _is_blank(partition) -> bool:
    """Return whether nothing was ever stored: a first formatting that was cut off leaves its first two blocks only."""
    head = bytearray(_HEAD_BYTES)
    for block in range(2, partition.ioctl(4, 0)):
        partition.readblocks(block, head, 0)
        if head != _ERASED:
            return False
    return True
