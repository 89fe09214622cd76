"""Bytes are flipped, dropped and doubled on the line, text comes between frames: the checks arrive as recorded."""

import asyncio
import os
import random
from pathlib import Path
from typing import Any

import pytest
import serial
from parts import laptop_at, records, running_handheld, sequences, sync

from viewmark.demo.pairing import pair_simulated
from viewmark.devices.pipe import SerialPipe
from viewmark.devices.session import Session
from viewmark.devices.sync import Sync
from viewmark.laptop import Laptop
from viewmark_protocol.errors import LinkLostError
from viewmark_protocol.frames.frame import EMPTY_FRAME

REPL = b"MicroPython v1.28 on 2026-01-01\r\n>>> import os\r\nTraceback (most recent call last):\r\n"
Chunk = bytes


def flipped(data: Chunk, rng: random.Random) -> Chunk:
    place = rng.randrange(len(data))
    return data[:place] + bytes((data[place] ^ 1 << rng.randrange(8),)) + data[place + 1 :]


def dropped(data: Chunk, rng: random.Random) -> Chunk:
    place = rng.randrange(len(data))
    return data[:place] + data[place + rng.randint(1, 20) :]


def doubled(data: Chunk, rng: random.Random) -> Chunk:
    place = rng.randrange(len(data))
    return data[:place] + data[place:] * 2


def talked_into(data: Chunk, rng: random.Random) -> Chunk:
    place = data.find(b"\0\0") + 1  # between two frames, where a REPL's words would stand
    return data[:place] + REPL + data[place:]


class DamagedPipe:
    """A real pipe on which one chunk in `every`, in both directions, is damaged, the same ones for the same seed."""

    def __init__(self, pipe: SerialPipe, damage: Any, seed: int, every: int = 12) -> None:
        self._pipe = pipe
        self.chunk_bytes = pipe.chunk_bytes
        self._damage = damage
        self._random = random.Random(seed)
        self._every = every
        self.damaged = 0

    async def read(self, timeout_s: float) -> bytes:
        return self._pass(await self._pipe.read(timeout_s))

    async def write(self, data: bytes) -> None:
        await self._pipe.write(self._pass(data))

    async def close(self) -> None:
        await self._pipe.close()

    def _pass(self, data: bytes) -> bytes:
        if not data or self._random.randrange(self._every):
            return data
        self.damaged += 1
        return self._damage(data, self._random)


async def pull_over(pipe: Any, laptop: Laptop) -> None:
    """Pull everything over a pipe in one session."""
    session = Session(pipe, os.urandom(4), laptop.pairings)
    try:
        syncing = Sync(session, laptop.archive, laptop.log_keys)
        await syncing.greet()
        await syncing.pull()
    finally:
        await session.close()


@pytest.mark.parametrize("damage", [flipped, dropped, doubled, talked_into])
def test_damage_on_the_line_costs_repeats_and_nothing_else(unsynced: Any, tmp_path: Path, damage: Any) -> None:
    async def run() -> None:
        flash = unsynced.copy_to(tmp_path / "handheld")
        async with running_handheld(flash) as handheld, laptop_at(tmp_path / "laptop") as laptop:
            await pair_simulated(handheld, laptop.pairings)
            pipe = DamagedPipe(SerialPipe.open(str(handheld.cable.path)), damage, seed=5)
            await pull_over(pipe, laptop)
            assert pipe.damaged > 0
            assert records(laptop) == unsynced.records

    asyncio.run(run())


def test_what_was_typed_at_the_port_before_does_not_disturb_the_sync(unsynced: Any, tmp_path: Path) -> None:
    async def run() -> None:
        flash = unsynced.copy_to(tmp_path / "handheld")
        async with running_handheld(flash) as handheld, laptop_at(tmp_path / "laptop") as laptop:
            with serial.Serial(str(handheld.cable.path), timeout=0) as port:
                port.write(b"\x03\x04import os\r\n" + EMPTY_FRAME * 3 + bytes(range(256)) * 20 + b"\0")
            await sync(handheld, laptop)
            assert records(laptop) == unsynced.records

    asyncio.run(run())


def test_an_empty_frame_ends_the_session_with_a_sentence_and_the_next_one_goes_on(
    unsynced: Any, tmp_path: Path
) -> None:
    def forget(data: bytes, rng: random.Random) -> bytes:
        return data + EMPTY_FRAME

    async def run() -> None:
        flash = unsynced.copy_to(tmp_path / "handheld")
        async with running_handheld(flash) as handheld, laptop_at(tmp_path / "laptop") as laptop:
            await pair_simulated(handheld, laptop.pairings)
            with pytest.raises(LinkLostError, match="restarted or the line broke"):
                await pull_over(DamagedPipe(SerialPipe.open(str(handheld.cable.path)), forget, seed=1), laptop)
            await sync(handheld, laptop)
            assert sequences(laptop) == [1, 2, 3, 4, 5]
            assert records(laptop) == unsynced.records

    asyncio.run(run())
