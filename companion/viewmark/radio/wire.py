"""The messages between the firmware's module `bluetooth` and the host that holds its radio: length, kind, body.

The firmware's end is `firmware/boards/sim/radio.py`.
"""

import asyncio
import struct

ACTIVATE, DEACTIVATE, CONFIG, ADVERTISE, STOP, HANG_UP, REGISTER = range(1, 8)
WRITE, NOTIFY = range(16, 18)
ANSWER, CREDIT, CONNECTED, PARTED, WRITTEN, MTU = range(32, 38)

_HEAD = struct.Struct("<HB")


class RadioError(Exception):
    """What the firmware gets as an OSError; `number` is its errno."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


async def read(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Return the next message's kind and body; IncompleteReadError or ConnectionError when the firmware is gone."""
    size, kind = _HEAD.unpack(await reader.readexactly(_HEAD.size))
    return kind, await reader.readexactly(size)


def pack(kind: int, body: bytes) -> bytes:
    """Return a message as it is sent."""
    return _HEAD.pack(len(body), kind) + body


def services(body: bytes) -> list[tuple[bytes, list[tuple[bytes, int]]]]:
    """Return the services of a REGISTER: UUID (last byte first), and of each characteristic UUID and flags."""
    at = 1
    found = []
    for _ in range(body[0]):
        uuid, at = _uuid(body, at)
        characteristics = []
        count, at = body[at], at + 1
        for _ in range(count):
            one, at = _uuid(body, at)
            characteristics.append((one, int.from_bytes(body[at : at + 2], "little")))
            at += 2
        found.append((uuid, characteristics))
    return found


def _uuid(body: bytes, at: int) -> tuple[bytes, int]:
    end = at + 1 + body[at]
    return body[at + 1 : end], end
