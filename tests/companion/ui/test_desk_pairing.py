"""The desk pairs and unpairs with a real handheld while it serves the port, by cable and on the virtual air."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from viewmark.demo.pairing import pair_laptop_folder
from viewmark.errors import CaseworkError
from viewmark.handheld.officer import Officer
from viewmark.handheld.process import Handheld
from viewmark.laptop import Post
from viewmark.radio import open_air
from viewmark.radio.laptop import laptop_radio
from viewmark.register.client import RegisterClient
from viewmark.ui.attempt import COMPARING, FAILED, PAIRED
from viewmark.ui.desk import Desk
from viewmark.ui.pairing import is_at_laptop

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "system"))

from parts import NOBODY, PATIENCE_S, running_handheld, until

DEVICE = "handheld-1"


@contextlib.asynccontextmanager
async def at_work(folder: Path, *handhelds: Handheld, has_radio: bool = False) -> AsyncIterator[Desk]:
    """A desk at work, with a port for each handheld's cable."""
    ports = [str(one.cable.path) for one in handhelds]
    desk = Desk(folder / "laptop", RegisterClient(NOBODY, "test-key"), Post(), ports, has_radio=has_radio)
    async with desk.at_work():
        yield desk


def kinds(desk: Desk) -> list[str]:
    """Return what is in the way, but for the register, which is not there."""
    return [one.kind for one in desk.troubles() if one.kind != "register"]


async def begun(desk: Desk) -> str:
    """Wait until the unpaired handheld is known as such, begin to pair, and return the digits."""
    await until(lambda: kinds(desk) == ["unpaired"])
    desk.pair(desk.ports[0].path)
    await until(lambda: step(desk) in (COMPARING, FAILED))
    assert desk.attempt
    return desk.attempt.digits


def step(desk: Desk) -> str:
    """Return how far the pairing is."""
    assert desk.attempt
    return desk.attempt.step


def decide(desk: Desk, are_same: bool) -> None:
    """Say here whether the digits are the same."""
    assert desk.attempt
    desk.attempt.decide(are_same)


def test_a_handheld_is_paired_and_then_served(tmp_path: Path) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld, at_work(tmp_path, handheld) as desk:
            assert await Officer(handheld).compare(await begun(desk))
            decide(desk, True)
            await until(lambda: step(desk) == PAIRED)
            await until(lambda: [bool(row["ports"]) for row in desk.handhelds()] == [True])
            [trust] = desk.trusted()
            assert (trust.device_id, len(trust.fingerprint)) == (DEVICE, 12)
            assert kinds(desk) == []

    asyncio.run(run())


def test_digits_that_differ_leave_both_unpaired_and_the_port_is_served_again(tmp_path: Path) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld, at_work(tmp_path, handheld) as desk:
            await begun(desk)
            decide(desk, False)
            await until(lambda: step(desk) == FAILED)
            assert desk.attempt and "was not paired" in desk.attempt.sentence
            await until(lambda: kinds(desk) == ["unpaired"])
            assert desk.trusted() == []

    asyncio.run(run())


def test_a_pairing_that_is_stopped_can_be_begun_anew_at_once(tmp_path: Path) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld, at_work(tmp_path, handheld) as desk:
            await begun(desk)
            desk.end_pairing()
            assert step(desk) == FAILED
            desk.pair(desk.ports[0].path)
            await until(lambda: step(desk) != "calling")
            assert step(desk) == COMPARING
            desk.end_pairing()
            desk.end_pairing()
            assert desk.attempt is None

    asyncio.run(run())


def test_unpairing_tells_the_handheld_that_is_connected(tmp_path: Path) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld:
            await pair_laptop_folder(handheld, tmp_path / "laptop")
            async with at_work(tmp_path, handheld) as desk:
                await until(lambda: desk.ports[0].connected)
                assert await desk.unpair(DEVICE)
                assert desk.trusted() == []
                await until(lambda: kinds(desk) == ["unpaired"])
                assert any("No laptop is paired" in text for text in handheld.screen.texts)

    asyncio.run(run())


