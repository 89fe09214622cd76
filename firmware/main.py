"""Boot: `micropython main.py BOARD [ARGUMENT]`. The board is chosen by name; nothing else knows which it is."""

# The order counts: the large buffers first, then every module with the collector running often, so that what loading
# leaves behind does not break the heap into pieces.
import gc
import sys

import micropython

import buffers  # noqa: F401

# Collected seldom, what stays lies scattered: at 16 KiB a sync needs 8 KiB more heap. At 2 KiB it takes twice as long.
_COLLECT_AFTER_BYTES = 4 * 1024

gc.threshold(_COLLECT_AFTER_BYTES)
micropython.opt_level(3)  # where it runs from sources: line numbers of tracebacks would take 2 KiB of the heap

import asyncio  # noqa: E402

from app import App  # noqa: E402
from ports import StorageError  # noqa: E402


def board(name: str):
    """Return the module of a board by its folder's name."""
    __import__("boards." + name)
    return sys.modules["boards." + name]


async def start(name: str, argument: str, slot: "int | None" = None) -> None:
    """Run the handheld until it is switched off."""
    ports = await board(name).make_ports(argument)
    try:
        app = App(ports, slot)
    except (StorageError, OSError) as error:
        if slot is not None:
            from updates.trial import running

            if not running(ports, slot).is_confirmed:
                raise  # the firmware before may do better
        await tell(ports, error)
        return
    gc.collect()
    await app.run()


async def tell(ports, error: Exception) -> None:
    """Say that the handheld cannot start, until it is switched off: nothing that lies on its flash is touched."""
    from screens.canvas import Canvas
    from screens.language import told
    from screens.message import message

    page, canvas = (
        message("NOT STARTED", told("%s What is stored may still be saved: have it repaired.") % error),
        Canvas(),
    )
    page.draw(canvas)
    await ports.screen.show(canvas.pixels, page.name, page.texts())
    while True:
        await asyncio.sleep(3600)


def run(name: str, argument: str = "", slot: "int | None" = None) -> None:
    """Run the handheld on a board, with what the board wants to be told; returns when it is switched off.

    `slot` is the firmware slot from which it runs, None where the image lies elsewhere.
    """
    asyncio.run(start(name, argument, slot))


if __name__ == "__main__":
    run(sys.argv[1], "".join(sys.argv[2:3]))
