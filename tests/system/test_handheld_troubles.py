"""At the weapon: a camera without a picture, a full flash, a clock that was never set. Each says what to do."""

import asyncio
from pathlib import Path

from parts import (
    SMALL_FLASH,
    checked,
    laptop_at,
    recorded_sequence,
    running_handheld,
    running_register,
    sequences,
    sync,
    unread_photos,
    words,
)
from PIL import Image

from viewmark.handheld.officer import Officer

TOO_MANY = 60


def test_an_empty_frame_says_to_aim_again_or_type(tmp_path: Path) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld:
            for frame, sentence in ((None, "The camera has no picture."), (b"", "picture is empty or cut off.")):
                handheld.look_away()
                if frame is not None:
                    (handheld.folder / "camera.grey").write_bytes(frame)
                    (handheld.folder / "camera.photo").write_bytes(b"x")
                await handheld.press("ok")
                screen = await handheld.wait_for(lambda shown: shown.name == "message", 10)
                assert sentence in words(screen)
                assert "Aim again, or type" in words(screen)
                await Officer(handheld).go_home()

    asyncio.run(run())


def test_without_a_picture_a_typed_serial_is_recorded_as_typed(tmp_path: Path) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld, laptop_at(tmp_path / "laptop") as laptop:
            screen = await Officer(handheld).check(None, None, typed="AB1")
            assert recorded_sequence(screen) == 1
            await sync(handheld, laptop)
            (filed,) = laptop.archive.checks()
            assert filed.check is not None
            mark = filed.check.firearms[0].marks[0]
            assert (mark.raw, mark.confirmed, mark.source, mark.photo) == (None, "AB1", "typed", None)

    asyncio.run(run())


def test_a_picture_of_nothing_gives_no_serial_and_is_recorded_with_its_photo(tmp_path: Path) -> None:
    async def run() -> None:
        blank = tmp_path / "blank.png"
        Image.new("L", (320, 240), 128).save(blank)
        async with running_handheld(tmp_path / "handheld") as handheld, laptop_at(tmp_path / "laptop") as laptop:
            (screen,) = await checked(handheld, blank)
            assert "UNTRACEABLE" in screen.texts[0]
            await sync(handheld, laptop)
            assert sequences(laptop) == [1]
            assert unread_photos(laptop) == []

    asyncio.run(run())


def test_a_full_flash_says_to_sync_and_loses_nothing_and_a_sync_makes_room(tmp_path: Path, photo: Path) -> None:
    async def run() -> None:
        sizes = SMALL_FLASH | {"records": 3 * 4096}
        async with (
            running_handheld(tmp_path / "handheld", partitions=sizes) as handheld,
            laptop_at(tmp_path / "laptop") as laptop,
        ):
            recorded: list[int] = []
            for _ in range(TOO_MANY):
                (screen,) = await checked(handheld, photo)
                sequence = recorded_sequence(screen)
                if sequence is None:
                    break
                recorded.append(sequence)
            assert "STORE FULL" in words(screen)
            assert "Sync, then go on. Nothing is lost." in words(screen)
            await sync(handheld, laptop)
            assert sequences(laptop) == recorded
            (screen,) = await checked(handheld, photo)
            assert recorded_sequence(screen) == recorded[-1] + 1
            await sync(handheld, laptop)
            assert sequences(laptop) == [*recorded, recorded[-1] + 1]

    asyncio.run(run())


def test_photos_that_fill_the_flash_leave_it_with_a_sync(tmp_path: Path) -> None:
    async def run() -> None:
        big = [tmp_path / f"{number}.bmp" for number in range(8)]  # 230 kB each
        for number, path in enumerate(big):
            Image.new("RGB", (320, 240), (number, 0, 0)).save(path)
        async with running_handheld(tmp_path / "handheld") as handheld, laptop_at(tmp_path / "laptop") as laptop:
            screens = await checked(handheld, *big)
            recorded = [sequence for screen in screens if (sequence := recorded_sequence(screen)) is not None]
            assert len(recorded) < len(big)
            assert "STORE FULL" in words(screens[-1])
            await sync(handheld, laptop, tries=1)
            assert sequences(laptop) == recorded
            assert unread_photos(laptop) == []
            (screen,) = await checked(handheld, big[0])
            assert recorded_sequence(screen) == recorded[-1] + 1

    asyncio.run(run())


def test_an_unset_clock_never_says_clear_and_a_sync_sets_it(tmp_path: Path, photo: Path) -> None:
    async def run() -> None:
        folder = tmp_path / "handheld"
        async with (
            running_register(tmp_path / "register", ("A1234567", "GLOCK")) as register,
            laptop_at(tmp_path / "laptop", register.url) as laptop,
        ):
            async with running_handheld(folder) as handheld:
                await sync(handheld, laptop)
                (screen,) = await checked(handheld, photo)
                assert "CLEAR" in screen.texts[0]
            (folder / "clock.offset").unlink()  # its battery ran out: the list stayed, the time did not
            async with running_handheld(folder, clock_trust="unset") as handheld:
                assert "The clock is not set. Sync with the laptop." in words(handheld.screen)
                (screen,) = await checked(handheld, photo)
                assert "UNCHECKED" in screen.texts[0]
                assert recorded_sequence(screen) == 2
                await sync(handheld, laptop)
                (screen,) = await checked(handheld, photo)
                assert "CLEAR" in screen.texts[0]
                await sync(handheld, laptop)
            verdicts = [(one.check.firearms[0].verdict.word, one.check.opened.trust) for one in laptop.archive.checks()]
            assert verdicts == [("clear", "laptop"), ("unchecked", "unset"), ("clear", "laptop")]

    asyncio.run(run())


def test_without_a_list_nothing_is_clear(tmp_path: Path, photo: Path) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld:
            assert "No list. Sync with the laptop." in words(handheld.screen)
            (screen,) = await checked(handheld, photo)
            assert "UNCHECKED" in screen.texts[0]

    asyncio.run(run())
