"""Where listed weapons come from: a CSV file or a NIEM document. What it is, its content says."""

from collections.abc import Iterator
from pathlib import Path

from viewmark.csvtable import count_rows

from . import niem, rows
from .builder import Row


def count(path: Path) -> int:
    """Return about how many weapons a file names."""
    return niem.count_firearms(path) if niem.is_document(path) else count_rows(path)


def read(path: Path) -> Iterator[Row]:
    """Yield serial, maker and category of every weapon; ListError where the file is neither."""
    return niem.read_firearms(path) if niem.is_document(path) else rows.read_rows(path)
