"""A file gets its content whole, or stays as it was; what is there and is no regular file is never replaced."""

import errno
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Have `write` fill a new file beside `path`, and give it that name; OSError where that cannot be."""
    refuse_what_is_no_file(path)
    part = path.parent / f"{path.name}.part"
    refuse_what_is_no_file(part)
    try:
        part.unlink(missing_ok=True)  # what a killed process left
        write(part)
        os.replace(part, path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def refuse_what_is_no_file(path: Path) -> None:
    """OSError where something is there that is no regular file: a device, a pipe, a folder, or a link to anything."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        what = "is a link" if stat.S_ISLNK(mode) else "is a folder" if stat.S_ISDIR(mode) else "is no regular file"
        raise OSError(errno.EEXIST, f"{path.name or path} {what}, and would be replaced")
