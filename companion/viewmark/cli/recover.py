"""`viewmark recover`: opens what lies here sealed, with a log's first key that the focal point recovered."""

import contextlib
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from viewmark.archive.archive import Archive
from viewmark.archive.keystore import KeyStore
from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder, print_json
from viewmark.devices.logkeys import LogKeys
from viewmark.errors import ArchiveError
from viewmark_protocol.checks import LOG_ID_BYTES
from viewmark_protocol.errors import SealError
from viewmark_protocol.sealing.chain import SealChain
from viewmark_protocol.sealing.hmac import KEY_BYTES


def recover(
    key: Annotated[Path, typer.Argument(help="The file that `viewmark focal-point open --out` wrote.")],
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Take a log's first key from the focal point and open every record of it that lies here sealed.

    Example: viewmark recover handheld-1.key
    """
    device_id, log_id, first_keys = _read(key)
    keys = KeyStore(folder / "keys.json")
    archive = Archive(folder)
    try:
        if keys.first_key(device_id, log_id) is None:
            sealed = archive.without_key(device_id, log_id, with_broken=True)
            keys.add(device_id, log_id, _fitting(sealed, device_id, log_id, first_keys))
        opened = LogKeys(archive, keys, lambda device, log: True).open_waiting(device_id, log_id, with_broken=True)
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


def _fitting(sealed: list[tuple[int, bytes]], device_id: str, log_id: bytes, first_keys: list[bytes]) -> bytes:
    """Return the first key that opens what lies here sealed: whoever can reach the register can escrow another one."""
    for first_key in first_keys:
        chain = SealChain(log_id, first_key)
        for sequence, record in sealed:
            with contextlib.suppress(SealError):
                chain.open(sequence, record)
                return first_key
    if not sealed:
        raise ArchiveError(f"No record of this log of {device_id} lies here sealed. Sync the handheld first.")
    raise ArchiveError(f"No key of this file opens what {device_id} sealed. Ask the focal point for the others.")


def _read(path: Path) -> tuple[str, bytes, list[bytes]]:
    try:
        stored: dict[str, Any] = json.loads(path.read_text())
        keys = [bytes.fromhex(one) for one in [stored["first_key"], *stored.get("other_keys", [])]]
        device_id, log_id = stored["device_id"], bytes.fromhex(stored["log_id"])
        if not isinstance(device_id, str) or len(log_id) != LOG_ID_BYTES or any(len(one) != KEY_BYTES for one in keys):
            raise ValueError("an id or a key of a wrong kind or length")
        return device_id, log_id, keys
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveError(
            f"{path} holds no recovered key ({error}). The focal point makes one: `viewmark focal-point open --out`."
        ) from error
