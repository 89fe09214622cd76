"""Files that leave: each whole under its name, or not at all."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

from viewmark.csvtable import harmless
from viewmark.exchange.errors import ExchangeError
from viewmark.whole_file import write_whole


def put(path: Path, content: bytes) -> None:
    """Give a file its content whole, or leave it as it was; ExchangeError where it cannot be written."""
    _put(path, lambda part: part.write_bytes(content))


def put_table(path: Path, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Give a CSV file its rows whole, no cell of them a formula, or leave it as it was; ExchangeError as above."""

    def write(part: Path) -> None:
        with part.open("w", encoding="utf-8", errors="replace", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(columns)
            lines.writerows([harmless(cell) for cell in row] for row in rows)

    _put(path, write)


def _put(path: Path, write: Callable[[Path], object]) -> None:
    try:
        write_whole(path, write)
    except OSError as error:
        raise ExchangeError(f"{path} can't be written: {error.strerror}. Give another place.") from error
