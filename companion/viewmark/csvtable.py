"""CSV files that people hand in: comma, semicolon or tab, columns in any order, in UTF-8. What is wrong is said."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from viewmark_protocol.errors import ViewmarkError

_DELIMITERS = ",;\t"
Rows = Iterator[tuple[int, list[str]]]


@contextmanager
def csv_table(
    path: Path, needed: Sequence[str], error: type[ViewmarkError], advice: str
) -> Iterator[tuple[list[str], Rows]]:
    """Give the names of a file's columns, in lower case, and each further row with the line on which it ends.

    `error`, which ends with the advice, where the file cannot be read, is no such text, or lacks a needed column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            delimiter = max(_DELIMITERS, key=first.count)
            names = [name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), [])]
            missing = [name for name in needed if name not in names]
            if missing:
                text = f"{path.name} has no column {', '.join(missing)}. Its first line must name the columns."
                raise error(text)
            reader = csv.reader(file, delimiter=delimiter)
            yield names, ((reader.line_num + 1, cells) for cells in reader)
    except OSError as fault:
        raise error(f"{path} can't be read: {fault.strerror}. Give another file.") from fault
    except UnicodeDecodeError as fault:
        raise error(f"{path.name} is no text in UTF-8. Save it as UTF-8. {advice}") from fault
    except csv.Error as fault:
        raise error(f"{path.name} is no CSV file: {fault}. {advice}") from fault


def count_rows(path: Path) -> int:
    """Return about how many rows a file has: its lines but the first."""
    with path.open("rb") as file:
        return max(0, sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b"")) - 1)


_STEERING = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a formula


def harmless(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_STEERING) else value
