"""The first keys of handhelds' logs, in one file of mode 0600, replaced whole so that no kill leaves half of it.

Who holds a log's first key can open the whole log: neither the archive nor the desk book holds it.
"""

import json
import os
from pathlib import Path
from typing import Any, NamedTuple

from viewmark.errors import ArchiveError
from viewmark_protocol.sealing.hmac import KEY_BYTES


class LogKey(NamedTuple):
    """One log's first key."""

    device_id: str
    log_id: bytes
    first_key: bytes


class KeyStore:
    """The keys in the file at `path`; ArchiveError when it is there and cannot be read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._keys, self._focal_point = self._read()

    def first_key(self, device_id: str, log_id: bytes) -> bytes | None:
        """Return the first key of a log, None where it is not here."""
        return self._keys.get((device_id, log_id))

    def all(self) -> list[LogKey]:
        """Return every key that is here."""
        return [LogKey(device_id, log_id, key) for (device_id, log_id), key in self._keys.items()]

    def add(self, device_id: str, log_id: bytes, first_key: bytes) -> None:
        """Keep a log's first key durably; ArchiveError where another one is kept for this log, or it is none."""
        if len(first_key) != KEY_BYTES:
            raise ArchiveError(f"{device_id} gave a first key of {len(first_key)} bytes. Have it examined.")
        known = self.first_key(device_id, log_id)
        if known == first_key:
            return
        if known is not None:
            raise ArchiveError(f"{device_id} gives another first key for the log it writes. Have it examined.")
        self._keys[device_id, log_id] = first_key
        self._write()

    @property
    def focal_point(self) -> bytes | None:
        """The focal point's public key as it was first seen here."""
        return self._focal_point

    def pin_focal_point(self, public_key: bytes) -> bool:
        """Keep the focal point's public key where none is kept; return whether this is the one that is kept."""
        if self._focal_point is None:
            self._focal_point = public_key
            self._write()
        return self._focal_point == public_key

    def _read(self) -> tuple[dict[tuple[str, bytes], bytes], bytes | None]:
        if not self._path.exists():
            return {}, None
        try:
            stored = json.loads(self._path.read_text())
            keys = {
                (str(one["device_id"]), bytes.fromhex(one["log_id"])): bytes.fromhex(one["first_key"])
                for one in stored["logs"]
            }
            pinned = stored["focal_point"]
            return keys, None if pinned is None else bytes.fromhex(pinned)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ArchiveError(
                f"The keys in {self._path} cannot be read ({error}). Put the file aside and restore it; what it held"
                " can also be recovered from the register's escrow by the focal point."
            ) from error

    def _write(self) -> None:
        logs = [
            {"device_id": one.device_id, "log_id": one.log_id.hex(), "first_key": one.first_key.hex()}
            for one in self.all()
        ]
        pinned = None if self._focal_point is None else self._focal_point.hex()
        _replace(self._path, {"logs": logs, "focal_point": pinned})


def _replace(path: Path, content: dict[str, Any]) -> None:
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
        make_names_durable(path.parent)
    except OSError as error:
        raise ArchiveError(f"The keys in {path} cannot be written ({error}). Make room on this laptop.") from error


def make_names_durable(folder: Path) -> None:
    """Have the names in a folder survive a power cut; only POSIX systems can and need to be told."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