def test_one_that_is_not_connected_is_unpaired_and_not_told(tmp_path: Path) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld:
            await pair_laptop_folder(handheld, tmp_path / "laptop")
            handheld.cable.pull_out()
            async with at_work(tmp_path, handheld) as desk:
                assert not await desk.unpair(DEVICE)
                assert desk.trusted() == []

    asyncio.run(run())


@pytest.fixture
def on_air(tmp_path: Path) -> Callable[..., contextlib.AbstractAsyncContextManager[tuple[Desk, Handheld]]]:
    """A context manager with a desk that has a radio, and a paired handheld that has one too, its cable in."""

    @contextlib.asynccontextmanager
    async def running() -> AsyncIterator[tuple[Desk, Handheld]]:
        air = open_air()
        handheld = Handheld(tmp_path / "handheld", DEVICE, air=air)
        async with asyncio.timeout(2 * PATIENCE_S), laptop_radio(air):
            handheld.cable.plug_in()
            try:
                await handheld.start()
                await pair_laptop_folder(handheld, tmp_path / "laptop")
                async with at_work(tmp_path, handheld, has_radio=True) as desk:
                    yield desk, handheld
            finally:
                await handheld.stop()

    return running


def test_one_that_becomes_known_on_the_air_goes_on_there_without_its_cable(on_air) -> None:
    async def run() -> None:
        async with on_air() as (desk, handheld):
            assert [port.path for port in desk.ports] == [str(handheld.cable.path)]
            await until(lambda: [port.connected for port in desk.ports] == [True, True])
            assert [port.path for port in desk.ports if port.is_radio] == ["radio:" + DEVICE]
            handheld.cable.pull_out()
            await until(lambda: [port.is_radio for port in desk.handhelds()[0]["ports"]] == [True])
            assert [one.air for one in desk.trusted()] == ["here"]

    asyncio.run(run())


def test_an_unpaired_one_is_told_by_radio_and_looked_for_there_no_more(on_air) -> None:
    async def run() -> None:
        async with on_air() as (desk, handheld):
            await until(lambda: [port.connected for port in desk.ports] == [True, True])
            handheld.cable.pull_out()
            await until(lambda: not desk.ports[0].connected)
            assert await desk.unpair(DEVICE)
            await until(lambda: not any(port.is_radio for port in desk.ports))

    asyncio.run(run())


@pytest.mark.parametrize(
    ("address", "is_there"), [("127.0.0.1", True), ("::1", True), ("10.0.0.7", False), ("", False)]
)
def test_pairing_is_for_who_sits_at_the_laptop(address: str, is_there: bool) -> None:
    assert is_at_laptop(address) == is_there


def test_one_that_is_reported_lost_is_unpaired_and_refused_until_it_is_found(tmp_path: Path) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld:
            await pair_laptop_folder(handheld, tmp_path / "laptop")
            async with at_work(tmp_path, handheld) as desk:
                desk.people.accounts.add("K7", "correct horse battery")
                token = desk.people.sign_in("K7", "correct horse battery")
                await until(lambda: desk.ports[0].device_id == DEVICE)
                with pytest.raises(CaseworkError, match="Sign in"):
                    await desk.handheld_book.report_lost("", DEVICE)
                await desk.handheld_book.report_lost(token, DEVICE)
                assert desk.trusted() == [] and desk.handheld_book.note(DEVICE).lost_by == "K7"
                await Officer(handheld).go_home()
                await until(lambda: kinds(desk) == ["unpaired"])
                desk.pair(desk.ports[0].path)
                await until(lambda: step(desk) == FAILED)
                assert desk.attempt is not None and "reported lost" in desk.attempt.sentence
                desk.handheld_book.report_found(token, DEVICE)
                desk.end_pairing()
                await Officer(handheld).go_home()
                assert await begun(desk)

    asyncio.run(run())
