"""At base: two laptops, eight handhelds in their docks, one register; its network is cut, it comes back elsewhere."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

from parts import checked, running_handheld

from viewmark import places
from viewmark.base.following import Following
from viewmark.demo.pairing import pair_simulated
from viewmark.demo.part import Part
from viewmark.demo.registry import API_KEY
from viewmark.devices.progress import Progress
from viewmark.handheld.officer import Officer
from viewmark.handheld.process import Handheld
from viewmark.laptop import Laptop
from viewmark.register.client import RegisterClient
from viewmark.register.server.tls import tls_of

HERE = ["127.0.0.1"]
HANDHELDS = 8
PHOTO = places.samples() / "03-laser.jpg"
PATIENCE_S = 90


class Docked:
    """A laptop with the handhelds in its dock, and how far each sync says it is."""

    def __init__(self, laptop: Laptop, handhelds: list[Handheld]) -> None:
        self.laptop = laptop
        self.handhelds = handhelds
        self.told: dict[str, set[str]] = {}

    def report(self, progress: Progress) -> None:
        """Note what a sync tells."""
        self.told.setdefault(progress.device_id, set()).add(progress.what)

    @contextlib.asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Serve every handheld, the register and the list for as long as the context stands."""
        for one in self.handhelds:
            await pair_simulated(one, self.laptop.pairings)
        works = [self.laptop.serve(str(one.cable.path), self.report) for one in self.handhelds]
        tasks = [asyncio.ensure_future(one) for one in (*works, self.laptop.keep_delivering())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def has(self, checks: int) -> bool:
        """Return whether so many checks and no more are here."""
        return self.laptop.archive.count() == checks


@contextlib.asynccontextmanager
async def dock(folder: Path, url: str, certificate: bytes, handhelds: list[Handheld]) -> AsyncIterator[Docked]:
    """A laptop that was enrolled at `url`, with its dock."""
    async with RegisterClient(url, API_KEY, certificate=certificate, attempts=1) as client:
        with contextlib.closing(Laptop(folder, client, None, Following(client, HERE, again_s=1).look)) as laptop:
            yield Docked(laptop, handhelds)


async def register_counts(url: str, certificate: bytes) -> dict[str, int]:
    """Return what the register holds."""
    async with RegisterClient(url, API_KEY, certificate=certificate) as client:
        return await client.counts()


async def check_by_hand(handheld: Handheld, serial: str) -> None:
    """Have the officer type a serial."""
    screen = await Officer(handheld).check(None, None, serial)
    assert any("is recorded" in text for text in screen.texts), screen.texts


async def until(holds: Callable[[], bool]) -> None:
    """Wait until a condition holds."""
    async with asyncio.timeout(PATIENCE_S):
        while not holds():
            await asyncio.sleep(0.2)


def test_eight_handhelds_two_laptops_and_a_register_that_moves_end_with_equal_counts(tmp_path: Path) -> None:
    certificate = tls_of(tmp_path / "register").certificate
    serving = ("register", "serve", "--folder", str(tmp_path / "register"), "--api-key", API_KEY, "--tls")
    first, second = (Part("The register", *serving, "--announce", "test-dock") for _ in range(2))

    async def run() -> None:
        url = await first.start()
        async with AsyncExitStack() as stack:
            stack.push_async_callback(second.kill)
            stack.push_async_callback(first.kill)
            starting = [
                stack.enter_async_context(running_handheld(tmp_path / f"flash-{number}", f"handheld-{number}"))
                for number in range(HANDHELDS)
            ]
            handhelds = [await one for one in starting]
            # The first handheld goes from one laptop to the other, which so hold the same checks.
            docks = [
                await stack.enter_async_context(dock(tmp_path / f"laptop-{number}", url, certificate, mine))
                for number, mine in enumerate((handhelds[:4], handhelds[4:]))
            ]
            await checked(handhelds[0], PHOTO)
            await asyncio.gather(*(check_by_hand(one, f"AB{n}4567") for n, one in enumerate(handhelds[1:])))
            async with docks[0].at_work(), docks[1].at_work():
                await until(lambda: docks[0].has(4) and docks[1].has(4))
                await first.kill()
                await asyncio.gather(*(check_by_hand(one, f"CD{n}4567") for n, one in enumerate(handhelds)))
                await until(lambda: docks[0].has(8) and docks[1].has(8))
                moved = await second.start()
                assert moved != url
                await until(lambda: all(one.laptop.archive.waiting_for_register() == 0 for one in docks))
            for one in docks:
                assert set(one.told) == {handheld.device_id for handheld in one.handhelds}
                assert all({"greeted", "checks", "done"} <= told for told in one.told.values())
            docks[1].handhelds = handhelds[:1]
            async with docks[1].at_work():
                await until(lambda: docks[1].has(10))
                await until(lambda: docks[1].laptop.archive.waiting_for_register() == 0)
                await until(lambda: docks[1].laptop.outbox.state(0).waiting == 0)
            counts = await register_counts(moved, certificate)
            assert (counts["checks"], counts["photos"]) == (2 * HANDHELDS, 1)

    asyncio.run(run())
