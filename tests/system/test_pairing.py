"""Handheld and laptop pair over the cable by six digits; whoever is not paired is heard by neither."""

import asyncio
import json
import os
import shutil
from pathlib import Path

import pytest
from parts import checked, laptop_at, records, running_handheld, sequences, sync, words

from viewmark.demo.pairing import pair_simulated
from viewmark.devices.identity import make_identity
from viewmark.devices.opening import open_pipe
from viewmark.devices.pairing import pair
from viewmark.devices.pairings import Pairings
from viewmark.devices.session import Session
from viewmark.encryption.closed_file import ClosedFile
from viewmark.errors import NotPairedError, RefusedError
from viewmark.handheld.officer import Officer
from viewmark.handheld.process import Handheld
from viewmark.laptop import Laptop
from viewmark_protocol.errors import PairingError

DEVICE = "handheld-1"


async def greet(handheld: Handheld, pairings: Pairings) -> str:
    """Say hello in a session of its own; return the id of who answered."""
    session = Session(await open_pipe(str(handheld.cable.path), pairings), os.urandom(4), pairings)
    try:
        return (await session.hello()).device_id
    finally:
        await session.close()


async def pair_with(handheld: Handheld, laptop: Laptop, officer_agrees: bool, laptop_agrees: bool) -> tuple[str, str]:
    """Try to pair; return the digits as the laptop and as the handheld show them. PairingError as `pair`."""
    shown: list[str] = []

    async def compare(device_id: str, digits: str) -> bool:
        screen = await Officer(handheld).asked_to_compare()
        shown.extend((digits, screen.texts[1].replace(" ", "")))
        await handheld.press("ok" if officer_agrees else "back")
        return laptop_agrees

    await pair(await open_pipe(str(handheld.cable.path), laptop.pairings), laptop.pairings, compare)
    return shown[0], shown[1]


def test_both_screens_show_the_same_digits_and_the_two_sync_from_then_on(tmp_path: Path, photo: Path) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld, laptop_at(tmp_path / "laptop") as laptop:
            on_laptop, on_handheld = await pair_with(handheld, laptop, True, True)
            assert on_laptop == on_handheld and len(on_laptop) == 6
            await handheld.wait_for(lambda screen: screen.texts[0] == "PAIRED", 10)
            await checked(handheld, photo)
            await sync(handheld, laptop)
            assert sequences(laptop) == [1]

    asyncio.run(run())


@pytest.mark.parametrize(("officer", "person", "said"), [(False, True, "not confirmed"), (True, False, "cable")])
def test_where_either_of_them_says_no_neither_trusts_the_other(
    tmp_path: Path, officer: bool, person: bool, said: str
) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld, laptop_at(tmp_path / "laptop") as laptop:
            with pytest.raises(PairingError, match=said):
                await pair_with(handheld, laptop, officer, person)
            await handheld.wait_for(lambda screen: screen.texts[0] == "NOT PAIRED", 10)
            assert laptop.pairings.all() == []
            with pytest.raises(NotPairedError, match="Pair them"):
                await greet(handheld, laptop.pairings)

    asyncio.run(run())


def test_a_laptop_that_is_not_paired_gets_no_word_and_is_told_what_to_do(tmp_path: Path, photo: Path) -> None:
    async def run() -> None:
        async with (
            running_handheld(tmp_path / "handheld") as handheld,
            laptop_at(tmp_path / "paired") as paired,
            laptop_at(tmp_path / "stranger") as stranger,
        ):
            with pytest.raises(NotPairedError, match="viewmark pair"):  # a handheld that knows nobody at all
                await stranger.sync_once(str(handheld.cable.path))
            await checked(handheld, photo)
            await sync(handheld, paired)
            stranger.pairings.add(DEVICE, paired.pairings.all()[0].certificate)  # as if it had been overheard
            with pytest.raises(NotPairedError, match="viewmark pair"):
                await stranger.sync_once(str(handheld.cable.path))
            assert stranger.archive.count() == 0
            assert await sync(handheld, paired) == []

    asyncio.run(run())


def test_a_handheld_that_only_says_it_is_the_paired_one_is_refused(tmp_path: Path, photo: Path) -> None:
    async def run() -> None:
        async with laptop_at(tmp_path / "laptop") as laptop:
            async with running_handheld(tmp_path / "handheld") as handheld:
                await sync(handheld, laptop)
            async with running_handheld(tmp_path / "false") as false:  # the same name, a key of its own
                async with laptop_at(tmp_path / "accomplice") as accomplice:
                    await sync(false, accomplice)
                await checked(false, photo)
                with pytest.raises(NotPairedError):
                    await laptop.sync_once(str(false.cable.path))
            assert laptop.archive.count() == 0

    asyncio.run(run())


def test_a_paired_handheld_under_another_ones_name_is_refused(tmp_path: Path) -> None:
    async def run() -> None:
        async with laptop_at(tmp_path / "laptop") as laptop, running_handheld(tmp_path / "one") as handheld:
            await sync(handheld, laptop)
            file = ClosedFile(tmp_path / "laptop" / "pairings.json")
            content = json.loads(file.read())
            content["handhelds"] = {"handheld-2": content["handhelds"][DEVICE]}
            file.write(json.dumps(content).encode())
            with pytest.raises(NotPairedError, match="paired as handheld-2 says that it is handheld-1"):
                await laptop.sync_once(str(handheld.cable.path))

    asyncio.run(run())


