"""What makes a file's name survive a power cut."""

import os
from pathlib import Path


def make_names_durable(folder: Path) -> None:
    """Have the names in a folder survive a power cut; OSError where they cannot be written."""
    if os.name == "posix":  # elsewhere a folder cannot be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
