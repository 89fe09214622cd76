"""A PIN that is forgotten, or was tried too often: an administrator's signature puts the handheld back into service."""

import asyncio
import hashlib
import json
from pathlib import Path

import pytest
from parts import ask, checked, laptop_at, recorded_sequence, records, running_handheld, sync, viewmark

from viewmark.errors import RefusedError
from viewmark.handheld.officer import Officer
from viewmark.handheld.process import Handheld
from viewmark.laptop import Laptop
from viewmark.signing.key import SigningKey
from viewmark_protocol.messages.hello import Done
from viewmark_protocol.messages.keys import Challenge, PullChallenge, ResetPin, SetAdministrator
from viewmark_protocol.pin_reset import reset_message

PIN, WRONG = "493817", "111111"
UNIT_BYTES = 16


async def enrol(handheld: Handheld, laptop: Laptop, folder: Path) -> SigningKey:
    """Have the handheld know its administrator, and return the administrator's key."""
    key = SigningKey.create(folder / "administrator.key", height=5)
    await ask(handheld, laptop, SetAdministrator(digest=hashlib.sha256(key.public_key).digest()), Done)
    return key


async def reset(handheld: Handheld, laptop: Laptop, key: SigningKey) -> None:
    """Sign the handheld's challenge and give it the signature."""
    got = await ask(handheld, laptop, PullChallenge(), Challenge)
    signature = key.sign(reset_message(got.challenge))
    await ask(handheld, laptop, ResetPin(public_key=key.public_key, signature=signature), Done)


async def lock_up(handheld: Handheld) -> Officer:
    """Set a PIN and lock. A laptop must have the log's key."""
    officer = Officer(handheld)
    screen = await officer.set_pin(PIN)
    assert screen.texts[0] == "PIN SET", screen.texts
    await officer.lock()
    return officer


def note_wrong_pins(folder: Path, count: int) -> None:
    """Note so many more wrong PINs on the flash, as tries do; to wait for them would take an hour."""
    flash = folder / "keys.flash"
    content = bytearray(flash.read_bytes())
    at = content.index(b"T" * UNIT_BYTES) + UNIT_BYTES
    assert content[at : at + count * UNIT_BYTES] == b"\xff" * count * UNIT_BYTES
    content[at : at + count * UNIT_BYTES] = b"T" * count * UNIT_BYTES
    flash.write_bytes(content)


async def assert_in_service(handheld: Handheld, laptop: Laptop, photo: Path) -> None:
    """The handheld has no PIN and a new log, takes a check, and the laptop opens it beside what it had."""
    before = records(laptop)
    await handheld.wait_for(lambda shown: shown.name == "home", 10)
    (screen,) = await checked(handheld, photo)
    assert recorded_sequence(screen) == 1
    await sync(handheld, laptop)
    assert records(laptop)[: len(before)] == before
    assert [one.seal for one in laptop.archive.checks()] == ["verified"] * (len(before) + 1)
    assert laptop.archive.devices()[0]["store_state"] == "open"


def test_the_commands_reset_a_forgotten_pin_once_and_a_new_log_begins(tmp_path: Path, photo: Path) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld, laptop_at(tmp_path / "laptop") as laptop:
            folder = tmp_path / "laptop"
            port, key = handheld.cable.path, tmp_path / "administrator.key"
            made = json.loads(await viewmark("administrator", "key", "--out", key, "--json"))
            public_key = ("--public-key", made["public_key"])
            await sync(handheld, laptop)
            told = json.loads(await viewmark("pin", "administrator", port, *public_key, "--json", folder=folder))
            assert told == {"administrator": made["sha256"]}
            await checked(handheld, photo)
            await sync(handheld, laptop)
            await lock_up(handheld)
            challenge = json.loads(await viewmark("pin", "challenge", port, "--json", folder=folder))["challenge"]
            signed = await viewmark("administrator", "reset-pin", "--key", key, "--challenge", challenge)
            given = ("pin", "reset", port, "--authorisation", signed.strip(), *public_key)
            reset = await viewmark(*given, folder=folder)
            assert reset == "The handheld has new keys and no PIN. Set one on it, and sync.\n"
            again = await viewmark(*given, "--json", folder=folder, exit_code=1)
            assert again.startswith("Not done: Ask for a challenge first") and again.count("\n") == 1
            await sync(handheld, laptop)
            (device,) = laptop.archive.devices()
            assert (device["store_state"], device["next_sequence"]) == ("open", 1)
            assert [one.seal for one in laptop.archive.checks()] == ["verified"]

    asyncio.run(run())


def test_after_the_reset_the_screen_asks_for_no_pin_any_more(tmp_path: Path) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld, laptop_at(tmp_path / "laptop") as laptop:
            key = await enrol(handheld, laptop, tmp_path)
            await sync(handheld, laptop)
            await lock_up(handheld)
            await reset(handheld, laptop, key)
            await handheld.wait_for(lambda shown: shown.name == "home", 10)

    asyncio.run(run())


def test_no_reset_while_a_check_waits_for_the_laptop(tmp_path: Path, photo: Path) -> None:
    async def run() -> None:
        async with running_handheld(tmp_path / "handheld") as handheld, laptop_at(tmp_path / "laptop") as laptop:
            key = await enrol(handheld, laptop, tmp_path)
            await sync(handheld, laptop)
            await checked(handheld, photo)
            await lock_up(handheld)
            with pytest.raises(RefusedError, match="Sync first"):
                await reset(handheld, laptop, key)
            await sync(handheld, laptop)
            await reset(handheld, laptop, key)
            assert [one.seal for one in laptop.archive.checks()] == ["verified"]

    asyncio.run(run())


def test_ten_wrong_pins_destroy_the_keys_and_no_check(tmp_path: Path, photo: Path) -> None:
    async def run() -> None:
        folder = tmp_path / "handheld"
        async with running_handheld(folder) as handheld, laptop_at(tmp_path / "laptop") as laptop:
            key = await enrol(handheld, laptop, tmp_path)
            await sync(handheld, laptop)
            await checked(handheld, photo)
            officer = await lock_up(handheld)
            await officer.unlock(WRONG)
            await handheld.kill()
            note_wrong_pins(folder, 9)
            await handheld.start()
            assert handheld.screen.texts[0] == "KEYS DESTROYED"
            assert len(await sync(handheld, laptop)) == 1
            assert [one.seal for one in laptop.archive.checks()] == ["verified"]
            assert any("has destroyed its keys after ten wrong PINs" in one for one in laptop.left_aside())
            await reset(handheld, laptop, key)
            await assert_in_service(handheld, laptop, photo)

    asyncio.run(run())


def test_a_forgotten_pin_and_a_lost_laptop_lose_no_check(tmp_path: Path, photo: Path) -> None:
    async def run() -> None:
        folder = tmp_path / "handheld"
        async with running_handheld(folder) as handheld, laptop_at(tmp_path / "new") as new:
            async with laptop_at(tmp_path / "lost") as lost:
                key = await enrol(handheld, lost, tmp_path)
                await sync(handheld, lost)
            await checked(handheld, photo)
            officer = await lock_up(handheld)
            await officer.unlock(WRONG)
            await handheld.kill()
            note_wrong_pins(folder, 9)
            await handheld.start()
            await sync(handheld, new)  # with its keys destroyed it has nothing to guard, and pairs again
            assert [one.seal for one in new.archive.checks()] == ["no-key"]
            await reset(handheld, new, key)
            await handheld.wait_for(lambda shown: shown.name == "home", 10)

    asyncio.run(run())