def test_a_lost_laptop_is_unpaired_on_the_handheld_and_another_takes_its_place(tmp_path: Path, photo: Path) -> None:
    async def run() -> None:
        async with (
            running_handheld(tmp_path / "handheld") as handheld,
            laptop_at(tmp_path / "lost") as lost,
            laptop_at(tmp_path / "new") as new,
        ):
            await sync(handheld, lost)
            officer = Officer(handheld)
            await officer.go_home()
            for key, expected in (
                *(("down", "SETUP"), ("ok", "PIN AND LAPTOPS"), ("down", "LAPTOP 1 OF 1"), ("ok", "UNPAIR?")),
            ):
                await handheld.press(key)
                await handheld.wait_for(lambda screen, expected=expected: screen.texts[0] == expected, 10)
            await handheld.press("ok")
            screen = await handheld.wait_for(lambda screen: screen.texts[0] == "LAPTOPS", 10)
            assert "No laptop is paired" in words(screen)
            await checked(handheld, photo)
            with pytest.raises(NotPairedError):
                await lost.sync_once(str(handheld.cable.path))
            await sync(handheld, new)
            assert sequences(new) == [1] and sequences(lost) == []

    asyncio.run(run())


def test_a_laptop_that_unpairs_tells_the_handheld_and_can_pair_again(tmp_path: Path, photo: Path) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld, laptop_at(tmp_path / "laptop") as laptop:
            await checked(handheld, photo)
            await sync(handheld, laptop)
            assert await laptop.handhelds.unpair(DEVICE, str(handheld.cable.path))
            assert laptop.pairings.all() == []
            await Officer(handheld).go_home()
            await handheld.wait_for(lambda screen: "No laptop is paired" in words(screen), 10)
            await pair_simulated(handheld, laptop.pairings)
            await checked(handheld, photo)
            await sync(handheld, laptop)
            assert sequences(laptop) == [1, 2]

    asyncio.run(run())


def test_two_laptops_share_a_handheld_and_each_gets_the_checks(tmp_path: Path, photo: Path) -> None:
    async def run() -> None:
        async with (
            running_handheld(tmp_path / "handheld") as handheld,
            laptop_at(tmp_path / "one") as one,
            laptop_at(tmp_path / "two") as two,
        ):
            for laptop in (one, two):
                await pair_simulated(handheld, laptop.pairings)
            await checked(handheld, photo)
            for laptop in (one, two):
                await sync(handheld, laptop)
            assert sequences(one) == sequences(two) == [1]
            assert records(one)  # it took the log's first key: the other keeps the check sealed

    asyncio.run(run())


def test_a_pairing_outlives_a_power_cut_at_once(tmp_path: Path) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld, laptop_at(tmp_path / "laptop") as laptop:
            await pair_with(handheld, laptop, True, True)
            await handheld.kill()
            await handheld.start()
            assert await greet(handheld, laptop.pairings) == DEVICE

    asyncio.run(run())


def test_a_locked_handheld_pairs_nobody_and_goes_on_syncing_with_its_laptop(tmp_path: Path, photo: Path) -> None:
    async def run() -> None:
        async with (
            running_handheld(tmp_path / "handheld") as handheld,
            laptop_at(tmp_path / "laptop") as laptop,
            laptop_at(tmp_path / "thief") as thief,
        ):
            await sync(handheld, laptop)
            await checked(handheld, photo)
            officer = Officer(handheld)
            assert (await officer.set_pin("493817")).texts[0] == "PIN SET"
            await officer.lock()
            with pytest.raises(RefusedError, match="Enter its PIN, then pair"):
                await pair(await open_pipe(str(handheld.cable.path), thief.pairings), thief.pairings, _never)
            assert len(await laptop.sync_once(str(handheld.cable.path))) == 1

    asyncio.run(run())


def test_a_flash_that_was_copied_to_another_chip_is_paired_with_nobody(tmp_path: Path) -> None:
    async def run() -> None:
        async with laptop_at(tmp_path / "laptop") as laptop:
            async with running_handheld(tmp_path / "handheld") as handheld:
                await sync(handheld, laptop)
            shutil.copytree(tmp_path / "handheld", tmp_path / "copy")
            (tmp_path / "copy" / "chip.key").write_bytes(os.urandom(32))
            async with running_handheld(tmp_path / "copy") as copy:
                with pytest.raises(NotPairedError):
                    await greet(copy, laptop.pairings)

    asyncio.run(run())


def test_an_expired_laptop_is_refused_and_told_to_pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        from viewmark.devices import identity, pairings

        async with running_handheld(tmp_path / "handheld") as handheld:
            with monkeypatch.context() as patched:
                patched.setattr(identity, "_NOT_AFTER", identity._NOT_BEFORE.replace(year=1999))
                expired = Pairings(tmp_path / "laptop" / pairings.PAIRINGS_FILE)
            assert make_identity("viewmark") != expired.certificate
            await pair_simulated(handheld, expired)
            with pytest.raises(NotPairedError, match=r"(?i)expired"):
                await greet(handheld, expired)

    asyncio.run(run())


async def _never(device_id: str, digits: str) -> bool:
    raise AssertionError("there is nothing to compare")
