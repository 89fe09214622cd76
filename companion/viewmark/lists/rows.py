"""Listed weapons from a CSV file: columns serial, maker and category."""

from collections.abc import Iterator
from pathlib import Path

from viewmark.csvtable import csv_table
from viewmark_protocol.errors import ListError

from .builder import Row

_COLUMNS = ("serial", "maker", "category")


def read_rows(path: Path) -> Iterator[Row]:
    """Yield every row of a file; ListError where it is no CSV in UTF-8, or a column is missing.

    A row without serial or category comes too: the builder reports it with its place.
    """
    with csv_table(path, _COLUMNS, ListError, "Nothing was built.") as (names, rows):
        serial, maker, category = (names.index(name) for name in _COLUMNS)
        for _, row in rows:
            cells = [*row, *[""] * (len(names) - len(row))]
            yield cells[serial], cells[maker].strip() or None, cells[category].strip().lower()
