"""The PIN on a whole handheld: it stops what goes down and who finds the handheld, never what comes up."""

import asyncio
from pathlib import Path

from parts import checked, laptop_at, recorded_sequence, restart, running_handheld, running_register, sync, words

from viewmark.handheld.officer import Officer
from viewmark.handheld.process import Handheld, ScreenShot
from viewmark.laptop import Laptop

PIN, WRONG = "493817", "111111"


def seals(laptop: Laptop) -> list[str | None]:
    """Return how the checks came that a laptop has, oldest first."""
    return [one.seal for one in reversed(laptop.archive.checks())]


def asks_for_pin(screen: ScreenShot) -> bool:
    return screen.name == "editor" and screen.texts[0] == "LOCKED: PIN"


async def with_pin(handheld: Handheld, laptop: Laptop) -> Officer:
    """Set a PIN, once the laptop has the log's key, and return the officer who knows it."""
    await sync(handheld, laptop)
    officer = Officer(handheld)
    screen = await officer.set_pin(PIN)
    assert screen.texts[0] == "PIN SET", screen.texts
    return officer


def test_a_pin_that_was_set_is_asked_for_after_power_off_and_on_and_lets_its_owner_in(
    tmp_path: Path, photo: Path
) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld, laptop_at(tmp_path / "laptop") as laptop:
            officer = await with_pin(handheld, laptop)
            (screen,) = await checked(handheld, photo)
            assert recorded_sequence(screen) == 1
            assert asks_for_pin(await restart(handheld))
            assert (await officer.unlock(PIN)).name == "home"
            (screen,) = await checked(handheld, photo)
            assert recorded_sequence(screen) == 2

    asyncio.run(run())


def test_before_a_laptop_has_the_key_of_its_log_no_pin_can_lock_a_check_away(tmp_path: Path) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld:
            screen = await Officer(handheld).set_pin(PIN)
            assert screen.texts[0] == "SYNC FIRST"
            assert (await restart(handheld)).name == "home"

    asyncio.run(run())


def test_a_locked_handheld_brings_its_checks_up_and_gets_list_and_answers_once_it_is_unlocked(
    tmp_path: Path, photo: Path
) -> None:
    async def run() -> None:
        async with (
            running_register(tmp_path / "register", ("A1234567", "GLOCK")) as register,
            running_handheld(tmp_path / "handheld") as handheld,
            laptop_at(tmp_path / "laptop", register.url) as laptop,
        ):
            officer = await with_pin(handheld, laptop)
            await checked(handheld, photo)
            assert asks_for_pin(await officer.lock())
            assert len(await sync(handheld, laptop)) == 1
            assert seals(laptop) == ["verified"]
            (device,) = laptop.archive.devices()
            assert (device["store_state"], device["acknowledged"]) == ("locked", 2)
            assert any("handheld-1 is locked" in one for one in laptop.left_aside())
            await officer.unlock(PIN)
            assert (await officer.history())[1][1:] == (True, None)
            await sync(handheld, laptop)
            assert (await officer.history())[1][1:] == (True, "none")
            assert not any("handheld-1" in one for one in laptop.left_aside())

    asyncio.run(run())


def test_a_handheld_that_starts_locked_uses_no_list_before_it_is_unlocked(tmp_path: Path) -> None:
    async def run() -> None:
        async with (
            running_register(tmp_path / "register", ("A1234567", "GLOCK")) as register,
            running_handheld(tmp_path / "handheld") as handheld,
            laptop_at(tmp_path / "laptop", register.url) as laptop,
        ):
            officer = await with_pin(handheld, laptop)
            await restart(handheld)
            await sync(handheld, laptop)
            assert laptop.archive.devices()[0]["list_version"] is None
            assert "List " in words(await officer.unlock(PIN))

    asyncio.run(run())


def test_after_three_wrong_pins_the_next_try_waits_and_power_off_and_on_shortens_nothing(tmp_path: Path) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld, laptop_at(tmp_path / "laptop") as laptop:
            officer = await with_pin(handheld, laptop)
            await officer.lock()
            for left in (9, 8, 7):
                screen = await officer.unlock(WRONG)
                assert f"After {left} more wrong PINs the keys are destroyed." in words(screen)
            await handheld.press("ok")
            await handheld.wait_for(lambda shown: "Wrong PINs: wait before the next try." in words(shown), 10)
            assert (await restart(handheld)).texts[:2] == ["LOCKED", "5 s"]
            await handheld.wait_for(asks_for_pin, 20)
            assert (await officer.unlock(PIN)).name == "home"

    asyncio.run(run())
