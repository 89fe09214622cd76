"""The register is killed at random moments under load: what it acknowledged is there, once, and its audit is whole."""

import asyncio
import json
import random
import time
from pathlib import Path

import pytest

from viewmark.demo.part import Part
from viewmark.demo.registry import API_KEY
from viewmark.register.answers import Answer, Query
from viewmark.register.client import RegisterClient
from viewmark.register.delivery import deliver, put_check, put_query
from viewmark.register.errors import RegisterError
from viewmark.register.outbox import Outbox
from viewmark.register.server.backup import verify
from viewmark.register.server.generate import add_listed
from viewmark.register.server.opening import open_existing, open_store

from ..companion.conftest import check_record

LAPTOPS = 3
MOST_BETWEEN_S = 0.6


class Laptop:
    """Fills its outbox and empties it, again and again; keeps what was acknowledged and answered."""

    def __init__(self, folder: Path, number: int) -> None:
        self.number = number
        self.outbox = Outbox(folder / f"outbox-{number}.sqlite")
        self.answers: dict[str, Answer] = {}
        self.put = 0

    async def work(self, url: str, is_over: asyncio.Event) -> None:
        """Go on until it is over, then until nothing waits."""
        async with RegisterClient(url, API_KEY, timeout_s=5, attempts=1) as client:
            while not is_over.is_set() or self.outbox.state(0).waiting:
                if not is_over.is_set():
                    self.add()
                self.outbox.release()
                await deliver(self.outbox, client, lambda: time.time() + 3600, self.answers.__setitem__)
                await asyncio.sleep(0.03)  # leaves the register a core to start on

    def add(self) -> None:
        """Put one more check and one more question into the outbox."""
        self.put += 1
        record = check_record(note=f"{self.number} {self.put}")
        put_check(self.outbox, f"VM-{self.number}", bytes(8), self.put, record, self.put)
        query = Query("ABC4567", f"officer {self.number}", "post", "law", maker="GLOCK", check_id=str(self.put))
        put_query(self.outbox, f"{self.number}-{self.put}", query, self.put)


async def killed(folder: Path, kills: int, seed: int) -> list[Laptop]:
    """Serve, and kill and serve again so often; return the laptops once all that they had is delivered."""
    dice = random.Random(seed)
    serving = ("register", "serve", "--folder", str(folder / "register"), "--api-key", API_KEY)
    register = Part("The register", *serving, "--questions-a-minute", "1000000")
    url = await register.start()
    is_over = asyncio.Event()
    laptops = [Laptop(folder, number) for number in range(LAPTOPS)]
    working = [asyncio.create_task(one.work(url, is_over)) for one in laptops]
    try:
        for _ in range(kills):
            await asyncio.sleep(dice.uniform(0.05, MOST_BETWEEN_S))
            await register.kill()
            await register.start()
        is_over.set()
        async with asyncio.timeout(120):
            await asyncio.gather(*working)
    finally:
        for one in working:
            one.cancel()
        await register.kill()
    return laptops


def check(folder: Path, kills: int, seed: int) -> None:
    """Kill so often; then look at what is there."""
    store = open_store(folder / "register")
    add_listed(store, "ABC4567", "GLOCK", "stolen")
    store.close()
    laptops = asyncio.run(killed(folder, kills, seed))
    store = open_existing(folder / "register")
    found = verify(store)
    assert found["checks"] == sum(one.put for one in laptops) > kills
    here = {(row.device_id, row.sequence) for row in store.check_rows(0, 1_000_000)}
    assert here == {(f"VM-{one.number}", sequence) for one in laptops for sequence in range(1, one.put + 1)}
    asked = [(line.officer, line.check_id) for line in store.audit.lines() if line.answer == "hit"]
    for one in laptops:
        assert len(one.answers) == one.put and {answer.answer for answer in one.answers.values()} == {"hit"}
        # A question that was answered when the line broke is asked again, and leaves one more line; none is missing.
        assert {(f"officer {one.number}", str(number)) for number in range(1, one.put + 1)} <= set(asked)
        assert (one.outbox.state(0).parked, one.outbox.state(0).done) == (0, 2 * one.put)
        one.outbox.close()
    assert all(json.loads(line.shown) for line in store.audit.lines() if line.answer == "hit")
    store.close()


def test_ten_kills_under_load_lose_and_double_nothing(tmp_path: Path) -> None:
    check(tmp_path, 10, seed=1)


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(2, 12))
def test_a_hundred_kills_under_load_lose_and_double_nothing(tmp_path: Path, seed: int) -> None:
    check(tmp_path, 10, seed)


def test_a_register_that_is_away_refuses_nothing_for_good(tmp_path: Path) -> None:
    async def run() -> None:
        laptop = Laptop(tmp_path, 1)
        laptop.add()
        async with RegisterClient("http://127.0.0.1:9", API_KEY, attempts=1) as client:
            result = await deliver(laptop.outbox, client, time.time)
            assert isinstance(result.stopped, RegisterError)
        assert laptop.outbox.state(0).waiting == 2
        laptop.outbox.close()

    asyncio.run(run())
