"""A small file that is closed under the master key and replaced whole: keys of logs, pairings."""

from pathlib import Path

from viewmark.encryption.box import close_box, open_box
from viewmark.encryption.unlocking import master_key
from viewmark.signing.files import replace_durably

_MAGIC = b"viewmark box 1\n"


class ClosedFile:
    """The file at `path`, in a laptop's folder; LockedError while that is guarded and nobody gave the passphrase."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._about = path.name.encode()
        # At once, so that who lacks the passphrase hears it before anything begins; another passphrase changes no key.
        self._key = master_key(path.parent).derived("file")

    def read(self) -> bytes:
        """Return what it holds; ValueError where it was closed under another key, or damaged. OSError as reading does.

        A file from before there was a master key lies open, as JSON.
        """
        stored = self.path.read_bytes()
        if not stored.startswith(_MAGIC):
            return stored
        content = open_box(self._key, stored[len(_MAGIC) :], self._about)
        if content is None:
            raise ValueError("it is damaged, or lies under another key than master.json holds")
        return content

    def write(self, content: bytes) -> None:
        """Replace it, mode 0600, only under the file's lock; SigningError where it cannot be written."""
        replace_durably(self.path, _MAGIC + close_box(self._key, content, self._about))
