"""Builds a board's firmware image for its flash: ROMFS of compiled modules, and a manifest that says what it is."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from viewmark.errors import HandheldError
from viewmark.handheld.description import board_table
from viewmark.handheld.image import compiled_file, read_sources
from viewmark.handheld.romfs import pack

Report = Callable[[int, int], None]


def build(name: str, out: Path, say: Report = lambda done, total: None) -> dict[str, Any]:
    """Write `<board>-<version>.romfs` and its manifest into a folder and return the manifest.

    HandheldError for a board that is not described or has no drivers, a source that does not compile, an image that is
    larger than the board's slot, or a folder that cannot be written. The same sources give the same bytes.
    """
    table = board_table(name)
    if "firmware" not in table:
        raise HandheldError(f"The board {name!r} has no drivers yet: its description names no folder of firmware.")
    sources = read_sources(table["firmware"]["folder"])
    files: dict[str, bytes] = {}
    for place, (path, content) in enumerate(sources.items()):
        inside, compiled = compiled_file(path, content, table["firmware"]["march"])
        files[inside] = compiled
        say(place + 1, len(sources))
    image = pack(files)
    slot_bytes = next(one["size_kib"] for one in table["partition"] if one["name"] == "firmware_a") * 1024
    if len(image) > slot_bytes:
        raise HandheldError(f"The image has {len(image)} bytes, the board's slot {slot_bytes}. Take something out.")
    version = _version(sources)
    manifest: dict[str, Any] = {
        "board": name,
        "version": version,
        "image": f"{name}-{version}.romfs",
        "bytes": len(image),
        "slot_bytes": slot_bytes,
        "sha256": hashlib.sha256(image).hexdigest(),
        "files": len(files),
        "not_compiled": sorted(path for path in files if path.endswith(".py")),
    }
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / manifest["image"]).write_bytes(image)
        written = json.dumps(manifest, indent=1) + "\n"
        (out / manifest["image"]).with_suffix(".json").write_text(written)
    except OSError as error:
        raise HandheldError(f"{out} cannot be written ({error}). Make room, or name another folder.") from error
    return manifest


def _version(sources: dict[str, bytes]) -> str:
    """Return the version that the firmware tells of itself."""
    for line in sources["link/server.py"].decode().splitlines():
        if line.startswith("SOFTWARE_VERSION = "):
            return line.split('"')[1]
    raise HandheldError("The firmware does not say its version: `link/server.py` has no SOFTWARE_VERSION.")
