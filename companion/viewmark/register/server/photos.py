"""Photos as files. A file's name is only ever built from a digest that its bytes were checked against."""

import hashlib
import os
import re
import tempfile
from pathlib import Path

from ...durable import make_names_durable
from .problems import Problem

_DIGEST = re.compile(r"[0-9a-f]{64}")


class PhotoFolder:
    """A folder of photos by SHA-256; a photo is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, digest: str) -> Path:
        """Return where the photo of this digest lies; a Problem where `digest` is no SHA-256 in lower-case hex."""
        if not _DIGEST.fullmatch(digest):
            raise Problem(422, "digest-malformed", "A photo is named by 64 lower-case hexadecimal digits (SHA-256).")
        return self._folder / digest[:2] / digest

    def put(self, digest: str, content: bytes) -> bool:
        """Write a photo durably; return False where it is here already. A Problem where the digest differs."""
        path = self.path(digest)
        if hashlib.sha256(content).hexdigest() != digest:
            raise Problem(
                422,
                "digest-differs",
                "The photo's bytes do not have this digest: it was damaged or is another photo. Send it again from the "
                "archive.",
            )
        if path.exists():
            return False
        if not path.parent.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            make_names_durable(self._folder)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix="part-", delete=False) as part:
            try:
                part.write(content)
                part.flush()
                os.fsync(part.fileno())
            except OSError:  # the disk is full: do not fill it with parts as well
                part.close()
                os.unlink(part.name)
                raise
        os.replace(part.name, path)
        make_names_durable(path.parent)
        return True
