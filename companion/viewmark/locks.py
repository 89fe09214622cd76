"""The system's lock on an open file, against all other threads and processes; it ends when its holder is killed."""

import os
import sys

# flock, not lockf: the latter's locks do not keep threads of one process apart.


def lock(handle: int) -> None:
    """Take the lock, waiting for it. OSError where the system gives none; Windows waits no longer than ten seconds."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)


def try_lock(handle: int) -> bool:
    """Take the lock if it is free; return whether it is ours now."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def unlock(handle: int) -> None:
    """Let go of the lock before the file is closed, which on Windows does so only some time later."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
