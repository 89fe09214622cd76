"""`viewmark operation`: a plan, checks that join it by who is signed in, and the report in one command."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from viewmark.cli.main import app
from viewmark.errors import AccountError, ArchiveError, CaseworkError
from viewmark.exchange.errors import ExchangeError
from viewmark.operators.accounts import OPERATORS_FILE, Accounts

from .conftest import Desk

PASSPHRASE = "correct horse battery"


@pytest.fixture
def laptop(desk: Desk, folder: Path) -> Path:
    """A laptop's folder with checks, an operator, and a plan."""
    Accounts(folder / OPERATORS_FILE).add("K7", PASSPHRASE)
    days = ["--from", "2026-09-22", "--to", "2026-09-23"]
    done = run(folder, "plan", "action-day", "--post", "harbour", "--post", "rail yard", *days, "--action", "parcels")
    assert done.exit_code == 0, done.output
    return folder


def run(folder: Path, *arguments: str, given: str = PASSPHRASE) -> Result:
    command = ["operation", *arguments, "--folder", str(folder), "--json"]
    return CliRunner().invoke(app, command, input=f"{given}\n")


def ran(folder: Path, *arguments: str) -> Any:
    result = run(folder, *arguments)
    assert result.exit_code == 0, (result.output, result.exception)
    return json.loads(result.stdout)


def test_checks_that_fit_the_plan_join_and_are_reported_in_one_command(laptop: Path, tmp_path: Path) -> None:
    before = ran(laptop, "report", "action-day")
    joined = ran(laptop, "join", "action-day", "--matching", "--operator", "K7")["joined"]
    assert len(joined) == before["not_joined"] > 0
    out = tmp_path / "indicators.csv"
    told = ran(laptop, "report", "action-day", "--out", str(out))
    total = {one["name"]: one["value"] for one in told["indicators"]["all posts"]}
    assert total["checks"] == len(joined) and told["not_joined"] == 0
    (listed,) = ran(laptop, "list")
    assert listed["checks"] == len(joined) and listed["actions"] == ["parcels"]
    rows = list(csv.DictReader(out.open(encoding="utf-8", newline="")))
    posts = [int(row["value"]) for row in rows if row["indicator"] == "checks" and row["post"] != "all posts"]
    assert sum(posts) == len(joined)


def test_a_check_joins_by_its_id_and_leaves_with_a_reason(laptop: Path, desk: Desk) -> None:
    wanted = desk.filed()[0].id
    assert ran(laptop, "join", "action-day", wanted, "--operator", "K7")["joined"] == [wanted]
    assert ran(laptop, "join", "action-day", wanted, "--operator", "K7")["joined"] == []
    assert ran(laptop, "leave", "action-day", wanted, "--operator", "K7", "--reason", "routine")["left"] == wanted
    assert ran(laptop, "list")[0]["checks"] == 0


@pytest.mark.parametrize(
    ("arguments", "given", "error"),
    [
        (("join", "none", "--matching", "--operator", "K7"), PASSPHRASE, CaseworkError),
        (("join", "action-day", "--matching", "--operator", "K7"), "wrong", AccountError),
        (("join", "action-day", "0" * 16 + "-999", "--operator", "K7"), PASSPHRASE, ArchiveError),
        (("leave", "action-day", "0" * 16 + "-1", "--operator", "K7", "--reason", "x"), PASSPHRASE, CaseworkError),
        (("report", "none"), "", CaseworkError),
        (("report", "action-day", "--out", "/no/such/folder/x.csv"), "", ExchangeError),
        (("plan", "Bad Id", "--post", "x", "--from", "2026-01-01"), "", CaseworkError),
    ],
)
def test_what_cannot_be_done_is_said_and_joins_nothing(
    laptop: Path, arguments: tuple[str, ...], given: str, error: type[Exception]
) -> None:
    assert isinstance(run(laptop, *arguments, given=given).exception, error)
    assert ran(laptop, "list")[0]["checks"] == 0


def test_ids_and_matching_are_not_mixed(laptop: Path) -> None:
    assert run(laptop, "join", "action-day", "--operator", "K7").exit_code == 2


def test_people_see_the_indicators_as_a_table(laptop: Path) -> None:
    told = CliRunner().invoke(app, ["operation", "report", "action-day", "--folder", str(laptop)]).output
    assert "privately made" in told and "are not part of it" in told
