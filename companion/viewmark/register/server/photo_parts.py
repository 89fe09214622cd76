"""Photos on their way: what came of each so far, so that a line that breaks costs one part and not the whole photo."""

import hashlib
import os
import threading
import time
from pathlib import Path

from ..wire import PHOTO_LIMIT_BYTES
from .problems import Problem

_FORGOTTEN_S = 30 * 86400


class PhotoParts:
    """One file for each photo and sender; what nobody went on with for a month is dropped at the next start."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._changing = threading.Lock()
        for path in folder.glob("part-*"):
            if path.stat().st_mtime < time.time() - _FORGOTTEN_S:
                path.unlink(missing_ok=True)

    def add(self, digest: str, who: str, offset: int, content: bytes) -> int:
        """Add a part durably where it goes on from what is here; return how much is here now."""
        path = self._path(digest, who)
        with self._changing:
            here = path.stat().st_size if path.exists() else 0
            if not content or offset != here:
                return here
            if here + len(content) > PHOTO_LIMIT_BYTES:
                raise Problem(413, "too-large", f"A photo has at most {PHOTO_LIMIT_BYTES} bytes. Nothing was stored.")
            self._folder.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            return here + len(content)

    def read(self, digest: str, who: str) -> bytes:
        """Return what is here of a photo."""
        return self._path(digest, who).read_bytes()

    def drop(self, digest: str, who: str) -> None:
        """Forget what is here of a photo: it is whole, or it is damaged and begins anew."""
        self._path(digest, who).unlink(missing_ok=True)

    def _path(self, digest: str, who: str) -> Path:
        return self._folder / f"part-{digest}-{hashlib.sha256(who.encode()).hexdigest()[:16]}"
