"""Files attached to a firearm of a check: X3P surfaces of its bullets and cases, for who compares them elsewhere.

Each lies in a box of its check's own key under `attachments/`, named by the SHA-256 of the box; an entry says whose it
is and what it holds. Once the check was erased nobody opens the box any more.
"""

import hashlib
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from viewmark.archive.archive import Archive
from viewmark.archive.checks import CheckKey, FiledCheck
from viewmark.durable import make_names_durable
from viewmark.errors import ArchiveError, CaseworkError
from viewmark.exchange.x3p import X3p, read_x3p

FOLDER = "attachments"
X3P_KIND = "x3p"
_MOST_NAME = 200
_MOST_EACH = 50
_MICROMETRE_M = 1e-6
_DATA_TYPES = {"I": "int16", "L": "int32", "F": "float32", "D": "float64"}  # ISO 25178-72


class Attachment(NamedTuple):
    """One file: of which firearm (from 1), its name, the SHA-256 of its box and its own in hex, when and by whom.

    `holds` has `feature`, `sizes` (points in X, Y, Z), and `axes`, each with name, kind, data type and metres.
    """

    firearm: int
    name: str
    digest: str
    sha256: str
    kind: str
    size_bytes: int
    holds: dict[str, Any]
    at_s: int
    who: str

    @property
    def points(self) -> str:
        """How many points it has in X, Y and Z, as people write it."""
        return " x ".join(str(size) for size in self.holds["sizes"])

    @property
    def axes(self) -> str:
        """Its axes as people write them: the step of even ones in micrometres, of others the type of their values."""
        return ", ".join(
            f"{one['name']} {one['increment_m'] / _MICROMETRE_M:g} µm"
            if one["kind"] == "I"
            else f"{one['name']} as {_DATA_TYPES[one['data_type']]}"
            for one in self.holds["axes"]
        )


class Attachments:
    """The attachments of an archive's checks."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._folder = archive.folder / FOLDER

    def add(self, filed: FiledCheck, who: str, firearm: int, name: str, content: bytes) -> Attachment:
        """Attach a file to a check's firearm, counted from 1, durably; ExchangeError where it is damaged or no X3P.

        CaseworkError where there is no such firearm, or the file is attached already.
        """
        if not who:
            raise CaseworkError("Sign in first: every entry has its author.")
        count = len(filed.check.firearms) if filed.check else 0
        if not 0 < firearm <= count:
            raise CaseworkError(f"This check has {count} firearms, and none is the number {firearm}. Give another one.")
        present = self.of(filed)
        sha256 = hashlib.sha256(content).hexdigest()
        if any((one.firearm, one.sha256) == (firearm, sha256) for one in present):
            raise CaseworkError("This file is attached to this firearm already. Nothing was changed.")
        if len(present) >= _MOST_EACH:
            raise CaseworkError(f"A check has {_MOST_EACH} attachments at most. Attach it to another check.")
        holds = _told(read_x3p(content))
        box = self._archive.boxes.close(filed.key, content)
        digest = hashlib.sha256(box).hexdigest()
        self._store(digest, box)
        said = {"firearm": firearm, "name": _plain(name), "digest": digest, "sha256": sha256, "kind": X3P_KIND}
        said |= {"size_bytes": len(content), "holds": holds}
        at_s = int(time.time())
        self._archive.entries.add(filed.key, "attachment", at_s, who, said)
        return Attachment(**said, at_s=at_s, who=who)

    def of(self, filed: FiledCheck) -> list[Attachment]:
        """Return a check's attachments, oldest first; none once it was erased."""
        entries = self._archive.entries.of(filed.key, "attachment")
        return [Attachment(**one.content, at_s=one.at_s, who=one.who) for one in entries if "digest" in one.content]

    def paths(self, check: CheckKey) -> list[Path]:
        """Return where the boxes of a check's attachments lie, to be removed with it."""
        entries = self._archive.entries.of(check, "attachment")
        return [self._folder / one.content["digest"] for one in entries if "digest" in one.content]

    def opened(self, filed: FiledCheck, one: Attachment) -> bytes:
        """Return a file as it was attached; ArchiveError where its box is gone, damaged, or can be opened no more."""
        try:
            box = (self._folder / one.digest).read_bytes()
        except OSError as error:
            raise ArchiveError(
                f"The attachment {one.name} is not in {self._folder} ({error.strerror}). Put it back from a backup."
            ) from error
        content = self._archive.boxes.open(filed.key, box) if hashlib.sha256(box).hexdigest() == one.digest else None
        if content is None or hashlib.sha256(content).hexdigest() != one.sha256:
            raise ArchiveError(f"The attachment {one.name} is damaged on this laptop. Put it back from a backup.")
        return content

    def _store(self, digest: str, box: bytes) -> None:
        """Make a box durable under its name, which it gets once it is whole."""
        part = self._folder / f"{digest}.part"
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            with part.open("wb") as file:
                file.write(box)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, self._folder / digest)
            make_names_durable(self._folder)
        except OSError as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise ArchiveError(
                f"The attachment cannot be kept in {self._folder} ({error.strerror}). Make room; nothing was attached."
            ) from error


def _told(x3p: X3p) -> dict[str, Any]:
    return {"feature": x3p.feature, "sizes": list(x3p.sizes), "axes": [one._asdict() for one in x3p.axes]}


def _plain(name: str) -> str:
    """Return a name for showing: no path is ever made of it."""
    shown = "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in name)
    return shown[:_MOST_NAME] or "without a name"
