"""Firmware comes over the cable, signed: it starts when the officer wants it; one that fails gives way to the old."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from parts import checked, laptop_at, sequences, sync

from viewmark.handheld.building import SIMULATED, build
from viewmark.handheld.officer import Officer
from viewmark.handheld.process import Handheld
from viewmark.handheld.signed_image import read_signed, signed
from viewmark.laptop import Laptop
from viewmark.signing.key import SigningKey

CONFIRM_S = 20


@pytest.fixture(scope="module")
def made(micropython: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the maker's key, and a newer firmware for the simulated board."""
    folder = tmp_path_factory.mktemp("made")
    key = SigningKey.create(folder / "firmware.key", height=5)
    build(SIMULATED, folder, key=key, version="0.2.0")
    yield folder


class Updated:
    """A handheld whose firmware knows its maker, and its laptop."""

    def __init__(self, folder: Path, made: Path, laptop: Laptop) -> None:
        root = SigningKey.open(made / "firmware.key").public_key
        self.handheld = Handheld(folder / "handheld", firmware_root=root)
        self.laptop = laptop

    async def __aenter__(self) -> "Updated":
        self.handheld.cable.plug_in()
        await self.handheld.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.handheld.stop()

    @property
    def version(self) -> str:
        """Which version the handheld said it runs, at the last sync."""
        return self.laptop.archive.devices()[0]["software_version"]

    async def bring(self, file: Path) -> None:
        """Bring firmware down to a handheld on its home page."""
        await Officer(self.handheld).go_home()
        self.laptop.carried.firmware.keep(read_signed(file))
        await sync(self.handheld, self.laptop)

    async def restart(self) -> None:
        """Restart with it, as its page offers."""
        screen = await self.handheld.wait_for(lambda screen: screen.name == "update", 10)
        assert screen.texts[1].startswith("Version ")
        await self.handheld.press("ok")
        await self.handheld.wait_for(lambda screen: screen.name == "off", 10)
        await self.handheld.wait_for(lambda screen: screen.name != "off", CONFIRM_S)


def test_a_newer_firmware_is_brought_started_and_stays_and_no_check_is_lost(
    tmp_path: Path, made: Path, photo: Path
) -> None:
    async def run() -> None:
        async with laptop_at(tmp_path / "laptop") as laptop, Updated(tmp_path, made, laptop) as updated:
            await sync(updated.handheld, laptop)
            assert updated.version == "0.1.0"
            await checked(updated.handheld, photo)
            await updated.bring(made / "sim-0.2.0.vmf")
            await updated.restart()
            await sync(updated.handheld, laptop)
            assert updated.version == "0.2.0" and sequences(laptop) == [1]
            await asyncio.sleep(5)  # its self-test
            await updated.handheld.kill()
            await updated.handheld.start()
            await checked(updated.handheld, photo)
            await sync(updated.handheld, laptop)
            assert updated.version == "0.2.0" and sequences(laptop) == [1, 2]
            assert laptop.left_aside() == []

    asyncio.run(run())


def test_put_off_it_starts_at_the_next_power_on_and_before_its_self_test_a_cut_brings_the_old_one_back(
    tmp_path: Path, made: Path
) -> None:
    async def run() -> None:
        async with laptop_at(tmp_path / "laptop") as laptop, Updated(tmp_path, made, laptop) as updated:
            await sync(updated.handheld, laptop)
            await updated.bring(made / "sim-0.2.0.vmf")
            await updated.handheld.wait_for(lambda screen: screen.name == "update", 10)
            await updated.handheld.press("back")
            await updated.handheld.wait_for(lambda screen: screen.name == "home", 10)
            for version in ("0.2.0", "0.1.0"):
                await updated.handheld.kill()
                await updated.handheld.start()
                await sync(updated.handheld, laptop)
                assert updated.version == version
            assert "did not start here" in laptop.left_aside()[0]

    asyncio.run(run())


def test_a_firmware_that_fails_as_it_starts_gives_way_to_the_one_before_by_itself(tmp_path: Path, made: Path) -> None:
    good = read_signed(made / "sim-0.2.0.vmf")
    image = good.content[good.head_bytes :]
    broken = image.replace(b"app.mpy", b"APP.mpy", 1)  # main cannot import it
    assert broken != image
    (tmp_path / "broken.vmf").write_bytes(signed(broken, SIMULATED, "0.3.0", SigningKey.open(made / "firmware.key")))

    async def run() -> None:
        async with laptop_at(tmp_path / "laptop") as laptop, Updated(tmp_path, made, laptop) as updated:
            await sync(updated.handheld, laptop)
            await updated.bring(tmp_path / "broken.vmf")
            await updated.restart()
            await sync(updated.handheld, laptop)
            assert updated.version == "0.1.0"
            await Officer(updated.handheld).go_home()
            assert "did not start here" in laptop.left_aside()[0]

    asyncio.run(run())


def test_a_handheld_refuses_what_its_maker_did_not_sign_and_goes_on(tmp_path: Path, made: Path, photo: Path) -> None:
    good = read_signed(made / "sim-0.2.0.vmf")
    other = SigningKey.create(tmp_path / "other.key", height=5)
    (tmp_path / "other.vmf").write_bytes(signed(good.content[good.head_bytes :], SIMULATED, "0.2.0", other))

    async def run() -> None:
        async with laptop_at(tmp_path / "laptop") as laptop, Updated(tmp_path, made, laptop) as updated:
            await sync(updated.handheld, laptop)
            await updated.bring(tmp_path / "other.vmf")
            assert "not signed by the maker" in laptop.left_aside()[0]
            await checked(updated.handheld, photo)
            await sync(updated.handheld, laptop)
            assert updated.version == "0.1.0" and sequences(laptop) == [1]

    asyncio.run(run())
