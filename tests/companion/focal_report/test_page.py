"""The command, its tables and its page: whole, to be printed, and whatever a record says is text there."""

import csv
import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from typer.testing import CliRunner

from viewmark.cli.main import app
from viewmark.exchange.demo import demo_checks
from viewmark.exchange.errors import ExchangeError
from viewmark.focal_report.coding import Coding
from viewmark.focal_report.folder import COUNTS_FILE, FILES, LEFT_OUT_FILE, PAGE_FILE, POSTS_FILE, write
from viewmark.focal_report.report import Report
from viewmark.focal_report.sources import Counted, LeftOut
from viewmark.reference.tables import Tables

from ..ui.conftest import HOSTILE, fill

ATTACK = HOSTILE[:78]


def ran(*arguments: str) -> dict[str, Any]:
    result = CliRunner().invoke(app, ["report", *arguments, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_the_demo_is_counted_into_tables_and_a_page(tmp_path: Path) -> None:
    told = ran("--demo", "--out", str(tmp_path / "out"), "--folder", str(tmp_path / "laptop"))
    assert told["checks"] == 500 and told["posts"] == 4 and told["not_counted"] == 0
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == sorted(FILES)
    counts = cells(tmp_path / "out" / COUNTS_FILE)[1:]
    assert sum(int(row[3]) for row in counts) == told["records"]
    assert sum(int(row[2]) for row in cells(tmp_path / "out" / POSTS_FILE)[1:]) == told["records"]
    traced = [row for row in counts if row[0] != "inspected" and row[1] in ("traced", "established-otherwise")]
    arms = sum(int(row[3]) for row in counts if row[0] != "inspected")
    assert told["indicator"] == {"traced_or_established": sum(int(row[3]) for row in traced), "arms": arms}
    assert f"Indicator: {sum(int(row[3]) for row in traced)} of {arms} (" in (tmp_path / "out" / PAGE_FILE).read_text()


def test_what_export_wrote_is_counted_like_the_laptop_itself(tmp_path: Path) -> None:
    laptop, posts = str(tmp_path / "laptop"), str(tmp_path / "posts")
    fill(tmp_path / "laptop")
    assert CliRunner().invoke(app, ["export", "niem", "--folder", laptop, "--out", posts]).exit_code == 0
    own = ran("--out", str(tmp_path / "own"), "--folder", laptop)
    sent = ran("--out", str(tmp_path / "sent"), "--folder", laptop, "--from", posts)
    for name in ("checks", "records", "given", "coded"):
        assert own[name] == sent[name]
    assert own["checks"] == 6 and own["not_counted"] == 1  # the seventh is no record
    assert cells(tmp_path / "own" / POSTS_FILE) == cells(tmp_path / "sent" / POSTS_FILE)


@pytest.fixture
def hostile_page(tmp_path: Path) -> Path:
    """A report whose post, and whose left-out file, are attacks."""
    with closing(Report(Coding(Tables(tmp_path)))) as report:
        _, check = next(iter(demo_checks(1)))
        check.post = ATTACK
        formula = next(demo_checks(1))[1]
        formula.post = "=HYPERLINK(1)\x00\ud800"
        items = iter([Counted(check, ["traced"]), Counted(formula, []), LeftOut(ATTACK, ATTACK + "\x1b[2J\ud800")])
        report.add(items, lambda _: None)
        write(report, tmp_path / "out", ATTACK, ATTACK, 1_790_000_000)
    return tmp_path / "out"


def test_whatever_a_record_says_is_text_on_the_page(hostile_page: Path) -> None:
    content = (hostile_page / PAGE_FILE).read_text("utf-8")
    tree = html.document_fromstring(content)
    assert not tree.xpath(
        "//script | //img | //iframe | //link | //*[@onerror] | //*[@onload] | //*[@href] | //*[@src]"
    )
    assert ATTACK.split("\u202e")[0] in tree.text_content()
    assert not [one for one in content if not one.isprintable() and one != "\n"]


def test_no_cell_of_a_table_is_a_formula(hostile_page: Path) -> None:
    posts = [row[0] for row in cells(hostile_page / POSTS_FILE)]
    assert any(one.startswith("'=HYPERLINK") for one in posts)
    assert cells(hostile_page / LEFT_OUT_FILE)[1][0] == ATTACK


def test_the_page_is_whole_by_itself_and_made_for_a4(hostile_page: Path) -> None:
    content = (hostile_page / PAGE_FILE).read_text("utf-8")
    assert "size: A4" in content and "default-src 'none'" in content
    tree = html.document_fromstring(content)
    drawings = tree.xpath("//svg")
    assert drawings and all(one.get("aria-label") and one.get("role") == "img" for one in drawings)
    assert all(0 <= float(one.get("width")) <= 300 for one in tree.xpath("//rect"))


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    arguments = ["report", "--demo", "--folder", str(tmp_path), "--out", str(tmp_path / "file" / "x")]
    refused = CliRunner().invoke(app, arguments)
    assert isinstance(refused.exception, ExchangeError) and "Give another folder" in str(refused.exception)


def test_documents_and_generated_checks_are_not_mixed(tmp_path: Path) -> None:
    both = CliRunner().invoke(app, ["report", "--demo", "--from", str(tmp_path), "--out", str(tmp_path / "out")])
    assert both.exit_code == 2
