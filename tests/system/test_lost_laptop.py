"""A laptop is lost with the key of a handheld's log: the focal point recovers it, and not one check is missing."""

import asyncio
import hashlib
import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from parts import checked, laptop_at, records, running_handheld, running_register, sync, unread_photos, viewmark

from viewmark import places
from viewmark.demo.part import Part
from viewmark.demo.registry import API_KEY
from viewmark.escrow.focal_point import make_private_key, public_key_of, write_key_files
from viewmark.handheld.process import Handheld
from viewmark.laptop import Laptop
from viewmark.register.client import RegisterClient

PHOTOS = sorted(places.samples().glob("*.jpg"))[:3]


@dataclass
class Story:
    """What was seen while laptop A was lost and B went on: on B `before` the recovery and `after` it."""

    folder: Path
    first_key: bytes = b""
    waits_on_handheld: list[bool] = field(default_factory=list)
    of_a: list[bytes] = field(default_factory=list)
    found_on_b: bytes = b""
    before: dict[str, Any] = field(default_factory=dict)
    opened: dict[str, Any] = field(default_factory=dict)
    recovered: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    in_register: list[str] = field(default_factory=list)
    register_counts: dict[str, int] = field(default_factory=dict)

    async def play(self) -> None:
        """Play it: two checks for A, one for B, and the focal point."""
        private_key = make_private_key()
        write_key_files(self.folder / "focal-point.key", private_key)
        async with (
            running_register(self.folder / "register", focal_point=public_key_of(private_key)) as register,
            running_handheld(self.folder / "handheld") as handheld,
        ):
            await self._work_with_a(handheld, register)
            shutil.rmtree(self.folder / "a")
            await checked(handheld, PHOTOS[2])
            async with laptop_at(self.folder / "b", register.url) as laptop:
                await sync(handheld, laptop)
                self.before = _seen(laptop)
            self.found_on_b = b"".join(path.read_bytes() for path in (self.folder / "b").rglob("*") if path.is_file())
            await self._recover(register)
            async with laptop_at(self.folder / "b", register.url) as laptop:
                await sync(handheld, laptop)
                self.after = _seen(laptop) | {"unread_photos": unread_photos(laptop)}
            async with RegisterClient(register.url, API_KEY) as client:
                self.in_register = sorted(row["record_sha256"] for row in await client.check_ids())
                self.register_counts = await client.counts()

    async def _work_with_a(self, handheld: Handheld, register: Part) -> None:
        async with laptop_at(self.folder / "a", register.url) as laptop:
            await checked(handheld, *PHOTOS[:2])
            for _ in range(2):
                await sync(handheld, laptop)
                self.waits_on_handheld.append(bool(laptop.archive.devices()[0]["first_key_waits"]))
            self.first_key = laptop.keys.all()[0].first_key
            self.of_a = records(laptop)

    async def _recover(self, register: Part) -> None:
        """Have the focal point open the escrow, and give laptop B what was in it."""
        out = self.folder / "recovered.key"
        of_log = ("--device-id", self.before["device_id"], "--log-id", self.before["log_id"])
        where = ("--url", register.url, "--api-key", API_KEY)
        await viewmark("focal-point", "open", "--key", self.folder / "focal-point.key", *of_log, *where, "--out", out)
        self.opened = json.loads(out.read_text())
        self.recovered = json.loads(await viewmark("recover", out, "--json", folder=self.folder / "b"))


def _seen(laptop: Laptop) -> dict[str, Any]:
    """Return what a laptop shows."""
    (device,) = laptop.archive.devices()
    filed = list(reversed(laptop.archive.checks()))
    return device | {
        "seals": [one.seal for one in filed],
        "records": records(laptop),
        "checks": laptop.archive.count(),
        "aside": laptop.left_aside(),
    }


@pytest.fixture(scope="module")
def story(micropython: Path, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """The story, played once."""
    one = Story(tmp_path_factory.mktemp("lost-laptop"))
    asyncio.run(one.play())
    return one


def test_the_handheld_destroys_its_first_key_once_the_register_holds_the_escrow(story: Story) -> None:
    assert story.waits_on_handheld == [True, False]


def test_another_laptop_takes_the_old_checks_and_the_new_one_sealed_and_says_what_opens_them(story: Story) -> None:
    assert story.before["seals"] == ["no-key"] * 3
    assert (story.before["on_laptop"], story.before["acknowledged"], story.before["checks"]) == (3, 4, 0)
    assert ["`viewmark recover` opens them" in one for one in story.before["aside"]] == [True]


def test_until_then_nobody_reads_on_it_what_was_checked(story: Story) -> None:
    assert b"TAURUS" in story.of_a[0], "what is looked for stands in a record that is open"
    assert b"TAURUS" not in story.found_on_b
    for photo in PHOTOS:
        assert photo.read_bytes()[1000:1032] not in story.found_on_b


def test_the_focal_point_opens_the_very_key_that_the_lost_laptop_had(story: Story) -> None:
    assert bytes.fromhex(story.opened["first_key"]) == story.first_key


def test_with_it_every_check_is_opened_verified_and_equal_to_what_the_lost_laptop_had(story: Story) -> None:
    assert (len(story.recovered["opened"]), story.recovered["sealed"], story.recovered["first_broken"]) == (3, 0, None)
    assert story.after["seals"] == ["verified"] * 3
    assert story.after["records"][:2] == story.of_a
    assert story.after["aside"] == []


def test_the_register_has_every_check_once_as_it_was_recorded_and_every_photo(story: Story) -> None:
    digests = sorted(hashlib.sha256(one).hexdigest() for one in story.after["records"])
    assert story.in_register == digests
    assert (story.register_counts["checks"], story.register_counts["photos"]) == (3, 3)


def test_the_photo_of_the_new_check_comes_from_the_handheld_once_the_check_is_open(story: Story) -> None:
    assert len(story.after["unread_photos"]) == 2, "the lost laptop brought the older ones to the register"
