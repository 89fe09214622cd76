"""`viewmark export`: each form for anyone to see by --demo, and this laptop's own checks as they stand."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

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


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = CliRunner().invoke(app, ["export", "niem", "--demo", "--out", str(tmp_path / "file")])
    assert result.exit_code != 0
