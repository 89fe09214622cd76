"""Lays out a simulated handheld's folder from a board's description: its flash, blank, and `board.json`."""

import contextlib
import json
import os
import tomllib
from pathlib import Path

from viewmark import places
from viewmark_protocol.errors import FirmwareError
from viewmark_protocol.firmware_image import decode_firmware_head

BOARD = "esp32s3-reference"
_HEAD_READ_BYTES = 4096
_SLOTS = ("firmware_a", "firmware_b")
_RAW_PARTITIONS = (*_SLOTS, "list", "records", "keys", "photos")


class Board:
    """What the simulator needs of a board's description: sizes in bytes and pixels."""

    def __init__(self, description: dict) -> None:
        self.sector_bytes: int = description["flash"]["sector_bytes"]
        self.camera_px: tuple[int, int] = (description["camera"]["width_px"], description["camera"]["height_px"])
        self.aiming_box_px: tuple[int, int, int, int] = tuple(description["camera"]["aiming_box_px"])
        self.partitions = {
            one["name"]: one["size_kib"] * 1024 for one in description["partition"] if one["name"] in _RAW_PARTITIONS
        }


def read_board(name: str = BOARD) -> Board:
    """Return a board by the name of its description."""
    return Board(tomllib.loads(places.board(name).read_text()))


def lay_out(
    folder: Path,
    board: Board,
    device_id: str,
    clock_trust: str,
    partitions: dict[str, int] | None = None,
    key_in_chip: bool = True,
) -> None:
    """Make the folder of a handheld; what lies in it already, its flash above all, stays.

    `partitions` gives other sizes in bytes than the board's, for tests that fill the flash. Without `key_in_chip` it is
    a board whose chip keeps no key.
    """
    folder.mkdir(parents=True, exist_ok=True)
    chip = folder / "chip.key"
    if not chip.exists():
        blank = folder / "chip.new"
        blank.write_bytes(os.urandom(32))
        blank.chmod(0o600)
        blank.rename(chip)
    sizes = board.partitions | (partitions or {})
    for name, size_bytes in sizes.items():
        path = folder / f"{name}.flash"
        if not path.exists():
            blank = folder / f"{name}.blank"
            with blank.open("wb") as file:
                for _ in range(size_bytes // board.sector_bytes):
                    file.write(b"\xff" * board.sector_bytes)
            blank.rename(path)
        sizes[name] = path.stat().st_size
    description = {
        "device_id": device_id,
        "clock_trust": clock_trust,
        "key_in_chip": key_in_chip,
        "sector_bytes": board.sector_bytes,
        "partitions": sizes,
        "camera": {"width_px": board.camera_px[0], "height_px": board.camera_px[1]},
    }
    (folder / "board.json").write_text(json.dumps(description))


def slot_images(folder: Path) -> list[int]:
    """Return the sizes of the firmware images that lie in a handheld's slots, in bytes."""
    sizes: list[int] = []
    for name in _SLOTS:
        with contextlib.suppress(FirmwareError, OSError), (folder / f"{name}.flash").open("rb") as file:
            sizes.append(decode_firmware_head(file.read(_HEAD_READ_BYTES))[0].image_bytes)
    return sizes


def set_ports(
    folder: Path, control_port: int, serial_port: int, scan_engine_port: int, radio_port: int | None = None
) -> None:
    """Tell the firmware where the host listens; a board without a radio port has no radio."""
    path = folder / "board.json"
    description = json.loads(path.read_text())
    description |= {
        "control_port": control_port,
        "serial_port": serial_port,
        "scan_engine_port": scan_engine_port,
        "radio_port": radio_port,
    }
    path.write_text(json.dumps(description))
