"""`viewmark recover`: opens what lies here sealed, with a log's first key that the focal point recovered."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from viewmark.archive.archive import Archive
from viewmark.archive.keystore import KeyStore
from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder, print_json
from viewmark.devices.logkeys import LogKeys
from viewmark.errors import ArchiveError


def recover(
    key: Annotated[Path, typer.Argument(help="The file that `viewmark focal-point open --out` wrote.")],
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Take a log's first key from the focal point and open every record of it that lies here sealed.

    Example: viewmark recover handheld-1.key
    """
    device_id, log_id, first_key = _read(key)
    keys = KeyStore(folder / "keys.json")
    keys.add(device_id, log_id, first_key)
    archive = Archive(folder)
    try:
        opened = LogKeys(archive, keys, lambda device, log: True).open_waiting(device_id, log_id)
        left = len(archive.without_key(device_id, log_id))
        broken = archive.first_broken(device_id, log_id)
    finally:
        archive.close()
    if as_json:
        print_json({"opened": opened, "sealed": left, "first_broken": broken[0] if broken else None})
        return
    print(f"{len(opened)} checks of {device_id} were opened and verified. They go to the register at the next sync.")
    if broken:
        print(f"{broken[1]} It is kept as it came. Have the handheld examined.")


def _read(path: Path) -> tuple[str, bytes, bytes]:
    try:
        stored: dict[str, Any] = json.loads(path.read_text())
        return stored["device_id"], bytes.fromhex(stored["log_id"]), bytes.fromhex(stored["first_key"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArchiveError(
            f"{path} holds no recovered key ({error}). The focal point makes one: `viewmark focal-point open --out`."
        ) from error
