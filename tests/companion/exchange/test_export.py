"""`viewmark export`: each form for anyone to see by --demo, and this laptop's own checks as they stand."""

import csv
import json
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from viewmark.archive.archive import Archive
from viewmark.cli.main import app
from viewmark.exchange.niem import read_document

from ..ui.conftest import fill


def ran(*arguments: str) -> dict:
    result = CliRunner().invoke(app, ["export", *arguments, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize("form", ["csv", "niem", "sdg", "eu-register"])
def test_the_demo_writes_500_checks_in_each_form(tmp_path: Path, form: str) -> None:
    assert ran(form, "--demo", "--out", str(tmp_path / "out"))["checks"] == 500
    if form == "niem":
        assert len(list((tmp_path / "out").glob("*.xml"))) == 500
    else:
        assert len(list(csv.reader((tmp_path / "out").open(newline="")))) > 8


def test_this_laptops_checks_leave_as_they_stand(tmp_path: Path) -> None:
    folder = tmp_path / "laptop"
    fill(folder)
    out = tmp_path / "out"
    assert ran("niem", "--folder", str(folder), "--out", str(out))["checks"] == 6  # the seventh is no record
    serials = {read_document(path.read_bytes())[1].firearms[0].marks[0].confirmed for path in out.glob("*.xml")}
    assert {"GGL812", "AB1234", None} <= serials


def test_counts_of_sdg_16_4_2_and_the_report_take_levels_from_the_trace_requests_of_this_laptop(tmp_path: Path) -> None:
    folder = tmp_path / "laptop"
    fill(folder)
    with closing(Archive(folder)) as archive:
        checks = {filed.sequence: filed for filed in archive.checks()}
        for sequence, level in ((1, "traced"), (2, "established-otherwise"), (3, "pending")):
            archive.entries.add(checks[sequence].key, "trace", 1, "K7", {"given": {}, "sent": True, "number": 1})
            if level != "pending":
                said = {"number": 1, "state": "answered", "level": level, "note": "sold in 1998"}
                archive.entries.add(checks[sequence].key, "trace-state", 2, "K7", said)
        archive.entries.add(checks[5].key, "trace", 1, "K7", {"given": {}, "sent": False, "number": 1})
    ran("sdg", "--folder", str(folder), "--out", str(tmp_path / "sdg.csv"))
    CliRunner().invoke(app, ["report", "--folder", str(folder), "--out", str(tmp_path / "report")])
    for path in (tmp_path / "sdg.csv", tmp_path / "report" / "counts.csv"):
        rows = list(csv.reader(path.open(newline="")))[1:]
        # The hit, the near one, the clear one; a draft and the hostile one were not sent; one bears no serial.
        assert {tuple(row[:3]): row[3] for row in rows if row[3] != "0"} == {
            ("inspected", "traced", "yes"): "1",
            ("inspected", "established-otherwise", "yes"): "1",
            ("inspected", "pending", "yes"): "1",
            ("inspected", "never-attempted", "yes"): "2",
            ("inspected", "not-enough-information", "no"): "1",
        }


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = CliRunner().invoke(app, ["export", "niem", "--demo", "--out", str(tmp_path / "file")])
    assert result.exit_code != 0
