"""Photos as files named by their digest, in the boxes that handhelds closed: the key lies in the check's record.

A part file grows until it is whole; only then it gets its name.
"""

import contextlib
import hashlib
import os
from pathlib import Path
from typing import BinaryIO

from viewmark.durable import make_names_durable
from viewmark.errors import ArchiveError
from viewmark_protocol.errors import SealError
from viewmark_protocol.sealing.box import open_box


class PhotoFolder:
    """The photos in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._growing: tuple[bytes, BinaryIO] | None = None  # a photo comes in hundreds of parts
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, digest: bytes) -> Path:
        """Return where the photo with this digest lies, or will lie."""
        return self._folder / digest.hex()

    def opened(self, digest: bytes, key: bytes | None) -> bytes | None:
        """Return the picture; without a key it lies open. None where it is not here, or the key is wrong."""
        try:
            content = self.path(digest).read_bytes()
            return content if key is None else open_box(key, content)
        except (OSError, SealError):
            return None

    def received(self, digest: bytes) -> bytes:
        """Return the bytes that an earlier sync has already brought."""
        self._close()
        part = self._part(digest)
        return part.read_bytes() if part.exists() else b""

    def add(self, digest: bytes, offset: int, content: bytes) -> None:
        """Add bytes at an offset of the part file."""
        if self._growing is None or self._growing[0] != digest or not offset:
            self._close()
            self._growing = digest, self._part(digest).open("r+b" if offset else "wb")
        file = self._growing[1]
        file.seek(offset)
        file.write(content)
        file.flush()  # a kill must not cost what has come

    def finish(self, digest: bytes) -> None:
        """Make the photo durable under its name; ArchiveError when its bytes differ from its digest."""
        self._close()
        part = self._part(digest)
        if not part.exists():
            raise ArchiveError("Another program on this laptop has taken the photo's parts away. It is pulled again.")
        with part.open("r+b") as file:
            is_whole = hashlib.file_digest(file, "sha256").digest() == digest
            os.fsync(file.fileno())
        if not is_whole:
            part.unlink()
            raise ArchiveError("A photo arrived with other bytes than its digest says. It is pulled again.")
        part.replace(self.path(digest))
        make_names_durable(self._folder)  # the handheld deletes a photo once it hears that it is here

    def drop(self, digest: bytes) -> None:
        """Forget what has arrived of a photo that is not whole."""
        self._close()
        self._part(digest).unlink(missing_ok=True)

    def _close(self) -> None:
        growing, self._growing = self._growing, None
        if growing is not None:
            with contextlib.suppress(OSError):  # what could not be written was told when it was added
                growing[1].close()

    def _part(self, digest: bytes) -> Path:
        return self._folder / f"{digest.hex()}.part"
