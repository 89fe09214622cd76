"""Gives back modules that are needed once in a while; whoever imports them again loads them anew."""

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
