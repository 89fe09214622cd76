"""Photos as files named by their digest. A part file grows until it is whole; only then it gets its name."""

import hashlib
import os
from pathlib import Path

from viewmark.errors import ArchiveError


class PhotoFolder:
    """The photos in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, digest: bytes) -> Path:
        """Return where the photo with this digest lies, or will lie."""
        return self._folder / digest.hex()

    def received(self, digest: bytes) -> bytes:
        """Return the bytes that an earlier sync has already brought."""
        part = self._part(digest)
        return part.read_bytes() if part.exists() else b""

    def add(self, digest: bytes, offset: int, content: bytes) -> None:
        """Add bytes at an offset of the part file."""
        with self._part(digest).open("r+b" if offset else "wb") as file:
            file.seek(offset)
            file.write(content)

    def finish(self, digest: bytes) -> None:
        """Make the photo durable under its name; ArchiveError when its bytes differ from its digest."""
        part = self._part(digest)
        with part.open("rb") as file:
            if hashlib.file_digest(file, "sha256").digest() != digest:
                part.unlink()
                raise ArchiveError("A photo arrived with other bytes than its digest says. It is pulled again.")
            os.fsync(file.fileno())
        part.replace(self.path(digest))

    def _part(self, digest: bytes) -> Path:
        return self._folder / f"{digest.hex()}.part"
