"""Checks are told apart by device, log and sequence: handhelds that count alike, and one that was reset."""

import asyncio
import shutil
from pathlib import Path
from typing import Any

import pytest
from parts import ask, checked, laptop_at, records, running_handheld, sequences, sync, unread_photos

from viewmark import places
from viewmark.errors import PipeError, RefusedError
from viewmark_protocol.messages.records import PhotoPart, PullPhoto

PHOTOS = sorted(places.samples().glob("*.jpg"))


def test_two_handhelds_with_the_same_sequences_do_not_mix(tmp_path: Path) -> None:
    async def run() -> None:
        async with (
            running_handheld(tmp_path / "one", "handheld-1") as one,
            running_handheld(tmp_path / "two", "handheld-2") as two,
            laptop_at(tmp_path / "laptop") as laptop,
        ):
            await checked(one, *PHOTOS[:2])
            await checked(two, *PHOTOS[1:3])  # the second photo is on both, in a box of its own on each
            for handheld in (one, two, one):
                await sync(handheld, laptop)
            known = {(filed.device_id, filed.sequence) for filed in laptop.archive.checks()}
            assert known == {("handheld-1", 1), ("handheld-1", 2), ("handheld-2", 1), ("handheld-2", 2)}
            assert len({filed.log_id for filed in laptop.archive.checks()}) == 2
            assert unread_photos(laptop) == []
            assert [device["on_laptop"] for device in laptop.archive.devices()] == [2, 2]

    asyncio.run(run())


def test_a_reset_handheld_is_pulled_whole_and_what_came_before_stays(unsynced: Any, tmp_path: Path) -> None:
    async def run() -> None:
        flash = unsynced.copy_to(tmp_path / "handheld")
        async with laptop_at(tmp_path / "laptop") as laptop:
            async with running_handheld(flash) as handheld:
                await sync(handheld, laptop)
            shutil.rmtree(flash)
            laptop.pairings.remove("handheld-1")  # it has a new key too: it is paired anew
            async with running_handheld(flash) as handheld:
                await checked(handheld, PHOTOS[0])
                await sync(handheld, laptop)
            assert sequences(laptop) == [1, 2, 3, 4, 5, 1]
            assert records(laptop)[:5] == unsynced.records
            assert len({filed.id for filed in laptop.archive.checks()}) == 6

    asyncio.run(run())


def test_a_photo_that_was_taken_twice_lies_in_two_boxes_and_each_leaves_the_handheld_with_a_sync(
    tmp_path: Path,
) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld, laptop_at(tmp_path / "laptop") as laptop:
            for _ in range(2):
                await checked(handheld, PHOTOS[0])
                await sync(handheld, laptop)
                assert laptop.archive.unacknowledged_photos("handheld-1") == []
                assert laptop.archive.missing_photos("handheld-1") == []
            assert sequences(laptop) == [1, 2]
            marks = [one.check.firearms[0].marks[0] for one in laptop.archive.checks() if one.check]
            assert len({mark.photo for mark in marks}) == 2
            for mark in marks:
                assert mark.photo and laptop.archive.photos.opened(mark.photo, mark.photo_key) == PHOTOS[0].read_bytes()
                with pytest.raises(RefusedError, match="not here"):
                    await ask(handheld, laptop, PullPhoto(digest=mark.photo, offset=0, max_bytes=100), PhotoPart)

    asyncio.run(run())


def test_what_an_earlier_sync_left_of_a_photo_may_be_damaged(unsynced: Any, tmp_path: Path) -> None:
    async def run() -> None:
        flash = unsynced.copy_to(tmp_path / "handheld")
        async with running_handheld(flash) as handheld, laptop_at(tmp_path / "laptop") as laptop:
            handheld.cable.cut_after_bytes = unsynced.carried_bytes // 3
            with pytest.raises(PipeError):
                await sync(handheld, laptop, tries=1)
            missing = laptop.archive.missing_photos("handheld-1")
            assert missing != []
            for digest in missing:
                laptop.archive.photos.add(digest, 0, b"torn by a power cut")
            handheld.cable.plug_in()
            await sync(handheld, laptop)
            assert unread_photos(laptop) == []

    asyncio.run(run())
