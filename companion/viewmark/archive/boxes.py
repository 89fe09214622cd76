"""What a check says lies in the database under a key of its own, and that key under the archive's.

To destroy a record's key is to destroy its record, answers, entries, readings and attachments at once, whatever is left
of them on the disk; not what lies in a copy with the key. Tags and columns that only count stay. In SQL, `opened` and
`opened_text` open a box.
"""

import secrets
import sqlite3

from viewmark.archive.checks import CheckKey
from viewmark.archive.schema import OF_CHECK
from viewmark.encryption.box import KEY_BYTES, close_box, open_box
from viewmark.encryption.master_key import MasterKey
from viewmark.errors import ArchiveError

_PROOF = b"this archive's key"


class Boxes:
    """The boxes of an archive; ArchiveError where it lies under another key than `master`."""

    def __init__(self, database: sqlite3.Connection, master: MasterKey) -> None:
        self._database = database
        self._key = master.derived("archive")
        self._prove()
        database.create_function("opened", 4, self._opened)
        database.create_function("opened_text", 4, self._opened_text)

    def close(self, check: CheckKey, content: bytes | str) -> bytes:
        """Return a box of something that belongs to a check; nothing stays nothing. ArchiveError once it was erased."""
        if not content:
            return b""
        key = self._key_of(check)
        if key is None:
            raise ArchiveError("This check was erased after its time: nothing is added to it any more.")
        return close_box(key or self._new_key(check), content.encode() if isinstance(content, str) else content)

    def open(self, check: CheckKey, box: bytes) -> bytes | None:
        """Return what a box of a check holds; None where the check was erased, or the box was changed."""
        if not box:
            return b""
        key = self._key_of(check)
        return open_box(key, box) if key else None

    def open_text(self, check: CheckKey, box: bytes) -> str | None:
        """Return the text that a box of a check holds; None as above."""
        content = self.open(check, box)
        return None if content is None else content.decode()

    def is_erased(self, check: CheckKey) -> bool:
        """Return whether a check's key was destroyed."""
        return self._key_of(check) is None

    def destroy(self, check: CheckKey) -> None:
        """Destroy a check's key for ever, within the caller's transaction."""
        self._database.execute("INSERT OR REPLACE INTO record_key VALUES (?, ?, ?, x'')", check)

    def _key_of(self, check: CheckKey) -> bytes | None:
        """Return a check's key, empty where it has none yet, None where it was destroyed."""
        row = self._database.execute(f"SELECT closed FROM record_key WHERE {OF_CHECK}", check).fetchone()
        if row is None:
            return b""
        return open_box(self._key, row[0], _about(check)) if row[0] else None

    def _new_key(self, check: CheckKey) -> bytes:
        key = secrets.token_bytes(KEY_BYTES)
        closed = close_box(self._key, key, _about(check))
        self._database.execute("INSERT INTO record_key VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", (*check, closed))
        return self._key_of(check) or key  # another program's, where that was faster

    def _opened(self, device_id: str, log_id: bytes, sequence: int, box: bytes | None) -> bytes | None:
        return None if box is None else self.open((device_id, log_id, sequence), box)

    def _opened_text(self, device_id: str, log_id: bytes, sequence: int, box: bytes | None) -> str | None:
        return None if box is None else self.open_text((device_id, log_id, sequence), box)

    def _prove(self) -> None:
        proof = close_box(self._key, _PROOF)
        self._database.execute("INSERT INTO archive_key VALUES (1, ?) ON CONFLICT DO NOTHING", (proof,))
        kept = self._database.execute("SELECT proof FROM archive_key").fetchone()[0]
        if open_box(self._key, kept) != _PROOF:
            raise ArchiveError(
                "The archive lies under another key than master.json holds. Put the master.json back that belongs to"
                " it: from the folder's backup."
            )


def _about(check: CheckKey) -> bytes:
    device_id, log_id, sequence = check
    return b"%s %d %s" % (log_id.hex().encode(), sequence, device_id.encode())
