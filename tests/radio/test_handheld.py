"""A simulated handheld has a radio where it is given an air, and none elsewhere."""

import asyncio
import json

import pytest

from viewmark.handheld.process import Handheld
from viewmark.radio import open_air


@pytest.mark.parametrize("has_air", [True, False])
def test_it_starts_and_the_board_says_whether_it_has_a_radio(tmp_path, micropython, has_air):
    async def work() -> None:
        handheld = Handheld(tmp_path, air=open_air() if has_air else None)
        try:
            await handheld.start()
            assert bool(json.loads((tmp_path / "board.json").read_text())["radio_port"]) == has_air
        finally:
            await handheld.stop()
        assert "Traceback" not in handheld.last_words(), handheld.last_words()

    asyncio.run(work())


def test_after_a_power_cut_it_has_its_radio_again(tmp_path, micropython):
    async def work() -> None:
        air = open_air()
        handheld = Handheld(tmp_path, air=air)
        try:
            for _ in range(2):
                await handheld.start()
                await handheld.kill()
                assert not air.controllers
        finally:
            await handheld.stop()

    asyncio.run(work())
