"""A pipe that counts what passes it, in both directions, and damages it on purpose."""

import random
from collections.abc import Callable

from viewmark.devices.session import Pipe

Damage = Callable[[bytes], bytes]


def _whole(data: bytes) -> bytes:
    return data


class CountedPipe:
    """Another pipe, with `wire_bytes` of both directions. `damage` changes what passes after it was counted."""

    def __init__(self, pipe: Pipe, damage: Damage | None = None) -> None:
        self._pipe = pipe
        self._damage = damage or _whole
        self.wire_bytes = 0

    @property
    def chunk_bytes(self) -> int | None:
        """As the other pipe has it."""
        return self._pipe.chunk_bytes

    async def read(self, timeout_s: float) -> bytes:
        """Return what has arrived."""
        data = await self._pipe.read(timeout_s)
        self.wire_bytes += len(data)
        return self._damage(data)

    async def write(self, data: bytes) -> None:
        """Write all of `data`."""
        self.wire_bytes += len(data)
        await self._pipe.write(self._damage(data))

    async def close(self) -> None:
        """Close the other pipe."""
        await self._pipe.close()


def one_byte_in(every: int, seed: int) -> Damage:
    """Return what flips a bit of, drops or doubles one byte in `every`, the same ones for the same seed."""
    dice = random.Random(seed)

    def gap() -> int:
        return int(dice.expovariate(1 / every))

    left = gap()

    def damage(data: bytes) -> bytes:
        nonlocal left
        out = bytearray()
        at = 0
        while left < len(data) - at:
            out += data[at : at + left]
            at += left
            kind = dice.randrange(3)
            if kind == 0:
                out.append(data[at] ^ 1 << dice.randrange(8))
            elif kind == 1:
                out += data[at : at + 1] * 2
            at += 1
            left = gap()
        left -= len(data) - at
        return bytes(out + data[at:])

    return damage
