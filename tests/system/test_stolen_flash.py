"""Whoever copies a handheld's flash finds in it no serial, no photo, no answer, no PIN and no key."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from parts import MAKER, checked, laptop_at, running_handheld, running_register, sync

from viewmark import places
from viewmark.demo.registry import present_list_key
from viewmark.handheld.officer import Officer

FLASH = ("records.flash", "photos.flash", "keys.flash", "list.flash")
PIN, TYPED = "493817", "QX7731"
PHOTOS = sorted(places.samples().glob("*.jpg"))[:2]
LISTED = ("ZZ918273", "GLOCK")


@dataclass
class Stolen:
    """The flash of a handheld after a shift, file by file, and what was secret in that shift, by what it is."""

    flash: dict[str, bytes] = field(default_factory=dict)
    log_id: bytes = b""
    secrets: dict[str, list[bytes]] = field(default_factory=dict)

    async def work(self, folder: Path) -> None:
        """Work a shift: a PIN, photographed and typed serials, a list, answers that wait and answers that came."""
        async with (
            running_register(folder / "register", LISTED) as register,
            running_handheld(folder / "handheld") as handheld,
        ):
            officer = Officer(handheld)
            async with laptop_at(folder / "away") as laptop:
                await sync(handheld, laptop)
                await officer.set_pin(PIN)
                await checked(handheld, *PHOTOS)
                await officer.check(None, MAKER, TYPED)
                await sync(handheld, laptop)
                (key,) = laptop.keys.all()
                self.log_id = key.log_id
                marks = [one.check.firearms[0].marks[0] for one in laptop.archive.checks() if one.check]
                waits = laptop.archive.answer("handheld-1", key.log_id, 1)
            list_key = present_list_key(folder / "register")
            async with laptop_at(folder / "away", register.url) as laptop:
                laptop.outbox.release()
                await sync(handheld, laptop)
            await officer.lock()
        self.flash = {name: (folder / "handheld" / name).read_bytes() for name in FLASH}
        assert waits is not None
        self.secrets = {
            "serial": [one.encode() for mark in marks for one in (mark.raw, mark.confirmed) if one],
            "maker": [MAKER.encode(), LISTED[1].encode()],
            "listed serial": [LISTED[0].encode()],
            "photo": [part for photo in PHOTOS for part in _parts(photo.read_bytes())],
            "photo's key": [mark.photo_key for mark in marks if mark.photo_key],
            "answer": [waits.text.encode(), b"queued"],
            "PIN": [PIN.encode()],
            "first key": [key.first_key],
            "list key": [list_key],
            "chip's key": [(folder / "handheld" / "chip.key").read_bytes()],
        }


def _parts(content: bytes) -> list[bytes]:
    """Return every other piece of 16 bytes."""
    return [content[at : at + 16] for at in range(0, len(content) - 16, 32)]


@pytest.fixture(scope="module")
def stolen(micropython: Path, tmp_path_factory: pytest.TempPathFactory) -> Stolen:
    """The flash after the shift, worked once."""
    one = Stolen()
    asyncio.run(one.work(tmp_path_factory.mktemp("stolen")))
    return one


@pytest.mark.parametrize(
    "what",
    [
        "serial",
        "maker",
        "listed serial",
        "photo",
        "photo's key",
        "answer",
        "PIN",
        "first key",
        "list key",
        "chip's key",
    ],
)
def test_nothing_of_it_lies_in_the_flash(stolen: Stolen, what: str) -> None:
    assert stolen.secrets[what] != []
    found = [(name, one) for one in stolen.secrets[what] for name in FLASH if one in stolen.flash[name]]
    assert found == []


def test_what_is_no_secret_is_found_in_the_same_way(stolen: Stolen) -> None:
    assert stolen.log_id in stolen.flash["records.flash"]
    assert stolen.log_id in stolen.flash["keys.flash"]
    assert b"boot-count" in stolen.flash["photos.flash"]
    assert all(set(stolen.flash[name]) != {0xFF} for name in FLASH)
