"""The MicroPython runtime: where it is, and how it starts with images that a board has beside its heap.

Beside it they lie here too, where the runtime is a module of this Python: in its heap the collector, which comes after
each few KiB, would look through all of an image every time. A program `micropython` has them in its heap.
"""

import importlib.util
import shutil
import sys
from pathlib import Path

from viewmark.errors import HandheldError

_IN_PLACE = Path(__file__).with_name("in_place.py")


def micropython() -> str:
    """Return the path of the MicroPython runtime; HandheldError where it is not installed."""
    beside = Path(sys.executable).parent / "micropython"
    found = str(beside) if beside.exists() else shutil.which("micropython")
    if not found:
        raise HandheldError("The MicroPython runtime is not installed. It comes with `pip install viewmark` on Linux.")
    return found


def started(heap_bytes: int, *images: Path) -> list[str]:
    """Return the beginning of a command: MicroPython with a heap, beside which images (.romfs) of its arguments lie.

    A `boot.py` finds such an argument as `@ADDRESS+BYTES`, and as it is where the image must come into the heap.
    """
    if lies_beside():
        return [sys.executable, "-I", str(_IN_PLACE), "-X", f"heapsize={heap_bytes}"]
    return [micropython(), "-X", f"heapsize={heap_bytes + room_bytes(*images)}"]


def lies_beside() -> bool:
    """Return whether the images of what is started lie beside the heap."""
    return importlib.util.find_spec("micropython_run") is not None


def room_bytes(*images: Path) -> int:
    """Return what images take in a heap."""
    return room_for(*(image.stat().st_size for image in images))


def room_for(*sizes_bytes: int) -> int:
    """Return what so many bytes take in a heap: 1.3 % more, for the collector's tables."""
    return sum(sizes_bytes) * 77 // 76
