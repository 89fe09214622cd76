"""Rows of a file from outside, a line each: what is wrong with one line costs that line and no other.

RFC 4180 lets a quoted cell hold line ends; the public tables have none, and with them one quote that is not closed
would swallow every row behind it.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from viewmark.reference.errors import TableError

MOST_BYTES = 64 * 1024 * 1024
MOST_LINE_BYTES = 16 * 1024
MOST_CHARACTERS = 2000
_DELIMITERS = ",;\t"


class Refused(NamedTuple):
    """A line (the first is 1) that was not taken, and why."""

    line: int
    why: str


Rows = Iterator[tuple[int, dict[str, str]] | Refused]


def read_rows(path: Path) -> tuple[list[str], Rows]:
    """Return a file's columns, in lower case, and its rows by column with their lines, or why a line is none.

    TableError where the file cannot be read, has more than 64 MB, or its first line is no text in UTF-8.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise TableError(f"{path.name} has more than {MOST_BYTES >> 20} MB, which no reference table has.")
        with path.open("rb") as file:
            first = file.readline(MOST_LINE_BYTES)
        text = first.decode("utf-8-sig").strip("\r\n")
    except OSError as error:
        raise TableError(f"{path} can't be read: {error.strerror}. Give another file.") from error
    except UnicodeDecodeError as error:
        raise TableError(f"{path.name} is no text in UTF-8. Save it as UTF-8, comma-separated.") from error
    delimiter = max(_DELIMITERS, key=text.count)
    cells = _cells(1, first, delimiter)
    if isinstance(cells, Refused):
        raise TableError(f"The first line of {path.name} {cells.why}. It must name the columns.")
    columns = [one.strip().lower() for one in cells]
    return columns, _rows(path, columns, delimiter)


def _rows(path: Path, columns: list[str], delimiter: str) -> Rows:
    try:
        with path.open("rb") as file:
            for number, line in _lines(file):
                if number == 1 or not line.strip():
                    continue
                cells = _cells(number, line, delimiter)
                if isinstance(cells, Refused):
                    yield cells
                elif len(cells) != len(columns):
                    yield Refused(number, f"has {len(cells)} cells where {len(columns)} belong")
                else:
                    yield number, dict(zip(columns, (one.strip() for one in cells), strict=True))
    except OSError as error:
        raise TableError(f"{path} can't be read to its end: {error.strerror}. Nothing was imported.") from error


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield lines by number; one that is too long is cut one byte beyond the limit, and its rest passed over."""
    number = 0
    while line := file.readline(MOST_LINE_BYTES + 1):
        number += 1
        yield number, line
        while line and not line.endswith(b"\n"):
            line = file.readline(MOST_LINE_BYTES)


def _cells(number: int, line: bytes, delimiter: str) -> list[str] | Refused:
    """Return a line's cells, or why it is no row."""
    if len(line) > MOST_LINE_BYTES:
        return Refused(number, f"is longer than {MOST_LINE_BYTES} bytes")
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        return Refused(number, "is no text in UTF-8")
    try:
        cells = next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        return Refused(number, f"is no row of CSV ({error})")
    if any(not one.isprintable() for one in cells):
        return Refused(number, "holds control characters")
    if any(len(one) > MOST_CHARACTERS for one in cells):
        return Refused(number, f"has a cell of more than {MOST_CHARACTERS} characters")
    return cells
