"""Files on littlefs: written beside, flushed, closed, then renamed, so that a power cut leaves the old or the new."""

import os

import vfs

from ports import StorageError

ROOT = "/photos"
_READ_BYTES = 32
_NEW = ".new"
_HEAD_BYTES = 64  # every block that littlefs uses begins with what it holds
_ERASED = b"\xff" * _HEAD_BYTES
_PROGRAM_BYTES = 128  # littlefs' cache is four times as large


def mount(partition) -> None:
    """Mount the partition at ROOT; format it only where it is blank. StorageError when it is damaged."""
    try:
        system = vfs.VfsLfs2(partition, readsize=_READ_BYTES, progsize=_PROGRAM_BYTES)
    except OSError:
        if not _is_blank(partition):
            raise StorageError("The photo store cannot be read. Sync what the log holds, then have it repaired.")
        vfs.VfsLfs2.mkfs(partition, readsize=_READ_BYTES, progsize=_PROGRAM_BYTES)
        system = vfs.VfsLfs2(partition, readsize=_READ_BYTES, progsize=_PROGRAM_BYTES)
    vfs.mount(system, ROOT)
    for folder in ("taken", "answers", "settings"):
        if folder not in os.listdir(ROOT):
            os.mkdir(ROOT + "/" + folder)
        for name in os.listdir(ROOT + "/" + folder):
            if name.endswith(_NEW):  # cut off before it got its name
                os.remove(ROOT + "/" + folder + "/" + name)


def write(name: str, parts) -> None:
    """Write a file whole from an iterable of bytes; StorageError when there is no room, and then the old stays."""
    path = ROOT + "/" + name
    try:
        with open(path + _NEW, "wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
        os.rename(path + _NEW, path)
    except OSError as error:
        try:
            remove(name + _NEW)
        except OSError:
            pass  # the next boot removes it
        raise StorageError("There is no room for photos. Sync with the laptop. (%s)" % error)


def read(name: str, offset: int = 0, count: int = -1) -> "bytes | None":
    """Return bytes of a file, None when there is none."""
    try:
        with open(ROOT + "/" + name, "rb") as file:
            file.seek(offset)
            return file.read(count)
    except OSError:
        return None


def size_bytes(name: str) -> int:
    """Return a file's size, -1 when there is none."""
    try:
        return os.stat(ROOT + "/" + name)[6]
    except OSError:
        return -1


def names(folder: str) -> "list[str]":
    """Return the names of the whole files in a folder."""
    return [name for name in os.listdir(ROOT + "/" + folder) if not name.endswith(_NEW)]


def remove(name: str) -> None:
    """Remove a file if it is there."""
    if size_bytes(name) >= 0:
        os.remove(ROOT + "/" + name)


def free_bytes() -> int:
    """Return the room that is left."""
    status = os.statvfs(ROOT)
    return status[0] * status[3]


def _is_blank(partition) -> bool:
    """Return whether nothing was ever stored: a first formatting that was cut off leaves its first two blocks only."""
    head = bytearray(_HEAD_BYTES)
    for block in range(2, partition.ioctl(4, 0)):
        partition.readblocks(block, head, 0)
        if head != _ERASED:
            return False
    return True
