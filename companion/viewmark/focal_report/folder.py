"""The report's files in a folder: each replaced whole, cells that no spreadsheet takes for a formula."""

from pathlib import Path
from typing import Any

from viewmark.exchange.errors import ExchangeError
from viewmark.exchange.files import put, put_table
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
    """Write counts.csv, posts.csv, not-counted.csv and report.html; ExchangeError where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExchangeError(f"{folder} can't be written: {error.strerror}. Give another folder.") from error
    put_table(folder / COUNTS_FILE, COLUMNS, report.counts.rows())
    put_table(folder / POSTS_FILE, POST_COLUMNS, map(_post, report.posts.rows()))
    put_table(folder / LEFT_OUT_FILE, ("what", "why"), report.left_out())
    put(folder / PAGE_FILE, page(report, source, tables, made_s))


def _post(row: PostRow) -> list[Any]:
    counted = [row.given[field] for field in FIELDS] + [row.coded[field] for field in CODED]
    shares = [row.share(count) for count in counted]
    pairs = zip(counted, ("" if share is None else f"{share:.4f}" for share in shares), strict=True)
    return [row.post, row.checks, row.records, *(cell for pair in pairs for cell in pair)]
