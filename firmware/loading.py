"""Loads what lies beside a module, and gives back modules needed once in a while; who imports one again loads it."""

import gc
import sys


def give_back(*names: str) -> None:
    """Forget modules by their full names, so that the collector can have them where nobody holds what is theirs.

    MicroPython keeps a module twice: in `sys.modules`, and as an attribute of its package.
    """
    for name in names:
        sys.modules.pop(name, None)
        package, _, own = name.rpartition(".")
        holder = sys.modules.get(package)
        if holder and hasattr(holder, own):
            delattr(holder, own)
    gc.collect()


def beside(module_file: str, name: str) -> memoryview:
    """Return the content of a file in a module's folder (`__file__`); in an image it is read where it lies."""
    with open(module_file[: module_file.rfind("/") + 1] + name, "rb") as file:
        try:
            return memoryview(file)
        except TypeError:  # in a file system it has no place in memory
            return memoryview(file.read())
