"""The desk book of one laptop: tables by name, that several programs may use at once."""

import contextlib
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tinydb import TinyDB, where

from viewmark.deskbook.storage import DurableJson
from viewmark.errors import ArchiveError
from viewmark.signing.errors import SigningError
from viewmark.signing.files import exclusive

DESK_BOOK_FILE = "desk-book.json"

Row = Mapping[str, Any]


class DeskBook:
    """The desk book at `path`; ArchiveError where it cannot be used. A damaged one is put aside: `damage` says so."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.damage = ""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveError(f"The folder {path.parent} cannot be used ({error}). Name another one.") from error

    def rows(self, table: str, **equal: Any) -> list[dict[str, Any]]:
        """Return a table's rows, those alone whose fields are as given."""
        try:
            tables = DurableJson(self._path).read()  # whole at any moment: it needs no lock
        except ArchiveError:
            with self._opened() as book:  # which puts it aside
                tables = book.storage.read()
        rows = (tables or {}).get(table, {}).values()
        return [dict(row) for row in rows if all(row.get(name) == value for name, value in equal.items())]

    def put(self, table: str, key: str, row: Row) -> None:
        """Keep a row in place of the one that has the same `key` field; ArchiveError where it cannot be written."""
        with self._opened() as book:
            book.table(table).upsert(dict(row), where(key) == row[key])

    def remove(self, table: str, key: str, value: Any) -> bool:
        """Remove the rows whose field `key` has a value; return whether there were any."""
        with self._opened() as book:
            return bool(book.table(table).remove(where(key) == value))

    def replace(self, table: str, rows: list[dict[str, Any]]) -> None:
        """Have exactly these rows in a table."""
        with self._opened() as book:
            if [dict(one) for one in book.table(table).all()] != rows:
                book.drop_table(table)
                book.table(table).insert_multiple(rows)

    @contextlib.contextmanager
    def _opened(self) -> Iterator[TinyDB]:
        try:
            with exclusive(self._path):
                self._put_damaged_aside()
                with TinyDB(self._path, storage=DurableJson) as book:
                    yield book
        except SigningError as error:
            raise ArchiveError(f"The desk book cannot be written. Make room on this laptop. ({error})") from error

    def _put_damaged_aside(self) -> None:
        """Put a file that is none aside, under another name, and begin anew; what it held is not thrown away."""
        try:
            DurableJson(self._path).read()
        except ArchiveError as error:
            aside = self._path.with_name(f"{self._path.name}.damaged-{int(time.time())}")
            try:
                self._path.replace(aside)
            except OSError as cause:
                raise ArchiveError(f"{error} Nor can it be put aside ({cause.strerror}).") from error
            self.damage = (
                f"{error} It was put aside as {aside.name}, and a new one begun: checks and keys are elsewhere, and"
                " whole."
            )
