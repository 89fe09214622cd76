"""Builds a board's firmware image for its flash: ROMFS of compiled modules, and a manifest that says what it is.

With its maker's key the image knows that maker, and is also written as it comes over the link: signed.
"""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from viewmark.errors import HandheldError
from viewmark.handheld.board import BOARD
from viewmark.handheld.description import board_table
from viewmark.handheld.image import ROOT_FILE, compiled_file, read_sources
from viewmark.handheld.romfs import HOST_MARCH, pack
from viewmark.handheld.signed_image import SUFFIX, signed
from viewmark.signing.key import SigningKey
from viewmark.whole_file import write_whole
from viewmark_protocol.firmware_image import version_of

SIMULATED = "sim"
_VERSION_FILE, _VERSION_LINE = "version.py", "SOFTWARE_VERSION = "

Report = Callable[[int, int], None]


def build(
    name: str,
    out: Path,
    say: Report = lambda done, total: None,
    key: SigningKey | None = None,
    version: str | None = None,
) -> dict[str, Any]:
    """Write `<board>-<version>.romfs` and its manifest into a folder, signed too with a key; return the manifest.

    `name` is a described board, or `sim`; `version` another one than the sources say. HandheldError for a board that is
    not described or has no drivers, a source that does not compile, an image that is larger than the board's slot, or a
    folder that cannot be written; FirmwareError for a version that is none. The same sources give the same image.
    """
    table = board_table(BOARD if name == SIMULATED else name)
    if "firmware" not in table:
        raise HandheldError(f"The board {name!r} has no drivers yet: its description names no folder of firmware.")
    driven = {"folder": SIMULATED, "march": HOST_MARCH} if name == SIMULATED else table["firmware"]
    sources = read_sources(driven["folder"]) | ({ROOT_FILE: key.public_key} if key else {})
    if version is not None:
        sources[_VERSION_FILE] = f'{_VERSION_LINE}"{version}"\n'.encode()
    version = _version(sources)
    version_of(version)
    files: dict[str, bytes] = {}
    for place, (path, content) in enumerate(sources.items()):
        inside, compiled = compiled_file(path, content, driven["march"])
        files[inside] = compiled
        say(place + 1, len(sources))
    image = pack(files)
    room_kib = next(one["size_kib"] for one in table["partition"] if one["name"] == "firmware_a")
    slot_bytes = room_kib * 1024 - table["flash"]["sector_bytes"]  # the first sector is the head's
    if len(image) > slot_bytes:
        raise HandheldError(f"The image has {len(image)} bytes, the board's slot {slot_bytes}. Take something out.")
    manifest: dict[str, Any] = {
        "board": name,
        "version": version,
        "image": f"{name}-{version}.romfs",
        "bytes": len(image),
        "slot_bytes": slot_bytes,
        "sha256": hashlib.sha256(image).hexdigest(),
        "files": len(files),
        "not_compiled": sorted(path for path in files if path.endswith(".py")),
        "signed": f"{name}-{version}{SUFFIX}" if key else None,
    }
    try:
        out.mkdir(parents=True, exist_ok=True)
        _write(out / manifest["image"], image)
        if key:
            _write(out / manifest["signed"], signed(image, name, version, key))
        _write((out / manifest["image"]).with_suffix(".json"), (json.dumps(manifest, indent=1) + "\n").encode())
    except OSError as error:
        raise HandheldError(f"{out} cannot be written ({error}). Make room, or name another folder.") from error
    return manifest


def _write(path: Path, content: bytes) -> None:
    write_whole(path, lambda part: part.write_bytes(content))


def _version(sources: dict[str, bytes]) -> str:
    """Return the version that the firmware tells of itself."""
    for line in sources[_VERSION_FILE].decode().splitlines():
        if line.startswith(_VERSION_LINE):
            return line.split('"')[1]
    raise HandheldError(f"The firmware does not say its version: `{_VERSION_FILE}` has no SOFTWARE_VERSION.")
