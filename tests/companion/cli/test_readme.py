"""What the README says of files is what the commands take and write."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from viewmark.cli.export import Format
from viewmark.cli.main import app
from viewmark.register.server.importing import COLUMNS

README = " ".join((Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8").split())


def test_each_format_of_a_table_has_a_name_of_its_own_and_its_columns_are_told() -> None:
    (listed,), (registered,) = re.findall(r"list build (\S+)", README), re.findall(r"register import (\S+)", README)
    assert listed != registered
    assert "a CSV with the columns serial, maker, category" in README
    (told,) = re.findall(r"The columns of `firearms\.csv`: (.*?)\. ", README)
    assert re.findall(r"\w+", re.sub(r"\(.*?\)|\band\b", "", told)) == list(COLUMNS)


@pytest.mark.parametrize("form", list(Format))
def test_an_export_goes_where_the_readme_says_it_does(form: Format, tmp_path: Path) -> None:
    out = tmp_path / "out"
    role = ["--role", "partner"] if form is Format.links else []
    done = CliRunner().invoke(app, ["export", form.value, "--demo", "--out", str(out), *role], catch_exceptions=False)
    assert done.exit_code == 0
    folders = re.findall(r"export (\w+) --out DIR # NIEM 6\.0, a folder, as `(\w+)` is", README)
    assert out.is_dir() == (form.value in folders[0])
