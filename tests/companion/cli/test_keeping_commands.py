"""`viewmark retention` and `viewmark operators`: what they say, and what they change."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from viewmark.cli.main import app
from viewmark.errors import AccountError
from viewmark.operators.accounts import OPERATORS_FILE, Accounts

RUN = CliRunner()


def test_the_retention_that_was_set_is_shown(tmp_path: Path) -> None:
    (tmp_path / "laptop").mkdir()
    folder = ("--folder", str(tmp_path / "laptop"))
    assert "no retention is set" in RUN.invoke(app, ["retention", *folder]).output
    assert json.loads(RUN.invoke(app, ["retention", "--days", "90", "--now", "--json", *folder]).output) == {
        "days": 90,
        "erased": 0,
    }
    assert "90 days" in RUN.invoke(app, ["retention", *folder]).output


def test_operators_are_added_listed_and_removed(tmp_path: Path) -> None:
    folder = ("--folder", str(tmp_path / "laptop"))
    added = RUN.invoke(app, ["operators", "add", "K7", *folder], input="correct horse battery\n")
    assert added.output == "K7 was added.\n"
    listed = json.loads(RUN.invoke(app, ["operators", "list", "--json", *folder]).output)
    assert [one["name"] for one in listed["operators"]] == ["K7"]
    RUN.invoke(app, ["operators", "passphrase", "K7", *folder], input="four random words here\n")
    assert Accounts(tmp_path / "laptop" / OPERATORS_FILE).verify("K7", "four random words here").name == "K7"
    assert RUN.invoke(app, ["operators", "remove", "K7", *folder]).output == "K7 was removed.\n"


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    folder = ("--folder", str(tmp_path / "laptop"))
    refused = RUN.invoke(app, ["operators", "add", "K7", *folder], input="short\n")
    assert isinstance(refused.exception, AccountError)
    with pytest.raises(AccountError):
        Accounts(tmp_path / "laptop" / OPERATORS_FILE).verify("K7", "short")
