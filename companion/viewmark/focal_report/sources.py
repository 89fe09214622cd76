"""Where the checks of a report come from: documents that posts exported, this laptop, or generated ones."""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from viewmark.archive.archive import Archive
from viewmark.casework.casework import Casework
from viewmark.exchange.errors import ExchangeError
from viewmark.exchange.niem import MOST_BYTES, read_document
from viewmark_protocol.checks import Check
from viewmark_protocol.errors import ViewmarkError

_PAGE = 500
EXPECTED = "Name a folder of NIEM documents, which each post writes by `viewmark export niem --out FOLDER`."


class Counted(NamedTuple):
    """A check to be counted, and the level of tracing of each firearm; None, or none, where no request is known."""

    check: Check
    levels: list[str | None]


class LeftOut(NamedTuple):
    """What was not counted: the file or check, and why."""

    what: str
    why: str


Items = Iterator[Counted | LeftOut]


def of_folder(folder: Path) -> Items:
    """Yield the checks in a folder's documents (`viewmark export niem`), sub-folders too, each check once.

    Names and check ids lie in a temporary database on disk, so that memory does not grow; by name, so that the same
    folder always gives the same report. No link is followed. Of two documents with one id the first one by name counts,
    the other is left out and told. ExchangeError where the folder cannot be read, or no document is in it.
    """
    if folder.is_file():
        raise ExchangeError(f"{folder} is a file. {EXPECTED}")
    root = os.fsencode(folder)  # as bytes: any name is one, and pathlib would keep every one for good
    with closing(sqlite3.connect("", isolation_level=None)) as seen:  # SQLite removes it at the end
        seen.execute("BEGIN")
        seen.execute("CREATE TABLE name (path BLOB PRIMARY KEY) WITHOUT ROWID")
        seen.execute("CREATE TABLE document (id TEXT PRIMARY KEY, digest BLOB, path BLOB) WITHOUT ROWID")
        try:
            for path in _files(root):
                seen.execute("INSERT INTO name VALUES (?)", (os.path.relpath(path, root),))
        except OSError as error:
            raise ExchangeError(f"{folder} can't be read: {error.strerror}. Give another folder.") from error
        if not seen.execute("SELECT 1 FROM name LIMIT 1").fetchone():
            raise ExchangeError(f"There is no .xml file in {folder}, nor in its folders. {EXPECTED}")
        for (name,) in seen.execute("SELECT path FROM name ORDER BY path"):
            yield _document(seen, root, name)


def _files(root: bytes) -> Iterator[bytes]:
    """Yield the documents below a folder; what is no regular file, or leads out of it, is none."""
    folders = [root]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif entry.is_file(follow_symlinks=False) and entry.name.lower().endswith(b".xml"):
                    yield entry.path


def _document(seen: sqlite3.Connection, root: bytes, name: bytes) -> Counted | LeftOut:
    shown = _shown(name)
    try:
        with open(os.path.join(root, name), "rb") as file:
            content = file.read(MOST_BYTES + 1)
        check_id, check = read_document(content)
    except OSError as error:
        return LeftOut(shown, f"It can't be read: {error.strerror}.")
    except ViewmarkError as error:
        return LeftOut(shown, str(error))
    if not check_id:
        return LeftOut(shown, "It says of no check which one it is.")
    digest = hashlib.sha256(repr(check.pack()).encode("utf-8", "replace")).digest()
    before = seen.execute("SELECT digest, path FROM document WHERE id = ?", (check_id,)).fetchone()
    if before is None:
        seen.execute("INSERT INTO document VALUES (?, ?, ?)", (check_id, digest, name))
        return Counted(check, [])
    first = _shown(before[1])
    if before[0] == digest:
        return LeftOut(shown, f"It is the same check as in {first}, which was counted.")
    return LeftOut(shown, f"It says something else of the check that {first} holds, which was counted. Compare them.")


def _shown(name: bytes) -> str:
    return os.fsdecode(name).encode("utf-8", "replace").decode()


def of_laptop(archive: Archive, casework: Casework) -> Items:
    """Yield the checks of this laptop as they stand after corrections."""
    before: int | None = None
    while page := archive.checks(_PAGE, before):
        for filed in page:
            check = casework.standing(filed)
            if check is None:
                yield LeftOut(filed.id, "Its record can't be read here, or was erased after its time.")
            else:
                yield Counted(check, casework.levels_reached(filed))
        before = page[-1].number


def of_demo(count: int) -> Items:
    """Yield generated checks, and generated levels of tracing."""
    from viewmark.exchange.demo import demo_checks, demo_level

    return (Counted(check, [demo_level(number, check)]) for number, (_, check) in enumerate(demo_checks(count), 1))
