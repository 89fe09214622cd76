"""Handheld, laptop app and register are killed with `kill -9` at seeded moments of a shift, and started again."""

import asyncio
import contextlib
import random
import re
from pathlib import Path

import httpx
import pytest

from viewmark import places
from viewmark.demo.registry import API_KEY
from viewmark.demo.standing import StandingDemo
from viewmark.errors import HandheldError
from viewmark.handheld.process import ScreenShot
from viewmark.register.client import RegisterClient

VICTIMS = ("handheld", "laptop", "register")
MOST_WAIT_S = 1.2  # a check and its way to the register take about as long
AGREE_S = 90.0


class Shift:
    """Checks on the standing demo while its parts are killed. `recorded` is what the officer was shown as recorded."""

    def __init__(self, demo: StandingDemo, seed: int) -> None:
        self.demo = demo
        self.random = random.Random(seed)
        self.recorded: set[int] = set()

    async def check_one(self) -> None:
        """Check one weapon; a handheld that dies under it is none of the officer's fault."""
        label = self.random.choice(self.demo.labels)
        with contextlib.suppress(HandheldError, ConnectionError):
            self.note(await self.demo.officer.check(label.file, label.maker))

    def note(self, screen: ScreenShot) -> None:
        """Remember a check that the screen says is recorded."""
        shown = re.search(r"Check (\d+) is recorded", " ".join(screen.texts))
        if shown:
            self.recorded.add(int(shown[1]))

    async def kill_one(self) -> str:
        """Kill a part at a moment of a check, and start it again; return which."""
        victim = self.random.choice(VICTIMS)
        checking = asyncio.create_task(self.check_one())
        await asyncio.sleep(self.random.uniform(0, MOST_WAIT_S))
        part = {"handheld": self.demo.handheld, "laptop": self.demo.app, "register": self.demo.register}[victim]
        assert part is not None
        await part.kill()
        if victim == "handheld":
            await checking
        await part.start()
        await checking
        return victim


async def counts(demo: StandingDemo) -> dict[str, int]:
    """Return how many checks each of the three holds; -1 for one that does not answer right now."""
    assert demo.app is not None
    held = {"handheld": len(await demo.officer.history()), "laptop": -1, "register": -1}
    with contextlib.suppress(httpx.HTTPError):
        async with httpx.AsyncClient(base_url=demo.app.url, trust_env=False, timeout=10) as client:
            held["laptop"] = (await client.get("/api/state")).json()["on_laptop"]
    async with RegisterClient(demo.register.url, API_KEY) as client:
        held["register"] = (await client.counts())["checks"]
    return held


async def agreed(demo: StandingDemo) -> dict[str, int]:
    """Return the counts once they agree, or the last ones when they do not within AGREE_S."""
    held: dict[str, int] = {}
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(AGREE_S):
            while len(set((held := await counts(demo)).values())) != 1:
                await asyncio.sleep(0.5)
    return held


async def play(folder: Path, kills: int, seed: int) -> tuple[dict[str, int], set[int], list[str]]:
    """Play with `kills` kills; return the counts at the end, what was shown as recorded, and who was killed."""
    demo = StandingDemo(folder, places.samples())
    async with demo.running():
        shift = Shift(demo, seed)
        victims = [await shift.kill_one() for _ in range(kills)]
        held = await agreed(demo)
        history = await demo.officer.history()
        return held, shift.recorded - set(history), victims


def assert_nothing_lost(folder: Path, kills: int, seed: int) -> None:
    held, lost, victims = asyncio.run(play(folder, kills, seed))
    replay = f"replay with seed {seed}, killed in turn: {victims}"
    assert set(victims) == set(VICTIMS), replay
    assert lost == set(), replay
    assert held["handheld"] > 0, replay
    assert len(set(held.values())) == 1, f"{held}; {replay}"


def test_twenty_kills_lose_and_double_nothing(tmp_path: Path):
    assert_nothing_lost(tmp_path, kills=20, seed=1)


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(2, 12))
def test_two_hundred_kills_lose_and_double_nothing(tmp_path: Path, seed: int):
    assert_nothing_lost(tmp_path, kills=20, seed=seed)
