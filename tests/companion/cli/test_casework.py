"""`viewmark trace`, `viewmark export` and the history of `viewmark show`, on an archive with hostile checks."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from viewmark.archive.archive import Archive
from viewmark.cli.main import app
from viewmark.errors import ArchiveError

from ..ui.conftest import HOSTILE, fill, id_of

RUN = CliRunner()


@pytest.fixture
def folder(tmp_path: Path) -> str:
    """A laptop's folder with checks of every kind, and one correction."""
    fill(tmp_path / "laptop")
    archive = Archive(tmp_path / "laptop")
    filed = archive.find(id_of(2))
    assert filed is not None
    told = {"firearm": 0, "component": "frame", "kind": "serial", "before": "AB1234", "now": "AB1235", "reason": "worn"}
    archive.entries.add(filed.key, "correction", 1_790_000_200, "K7", told)
    archive.close()
    return str(tmp_path / "laptop")


def test_a_trace_request_says_what_is_missing(folder: str) -> None:
    told = json.loads(RUN.invoke(app, ["trace", id_of(2), "--folder", folder, "--json"]).output)
    assert told["content"]["serial"] == "AB1235" and "Calibre" in told["missing"]
    assert [one["rule"] for one in told["referrals"]] == ["near-a-border", "found-by-customs"]
    assert "missing" in RUN.invoke(app, ["trace", id_of(2), "--folder", folder]).output


def test_every_check_is_exported_and_no_cell_is_a_formula(folder: str, tmp_path: Path) -> None:
    out = tmp_path / "checks.csv"
    told = json.loads(RUN.invoke(app, ["export", "--out", str(out), "--folder", folder, "--json"]).output)
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert told["checks"] == len(rows) == 7
    (near,) = [row for row in rows if row["check"] == id_of(2)]
    assert (near["serial"], near["corrected_serial"], near["register"]) == ("AB1234", "AB1235", "near")
    assert any(row["serial"] == HOSTILE for row in rows)


def test_a_place_that_cannot_be_written_and_an_unknown_check_say_so(folder: str, tmp_path: Path) -> None:
    refused = RUN.invoke(app, ["export", "--out", str(tmp_path / "none" / "x.csv"), "--folder", folder])
    assert isinstance(refused.exception, ArchiveError) and "Give another place" in str(refused.exception)
    unknown = RUN.invoke(app, ["trace", "0" * 16 + "-9", "--folder", folder])
    assert isinstance(unknown.exception, ArchiveError)


def test_the_history_of_a_check_is_shown(folder: str) -> None:
    told = json.loads(RUN.invoke(app, ["show", id_of(2), "--folder", folder, "--json"]).output)
    assert [(one["who"], one["kind"]) for one in told["history"]] == [("K7", "correction")]
    assert "AB1235" in RUN.invoke(app, ["show", id_of(2), "--folder", folder]).output
