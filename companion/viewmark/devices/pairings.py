"""Who this laptop is to handhelds, and which of them it is paired with: one closed file, replaced whole."""

import contextlib
import json
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from viewmark.devices.identity import client_context, is_certificate, make_identity
from viewmark.encryption.closed_file import ClosedFile
from viewmark.errors import ArchiveError
from viewmark.signing.errors import SigningError
from viewmark.signing.files import exclusive
from viewmark_protocol.pairing import MOST_CERTIFICATE_BYTES
from viewmark_protocol.radio import TAG_KEY_BYTES

_COMMON_NAME = "v"  # the same for all, and short: on the air a certificate goes in clear, and need not tell more
_MOST_NAME = 32
PAIRINGS_FILE = "pairings.json"


class Paired(NamedTuple):
    """One handheld: its certificate (DER), and the key of its tags on the air once it has given that."""

    device_id: str
    certificate: bytes
    tag_key: bytes | None
    paired_s: int


class Pairings:
    """The pairings in the file at `path`, which several programs may use; ArchiveError when it cannot be used."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = ClosedFile(path)
        self._context: ssl.SSLContext | None = None
        self._context_of: list[bytes] = []
        with self._changing() as content:
            if not content:
                private_key, certificate = make_identity(_COMMON_NAME)
                self._write(
                    {
                        "name": socket.gethostname()[:_MOST_NAME],
                        "private_key": private_key.decode(),
                        "certificate": certificate.hex(),
                        "handhelds": {},
                    }
                )

    @property
    def name(self) -> str:
        """What this laptop calls itself on a handheld's screen."""
        return str(self._read()["name"])

    def rename(self, name: str) -> None:
        """Call this laptop by another name, cut to 32 characters; handhelds take it at the next pairing."""
        with self._changing() as content:
            self._write(content | {"name": name[:_MOST_NAME]})

    @property
    def certificate(self) -> bytes:
        """This laptop's own certificate (DER)."""
        return bytes.fromhex(self._read()["certificate"])

    def all(self) -> list[Paired]:
        """Return every handheld that is paired now."""
        return [_paired(device_id, one) for device_id, one in self._read()["handhelds"].items()]

    def find(self, device_id: str) -> Paired | None:
        """Return a paired handheld, None where it is not."""
        return next((one for one in self.all() if one.device_id == device_id), None)

    def device_of(self, certificate: bytes) -> str | None:
        """Return which paired handheld a certificate belongs to, None for any other."""
        return next((one.device_id for one in self.all() if one.certificate == certificate), None)

    def add(self, device_id: str, certificate: bytes) -> None:
        """Trust a handheld from now on, in place of what went by its name before."""
        if not 0 < len(certificate) <= MOST_CERTIFICATE_BYTES or not is_certificate(certificate):
            raise ArchiveError(f"{device_id} gave a certificate that cannot be one. Have it examined.")
        with self._changing() as content:
            handheld = {"certificate": certificate.hex(), "tag_key": None, "paired_s": int(time.time())}
            self._write(content | {"handhelds": content["handhelds"] | {device_id: handheld}})

    def keep_tag_key(self, device_id: str, tag_key: bytes) -> None:
        """Keep the key by which a paired handheld is known on the air."""
        if len(tag_key) != TAG_KEY_BYTES:
            raise ArchiveError(f"{device_id} gave a key for its tags that cannot be one. Have it examined.")
        with self._changing() as content:
            if known := content["handhelds"].get(device_id):
                handheld = known | {"tag_key": tag_key.hex()}
                self._write(content | {"handhelds": content["handhelds"] | {device_id: handheld}})

    def remove(self, device_id: str) -> bool:
        """Trust a handheld no more; return whether it was trusted."""
        with self._changing() as content:
            left = {name: one for name, one in content["handhelds"].items() if name != device_id}
            if len(left) == len(content["handhelds"]):
                return False
            self._write(content | {"handhelds": left})
            return True

    def trust(self) -> tuple[ssl.SSLContext, list[bytes]]:
        """Return the TLS context that knows all paired handhelds and nobody else, and their certificates (DER)."""
        content = self._read()
        pinned = [_paired(device_id, one).certificate for device_id, one in content["handhelds"].items()]
        if self._context is None or self._context_of != pinned:
            private_key, certificate = content["private_key"].encode(), bytes.fromhex(content["certificate"])
            self._context, self._context_of = client_context(private_key, certificate, pinned), pinned
        return self._context, pinned

    @contextlib.contextmanager
    def _changing(self) -> Iterator[dict[str, Any]]:
        """Hold the file and what it says now."""
        try:
            with exclusive(self._path):
                yield self._read() if self._path.exists() else {}
        except SigningError as error:
            raise ArchiveError(f"The pairings cannot be written. Make room on this laptop. ({error})") from error

    def _write(self, content: dict[str, Any]) -> None:
        self._file.write(json.dumps(content).encode())

    def _read(self) -> dict[str, Any]:
        try:
            content = json.loads(self._file.read())
            parts = (content["name"] + "", content["private_key"].encode(), bytes.fromhex(content["certificate"]))
            pairings = [_paired(device_id, one) for device_id, one in content["handhelds"].items()]
            if not all(parts) or not all(one.certificate for one in pairings):
                raise ValueError("an empty field")
            return content
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ArchiveError(
                f"The pairings in {self._path} cannot be read ({error}). Put the file aside, and pair the handhelds"
                " anew: no check is lost by that."
            ) from error


def _paired(device_id: str, stored: dict[str, Any]) -> Paired:
    tag_key = None if stored["tag_key"] is None else bytes.fromhex(stored["tag_key"])
    return Paired(device_id, bytes.fromhex(stored["certificate"]), tag_key, int(stored["paired_s"]))
