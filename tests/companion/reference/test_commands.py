"""`viewmark reference`: what people and programs are told."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from viewmark.cli.main import app
from viewmark.reference.errors import TableError

from .conftest import CODES, MODELS


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Both files, with a bad line."""
    for name, content in (("codes", CODES + "CALCode,--,odd\n"), ("models", MODELS)):
        (tmp_path / f"{name}.csv").write_text(content)
    return [str(tmp_path / "codes.csv"), str(tmp_path / "models.csv")]


def ran(folder: Path, *arguments: str) -> Any:
    result = CliRunner().invoke(app, ["reference", *arguments, "--folder", str(folder), "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_imported_files_are_asked_by_maker_calibre_model_and_code(folder: Path, files: list[str]) -> None:
    told = ran(folder, "import", files[0])
    assert told["taken"] == 9 and told["refused"][0]["line"] == 11
    assert ran(folder, "import", files[1])["table"] == "model"
    assert ran(folder, "show")["entries"] == {"calibre": 3, "make": 6, "models": 3}
    assert ran(folder, "show", "glc")[0]["definition"] == "GLOCK, INC."
    assert ran(folder, "maker", "HK")["found"] == "one"
    assert ran(folder, "calibre", "9 mm Kurz", ".380 ACP")["beside"] == "same"
    assert ran(folder, "model", "92FS") == [{"make": "BERETTA", "model": "92FS"}]


def test_people_are_told_what_is_ambiguous_and_which_line_was_refused(folder: Path, files: list[str]) -> None:
    run = CliRunner()
    assert "for a code" in run.invoke(app, ["reference", "import", files[0], "--folder", str(folder)]).output
    told = run.invoke(app, ["reference", "maker", "Glock", "--folder", str(folder)]).output
    assert "Ambiguous" in told and "GLD" in told
    assert "name none" in run.invoke(app, ["reference", "maker", "nobody", "--folder", str(folder)]).output


def test_without_tables_the_way_to_import_is_said(folder: Path) -> None:
    result = CliRunner().invoke(app, ["reference", "maker", "Glock", "--folder", str(folder)])
    assert isinstance(result.exception, TableError) and "reference import" in str(result.exception)
