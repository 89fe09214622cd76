"""What can go wrong on the air, on purpose."""

import asyncio
import random
from collections.abc import Callable


def share(lost: float, seed: int) -> Callable[[bytes], bool]:
    """Return what chooses a share of the notifications, the same ones for the same seed."""
    dice = random.Random(seed)
    return lambda value: dice.random() < lost


class Faults:
    """All of them off at first; they may be switched while the air is used.

    `cut_from_handheld_bytes` and `cut_from_laptop_bytes` break the connection once, at the value in which that byte of
    that direction lies, counted from when they are set. `lose` says which notifications are lost. `mtu_at_most` holds
    for connections that begin later.
    """

    def __init__(self) -> None:
        self.cut_from_handheld_bytes: int | None = None
        self.cut_from_laptop_bytes: int | None = None
        self.lose: Callable[[bytes], bool] | None = None
        self.mtu_at_most = 517
        self.unjammed = asyncio.Event()
        self.unjammed.set()

    def jam(self) -> None:
        """Have the handhelds' radios take no notification: their queues fill, and the firmware sees ENOMEM."""
        self.unjammed.clear()

    def clear_jam(self) -> None:
        """Have them take notifications again."""
        self.unjammed.set()

    def cuts(self, from_handheld: bool, size: int) -> bool:
        """Count `size` bytes of a value down and return whether the connection breaks at it."""
        name = "cut_from_handheld_bytes" if from_handheld else "cut_from_laptop_bytes"
        left: int | None = getattr(self, name)
        if left is None:
            return False
        setattr(self, name, None if size > left else left - size)
        return size > left
