"""The report's files in a folder: each replaced whole, cells that no spreadsheet takes for a formula."""

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from viewmark.csvtable import harmless
from viewmark.errors import ArchiveError
from viewmark.exchange.sdg import COLUMNS
from viewmark.focal_report.completeness import CODED, FIELDS, PostRow
from viewmark.focal_report.page import page
from viewmark.focal_report.report import Report

COUNTS_FILE, POSTS_FILE, LEFT_OUT_FILE, PAGE_FILE = FILES = (
    *("counts.csv", "posts.csv", "not-counted.csv", "report.html"),
)
POST_COLUMNS = (
    *("post", "checks", "records"),
    *(f"{field} {word}" for field in FIELDS for word in ("given", "given share")),
    *(f"{field} {word}" for field in CODED for word in ("coded", "coded share")),
)


def write(report: Report, folder: Path, source: str, tables: str, made_s: int) -> None:
    """Write counts.csv, posts.csv, not-counted.csv and report.html; ArchiveError where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _table(folder / COUNTS_FILE, COLUMNS, report.counts.rows())
        _table(folder / POSTS_FILE, POST_COLUMNS, map(_post, report.posts.rows()))
        _table(folder / LEFT_OUT_FILE, ("what", "why"), report.left_out())
        _replace(folder / PAGE_FILE, page(report, source, tables, made_s))
    except OSError as error:
        raise ArchiveError(f"{folder} can't be written: {error.strerror}. Give another folder.") from error


def _post(row: PostRow) -> list[Any]:
    counted = [row.given[field] for field in FIELDS] + [row.coded[field] for field in CODED]
    shares = [row.share(count) for count in counted]
    pairs = zip(counted, ("" if share is None else f"{share:.4f}" for share in shares), strict=True)
    return [row.post, row.checks, row.records, *(cell for pair in pairs for cell in pair)]


def _table(path: Path, columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    new = path.with_name(path.name + ".new")
    with new.open("w", encoding="utf-8", errors="replace", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(columns)
        for row in rows:
            lines.writerow([harmless(one) for one in row])
    os.replace(new, path)


def _replace(path: Path, content: bytes) -> None:
    new = path.with_name(path.name + ".new")
    new.write_bytes(content)
    os.replace(new, path)
