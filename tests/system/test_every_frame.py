"""The line breaks at any frame of a whole sync, on the handheld's or on the laptop's side, by cable or by radio."""

import asyncio
import random
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from cutting import CHECKS, SIDES, TRANSPORTS, Prepared, Ran
from parts import records, restart, sequences, unread_photos

SAMPLED = 2
FRAME_PAYLOAD_BYTES = 3072


class Clean(NamedTuple):
    """What a sync carries that nothing disturbs, what one carries that finds nothing new, and what it brought."""

    whole: Ran
    empty: Ran
    records: list[bytes]


@pytest.fixture(scope="module")
def prepared(micropython: Path, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """An unsynced handheld with 100 checks, five of them with a photo, and its laptop."""
    one = Prepared(tmp_path_factory.mktemp("prepared"))
    asyncio.run(one.prepare())
    return one


@pytest.fixture(scope="module", params=TRANSPORTS)
def transport(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def clean(prepared: Prepared, transport: str, tmp_path_factory: pytest.TempPathFactory) -> Clean:
    """Two syncs without a cut."""

    async def run() -> Clean:
        async with prepared.copied(tmp_path_factory.mktemp("clean"), transport) as bench:
            whole, empty = await bench.sync(), await bench.sync()
            assert sequences(bench.laptop) == list(range(1, CHECKS + 1))
            assert unread_photos(bench.laptop) == []
            return Clean(whole, empty, records(bench.laptop))

    return asyncio.run(run())


async def cut_and_resume(prepared: Prepared, clean: Clean, transport: str, side: str, cut: int, folder: Path) -> int:
    """Break the line after a frame, and sync again; return how many payload bytes came twice.

    Where it is the handheld's frame, the handheld loses its power too.
    """
    shutil.rmtree(folder, ignore_errors=True)
    async with prepared.copied(folder, transport) as bench:
        first = await bench.sync(side, cut)
        if side == "handheld":
            await restart(bench.handheld)
        second = await bench.sync()
        assert records(bench.laptop) == clean.records
        assert sequences(bench.laptop) == list(range(1, CHECKS + 1))
        assert unread_photos(bench.laptop) == []
        (device,) = bench.laptop.archive.devices()
        assert (device["acknowledged"], device["on_laptop"]) == (CHECKS + 1, CHECKS)
        assert bench.laptop.archive.missing_photos("handheld-1") == []
        return first.payload_bytes + second.payload_bytes - clean.whole.payload_bytes - clean.empty.payload_bytes


def sampled(seed: int, count: int) -> list[int]:
    return sorted(random.Random(seed).sample(range(1, count), SAMPLED))


@pytest.mark.parametrize("side", SIDES)
def test_a_line_that_breaks_at_a_frame_costs_no_more_than_that_frame(
    prepared: Prepared, clean: Clean, transport: str, side: str, tmp_path: Path
) -> None:
    for cut in sampled(len(side) + len(transport), clean.whole.frames[side]):
        twice_bytes = asyncio.run(cut_and_resume(prepared, clean, transport, side, cut, tmp_path / "run"))
        assert twice_bytes <= FRAME_PAYLOAD_BYTES, f"cut after frame {cut} of the {side}"


@pytest.mark.prove
@pytest.mark.parametrize("side", SIDES)
def test_a_line_that_breaks_at_each_frame_in_turn_costs_no_more_than_that_frame(
    prepared: Prepared, clean: Clean, transport: str, side: str, tmp_path: Path
) -> None:
    worst: list[tuple[int, int]] = []
    for cut in range(1, clean.whole.frames[side] + 1):
        twice_bytes = asyncio.run(cut_and_resume(prepared, clean, transport, side, cut, tmp_path / "run"))
        worst = sorted([*worst, (twice_bytes, cut)])[-3:]
    print(f"{transport}, frames of the {side}: {clean.whole.frames[side]}, most bytes twice {worst}")
    assert worst[-1][0] <= FRAME_PAYLOAD_BYTES, worst
