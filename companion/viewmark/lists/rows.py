"""Listed weapons from a CSV file: columns serial, maker and category, in any order, by comma, semicolon or tab."""

import csv
from collections.abc import Iterator
from pathlib import Path

from viewmark_protocol.errors import ListError

from .builder import Row

_COLUMNS = ("serial", "maker", "category")
_DELIMITERS = ",;\t"


def count_rows(path: Path) -> int:
    """Return about how many rows a file has: its lines but the first."""
    with path.open("rb") as file:
        return max(0, sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b"")) - 1)


def read_rows(path: Path) -> Iterator[Row]:
    """Yield every row of a file; ListError where it is no text in UTF-8, or a column is missing.

    A row without serial or category comes too: the builder reports it with its place.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            delimiter = max(_DELIMITERS, key=first.count)
            names = [name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), [])]
            missing = [name for name in _COLUMNS if name not in names]
            if missing:
                raise ListError(
                    f"{path.name} has no column {', '.join(missing)}. Its first line must name the columns."
                )
            serial, maker, category = (names.index(name) for name in _COLUMNS)
            for row in csv.reader(file, delimiter=delimiter):
                cells = [*row, *[""] * (len(names) - len(row))]
                yield cells[serial], cells[maker].strip() or None, cells[category].strip().lower()
    except UnicodeDecodeError as error:
        raise ListError(f"{path.name} is no text in UTF-8. Save it as UTF-8 and try again.") from error
    except csv.Error as error:
        raise ListError(f"{path.name} is no CSV file: {error}. Nothing was built.") from error
