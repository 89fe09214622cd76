"""The image of the reference board: every file compiles for its chip, it fits its slot, and it says what it is."""

import hashlib
import json
from pathlib import Path

import pytest

from viewmark import places
from viewmark.errors import HandheldError
from viewmark.handheld.building import build
from viewmark.handheld.description import board_table, description_module
from viewmark.handheld.romfs import compile_source

BOARD = "esp32s3-reference"
DRIVERS = sorted((places.firmware() / "boards" / "esp32s3").rglob("*.py"))
XTENSA = 10  # the architecture in an .mpy's third byte, bits 2 to 5 (MicroPython 1.29, py/persistentcode.h)


@pytest.mark.parametrize("path", DRIVERS, ids=[path.name for path in DRIVERS])
def test_a_driver_compiles_for_the_boards_chip(path: Path) -> None:
    assert compile_source(path.name, path.read_bytes(), "xtensawin")


def test_the_image_says_what_it_is_and_fits_its_slot(tmp_path: Path) -> None:
    said: list[tuple[int, int]] = []
    manifest = build(BOARD, tmp_path, lambda done, total: said.append((done, total)))
    image = (tmp_path / manifest["image"]).read_bytes()
    assert manifest["sha256"] == hashlib.sha256(image).hexdigest() and len(image) == manifest["bytes"]
    assert manifest["bytes"] <= manifest["slot_bytes"] and manifest["not_compiled"] == []
    assert json.loads((tmp_path / manifest["image"]).with_suffix(".json").read_text()) == manifest
    assert said[-1][0] == said[-1][1]


def test_the_same_sources_give_the_same_image(tmp_path: Path) -> None:
    assert build(BOARD, tmp_path / "a")["sha256"] == build(BOARD, tmp_path / "b")["sha256"]


def test_native_code_is_compiled_for_the_board_and_not_for_this_machine() -> None:
    kernels = (places.firmware() / "reading" / "kernels.py").read_bytes()
    compiled = compile_source("kernels.py", kernels, "xtensawin")
    assert compiled and compiled[2] >> 2 & 0x0F == XTENSA


def test_the_drivers_pins_are_those_of_the_boards_description() -> None:
    written = (places.firmware() / "boards" / "esp32s3" / "description.py").read_text()
    assert written == description_module(BOARD), "viewmark firmware describe > firmware/boards/esp32s3/description.py"


@pytest.mark.parametrize("name", ["../../etc", "../boards/esp32s3-reference", "", "none"])
def test_a_board_is_known_by_its_name_alone_and_the_others_are_named(name: str) -> None:
    with pytest.raises(HandheldError, match=f"Described in .*boards: .*{BOARD}"):
        description_module(name)


def test_no_pin_of_the_board_has_two_uses() -> None:
    used = [
        number
        for pins in board_table(BOARD)["pins"].values()
        for name, pin in pins.items()
        if name != "baud"
        for number in (pin if isinstance(pin, list) else [pin])
    ]
    assert len(used) == len(set(used))
    assert not set(used) & {19, 20, *range(26, 38)}, "these are the module's USB, flash and memory"


def test_an_unknown_board_says_which_there_are(tmp_path: Path) -> None:
    with pytest.raises(HandheldError, match=BOARD):
        build("esp8266", tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HandheldError, match="Make room"):
        build(BOARD, tmp_path / "file")
