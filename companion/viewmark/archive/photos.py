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
        with part.open("r+b") as file:
            is_whole = hashlib.file_digest(file, "sha256").digest() == digest
            os.fsync(file.fileno())
        if not is_whole:
            part.unlink()
            raise ArchiveError("A photo arrived with other bytes than its digest says. It is pulled again.")
        part.replace(self.path(digest))
        self._make_names_durable()

    def drop(self, digest: bytes) -> None:
        """Forget what has arrived of a photo that is not whole."""
        self._part(digest).unlink(missing_ok=True)

    def _make_names_durable(self) -> None:
        """Have the folder itself survive a power cut: the handheld deletes a photo once it hears that it is here."""
        if os.name == "posix":  # elsewhere a folder cannot be opened
            folder = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def _part(self, digest: bytes) -> Path:
        return self._folder / f"{digest.hex()}.part"
