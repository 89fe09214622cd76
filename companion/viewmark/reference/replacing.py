"""The file of the reference tables, replaced whole: built beside, synced, renamed."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from viewmark.durable import make_names_durable
from viewmark.reference.errors import TableError
from viewmark.reference.schema import FILE, SCHEMA
from viewmark.signing.errors import SigningError
from viewmark.signing.files import exclusive


@contextmanager
def replaced(folder: Path) -> Iterator[sqlite3.Connection]:
    """Give a copy of a folder's tables to change; at the end it takes their place, after an error nothing changed.

    A killed import leaves the old file and, beside it, a new one that the next import throws away. TableError where
    the tables cannot be read or written.
    """
    path = folder / FILE
    new = path.with_name(FILE + ".new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with exclusive(path):
            try:
                new.unlink(missing_ok=True)
                if path.exists():
                    shutil.copyfile(path, new)
                with closing(sqlite3.connect(new, isolation_level=None)) as database:
                    database.execute("PRAGMA journal_mode=MEMORY")  # a half-made one is thrown away
                    database.execute("BEGIN")
                    for statement in SCHEMA.split(";"):
                        database.execute(statement)
                    yield database
                    database.execute("COMMIT")
                with new.open("rb+") as file:
                    os.fsync(file.fileno())
                os.replace(new, path)
                make_names_durable(folder)
            finally:
                new.unlink(missing_ok=True)
    except sqlite3.DatabaseError as error:
        raise TableError(
            f"The reference tables in {folder} can't be replaced ({error}). Make room; if they are damaged, move"
            f" {FILE} away, and import both files again."
        ) from error
    except (OSError, SigningError) as error:
        raise TableError(f"The reference tables in {folder} can't be written ({error}). Make room there.") from error
