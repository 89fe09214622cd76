"""The first keys of handhelds' logs, in one closed file of mode 0600, replaced whole: no kill leaves half of it.

Who holds a log's first key can open the whole log: neither the archive nor the desk book holds it.
"""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from viewmark.encryption.closed_file import ClosedFile
from viewmark.errors import ArchiveError
from viewmark.escrow.limits import PUBLIC_KEY_BYTES
from viewmark.signing.errors import SigningError
from viewmark.signing.files import exclusive
from viewmark_protocol.checks import LOG_ID_BYTES
from viewmark_protocol.sealing.hmac import KEY_BYTES

_Keys = dict[tuple[str, bytes], bytes]


class LogKey(NamedTuple):
    """One log's first key."""

    device_id: str
    log_id: bytes
    first_key: bytes


class KeyStore:
    """The keys in the file at `path`, which several programs may use; ArchiveError when it cannot be read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = ClosedFile(path)
        self._keys, self._focal_point = self._read()

    def first_key(self, device_id: str, log_id: bytes) -> bytes | None:
        """Return the first key of a log, None where it is not here."""
        if (device_id, log_id) not in self._keys:
            self._keys, self._focal_point = self._read()  # another program may have taken it
        return self._keys.get((device_id, log_id))

    def all(self) -> list[LogKey]:
        """Return every key that is here."""
        return [LogKey(device_id, log_id, key) for (device_id, log_id), key in self._keys.items()]

    def add(self, device_id: str, log_id: bytes, first_key: bytes) -> None:
        """Keep a log's first key durably; ArchiveError where another one is kept for this log, or it is none."""
        if len(first_key) != KEY_BYTES or len(log_id) != LOG_ID_BYTES:
            raise ArchiveError(f"{device_id} gave a first key or a log id of a wrong length. Have it examined.")
        with self._changing():
            known = self._keys.get((device_id, log_id))
            if known is not None and known != first_key:
                raise ArchiveError(f"{device_id} gives another first key for the log it writes. Have it examined.")
            if known is None:
                self._write(self._keys | {(device_id, log_id): first_key}, self._focal_point)

    @property
    def focal_point(self) -> bytes | None:
        """The focal point's public key that is trusted here: the first that was seen, or the one that was set."""
        return self._focal_point

    def pin_focal_point(self, public_key: bytes) -> bool:
        """Trust a focal point's public key where none is trusted yet; return whether this is the one that is."""
        with self._changing():
            if self._focal_point is None:
                self._write(self._keys, public_key)
            return self._focal_point == public_key

    def trust_focal_point(self, public_key: bytes) -> None:
        """Trust this focal point's public key from now on, whichever was trusted before."""
        with self._changing():
            self._write(self._keys, public_key)

    @contextlib.contextmanager
    def _changing(self) -> Iterator[None]:
        """Hold the file and what it says now; SigningError becomes ArchiveError."""
        try:
            with exclusive(self._path):
                self._keys, self._focal_point = self._read()
                yield
        except SigningError as error:
            why = "Make room on this laptop, and let other programs that use the keys end."
            raise ArchiveError(f"The keys in {self._path} cannot be written. {why} ({error})") from error

    def _write(self, keys: _Keys, focal_point: bytes | None) -> None:
        logs = [
            {"device_id": device_id, "log_id": log_id.hex(), "first_key": key.hex()}
            for (device_id, log_id), key in keys.items()
        ]
        content = {"logs": logs, "focal_point": None if focal_point is None else focal_point.hex()}
        self._file.write(json.dumps(content).encode())
        self._keys, self._focal_point = keys, focal_point  # what is not on the disk is not kept

    def _read(self) -> tuple[_Keys, bytes | None]:
        if not self._path.exists():
            return {}, None
        try:
            stored = json.loads(self._file.read())
            keys = {
                (str(one["device_id"]), bytes.fromhex(one["log_id"])): bytes.fromhex(one["first_key"])
                for one in stored["logs"]
            }
            if any(len(log_id) != LOG_ID_BYTES or len(key) != KEY_BYTES for (_, log_id), key in keys.items()):
                raise ValueError("a log id or a key of a wrong length")
            pinned = None if stored["focal_point"] is None else bytes.fromhex(stored["focal_point"])
            if pinned is not None and len(pinned) != PUBLIC_KEY_BYTES:
                raise ValueError("a public key of a wrong length")
            return keys, pinned
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ArchiveError(
                f"The keys in {self._path} cannot be read ({error}). Put the file aside and restore it; what it held"
                " can also be recovered from the register's escrow by the focal point."
            ) from error
