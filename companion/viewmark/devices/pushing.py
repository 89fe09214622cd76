"""Bringing a file down to a handheld, part by part, from where an earlier try was cut."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from viewmark.devices.session import Session
from viewmark_protocol.errors import SyncError
from viewmark_protocol.messages.base import Message
from viewmark_protocol.sync.pull import PART_BYTES

_UNIT_BYTES = 16  # of a handheld's flash: a part of firmware is whole units
_PART_BYTES = PART_BYTES - PART_BYTES % _UNIT_BYTES
_PARTS_ON_THE_WAY = 4  # on the air an answer takes longer than what it answers


async def push(
    session: Session,
    offer: Message,
    part: Callable[..., Message],
    wanted_kind: type[Any],
    content: bytes,
    told: Callable[[int, int], Awaitable[None]],
) -> None:
    """Offer a file, then send what of it is wanted: `part(offset, content)`; `told` hears bytes and total on the way.

    `wanted_kind` is the answer that names the next offset. RefusedError where it is not taken, SyncError where the
    handheld asks for nothing more and does not have it.
    """
    total = len(content)
    wanted = await session.ask(offer, wanted_kind)
    sent = wanted.offset
    on_the_way: list[asyncio.Task[Any]] = []
    try:
        while wanted.offset < total:
            while sent < total and len(on_the_way) < _PARTS_ON_THE_WAY:
                piece = content[sent : sent + _PART_BYTES]
                on_the_way.append(asyncio.create_task(session.ask(part(offset=sent, content=piece), wanted_kind)))
                sent += len(piece)
            if not on_the_way:
                raise SyncError("The handheld does not go on with what comes down. Have it examined.")
            wanted = await on_the_way.pop(0)
            await told(wanted.offset, total)
    finally:
        for one in on_the_way:
            one.cancel()
        await asyncio.gather(*on_the_way, return_exceptions=True)
