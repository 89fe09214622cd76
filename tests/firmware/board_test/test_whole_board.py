"""A board without a fault passes, and nothing that is recorded on it changes."""

import asyncio
import json
import socket
from pathlib import Path

import pytest

from viewmark import places
from viewmark.errors import HandheldError
from viewmark.handheld.board_test.errors import BoardTestError
from viewmark.handheld.board_test.simulated import run_simulated
from viewmark.handheld.officer import Officer
from viewmark.handheld.process import Handheld

PHOTO = places.samples() / "02-laser.jpg"


@pytest.fixture
def used(folder: Path) -> Path:
    """The folder of a handheld with three checks, their keys, and a photo."""

    async def work() -> None:
        handheld = Handheld(folder, "handheld-1")
        await handheld.start()
        try:
            officer = Officer(handheld)
            for serial in ("AB1234", "AB1235"):
                await officer.check(None, None, serial)
            await officer.check(PHOTO, None, "AB1236")
        finally:
            await handheld.stop()

    asyncio.run(work())
    return folder


def rows_of(folder: Path) -> dict[int, tuple[str, bool, str | None]]:
    """Switch the handheld on and read its history."""

    async def work() -> dict[int, tuple[str, bool, str | None]]:
        handheld = Handheld(folder, "handheld-1")
        await handheld.start()
        try:
            return await Officer(handheld).history()
        finally:
            await handheld.stop()

    return asyncio.run(work())


def test_every_part_of_a_new_board_passes(run_test) -> None:
    tested = run_test()
    assert tested.failed == []
    parts = "flash screen keys light camera scan_engine battery clock vault random_numbers pipe radio unchanged"
    assert {one.part for one in tested.checks} == set(parts.split())
    assert {(one.part, one.name) for one in tested.checks if one.result == "not there"} == {("radio", "on")}


def test_a_radio_passes_where_there_is_an_air(run_test) -> None:
    pytest.importorskip("bumble", reason="the extra viewmark[radio] is not installed")
    tested = run_test("radio", has_radio=True)
    assert [one.name for one in tested.checks if one.result == "passed"] == ["on", "on the air", "off the air", "off"]


def test_log_keys_photos_and_clock_are_byte_for_byte_what_they_were(used: Path, run_test, content) -> None:
    before = content(used)
    assert run_test().failed == []
    assert content(used) == before
    assert set(rows_of(used)) == {1, 2, 3}


def test_a_clock_that_a_laptop_set_keeps_its_time_and_its_trust(folder: Path, run_test) -> None:
    (folder / "clock.offset").write_text("7200")
    tested = run_test("clock")
    assert tested.failed == []
    assert [one.detail for one in tested.checks if one.name == "trust"] == ["laptop"]
    assert (folder / "clock.offset").read_text() == "7200"


def test_a_clock_that_was_never_set_is_not_set_by_the_test(folder: Path, run_test) -> None:
    described = json.loads((folder / "board.json").read_text()) | {"clock_trust": "unset"}
    (folder / "board.json").write_text(json.dumps(described))
    tested = run_test("clock")
    assert [(one.name, one.result) for one in tested.checks][-1] == ("running", "not there")
    assert not (folder / "clock.offset").exists()


def test_a_chip_without_a_key_is_said_and_no_failure(folder: Path, run_test) -> None:
    described = json.loads((folder / "board.json").read_text()) | {"key_in_chip": False}
    (folder / "board.json").write_text(json.dumps(described))
    tested = run_test("vault")
    assert tested.failed == []
    (own,) = [one for one in tested.checks if one.name == "own key"]
    assert own.result == "not there" and "PIN" in own.detail


def test_a_power_cut_on_the_scratch_sector_leaves_every_check_readable(used: Path, run_broken, run_test) -> None:
    with pytest.raises(BoardTestError):
        run_broken("power goes in the middle", "flash")
    assert set(rows_of(used)) == {1, 2, 3}
    assert run_test("flash").failed == []


def test_where_every_sector_is_in_use_none_is_programmed(folder: Path, run_test, content) -> None:
    (folder / "records.flash").write_bytes(b"\x00" * (64 * 1024))
    before = content(folder)
    tested = run_test("flash")
    (scratch,) = [one for one in tested.checks if one.name == "scratch"]
    assert scratch.result == "not there" and "--erase-scratch" in scratch.detail
    assert content(folder) == before


def test_a_sector_that_the_tester_gives_is_put_back(folder: Path, run_test, content) -> None:
    (folder / "records.flash").write_bytes(b"\x00" * (64 * 1024))
    (folder / "firmware_b.flash").write_bytes(bytes(range(256)) * 256)
    before = content(folder)
    tested = run_test("flash", erase_scratch=True)
    assert tested.failed == []
    assert {"programs", "programs zeros over", "erases", "put back"} <= {one.name for one in tested.checks}
    assert content(folder) == before


def test_without_a_person_what_must_be_seen_or_pressed_is_left_to_one(run_test) -> None:
    tested = run_test("screen", "keys", "light", with_person=False)
    asked = [one for one in tested.checks if one.result == "asks a person"]
    assert len(asked) == 12 and tested.failed == []


def test_a_handheld_that_is_on_is_not_touched(folder: Path, run_test, content) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        described = json.loads((folder / "board.json").read_text())
        described["control_port"] = listening.getsockname()[1]
        (folder / "board.json").write_text(json.dumps(described))
        before = content(folder)
        with pytest.raises(HandheldError, match="Switch it off"):
            run_test("flash")
    assert content(folder) == before


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"partitions": 7}', b'{"partitions": {}, "control_port": -1}'])
def test_a_damaged_description_is_named(folder: Path, run_test, damage: bytes) -> None:
    (folder / "board.json").write_bytes(damage)
    with pytest.raises(HandheldError, match=r"board\.json is damaged"):
        run_test("vault")


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(HandheldError, match="no simulated handheld"):
        asyncio.run(run_simulated(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_an_unknown_part_says_which_there_are(run_test) -> None:
    with pytest.raises(BoardTestError, match=r"Name one of: flash, screen"):
        run_test("toaster")
