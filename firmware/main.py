"""Boot: `micropython main.py BOARD [ARGUMENT]`. The board is chosen by name; nothing else knows which it is."""

# The order counts: the large buffers first, then every module with the collector running often, so that what the
# compiler leaves behind does not break the heap into pieces.
import gc
import sys

import micropython

import buffers  # noqa: F401

_LOADING_BYTES = 1024
_RUNNING_BYTES = 2 * 1024  # seldom collected, what stays lies scattered, and a sync needs 10 KiB more

gc.threshold(_LOADING_BYTES)
micropython.opt_level(3)  # line numbers of tracebacks would take 2 KiB of the heap

import asyncio  # noqa: E402

from app import App  # noqa: E402


def board(name: str):
    """Return the module of a board by its folder's name."""
    __import__("boards." + name)
    return sys.modules["boards." + name]


async def start(name: str, argument: str) -> None:
    """Run the handheld until it is switched off."""
    ports = await board(name).make_ports(argument)
    app = App(ports)
    gc.collect()
    gc.threshold(_RUNNING_BYTES)
    await app.run()


if __name__ == "__main__":
    asyncio.run(start(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""))
