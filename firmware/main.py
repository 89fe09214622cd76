"""Boot: `micropython main.py BOARD [ARGUMENT]`. The board is chosen by name; nothing else knows which it is."""

import asyncio
import sys

from app import App


def board(name: str):
    """Return the module of a board by its folder's name."""
    __import__("boards." + name)
    return sys.modules["boards." + name]


async def start(name: str, argument: str) -> None:
    """Run the handheld until it is switched off."""
    ports = await board(name).make_ports(argument)
    await App(ports).run()


if __name__ == "__main__":
    asyncio.run(start(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""))
