"""A littlefs on flash in memory, booted and booted again."""

import vfs

from checks import files
from flash import RamFlash

BLOCK_BYTES = 4096
BLOCKS = 64


def blank(blocks=BLOCKS):
    return RamFlash(BLOCK_BYTES, blocks, errors=True)


def unmount():
    """Forget what is mounted, as a reboot does."""
    try:
        vfs.umount(files.ROOT)
    except OSError:
        pass  # nothing was mounted


def boot(flash):
    """Mount `flash` as the firmware does at power on, and return it."""
    unmount()
    files.mount(flash)
    return flash


class Next:
    """A ring whose next record is the first of a log."""

    log_id = b"log-0001"
    next_sequence = 1


NEXT = Next()


class MemoryPhoto:
    """A picture's original bytes, as a camera hands them over."""

    def __init__(self, content):
        self.content = content
        self.size_bytes = len(content)

    def read(self, offset, count):
        return self.content[offset : offset + count]

    def close(self):
        pass
