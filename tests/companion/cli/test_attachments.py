"""`viewmark attach` and `viewmark attachments`: by an operator's passphrase, listed with what each holds."""

import json
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from viewmark.cli import output
from viewmark.cli.main import app
from viewmark.errors import AccountError, ArchiveError
from viewmark.exchange.errors import ExchangeError
from viewmark.operators.accounts import OPERATORS_FILE, Accounts

from ..exchange.x3p_files import whole
from ..ui.conftest import fill, id_of

RUN = CliRunner()
PASSPHRASE = "four random words here"


@pytest.fixture
def folder(tmp_path: Path) -> str:
    """A laptop's folder with checks and an operator."""
    fill(tmp_path / "laptop")
    Accounts(tmp_path / "laptop" / OPERATORS_FILE).add("K7", PASSPHRASE)
    return str(tmp_path / "laptop")


@pytest.fixture
def x3p(tmp_path: Path) -> Path:
    path = tmp_path / "bullet.x3p"
    path.write_bytes(whole())
    return path


def attach(folder: str, path: Path, passphrase: str = PASSPHRASE):
    command = ["attach", id_of(2), str(path), "--operator", "K7", "--folder", folder, "--json"]
    return RUN.invoke(app, command, input=f"{passphrase}\n")


def test_a_file_is_attached_listed_and_written_out_as_it_was(
    folder: str, x3p: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "out", Console(width=300))
    added = json.loads(attach(folder, x3p).stdout)
    assert (added["who"], added["holds"]["feature"]) == ("K7", "SUR")
    out = tmp_path / "out"
    listing = ["attachments", id_of(2), "--folder", folder]
    (one,) = json.loads(RUN.invoke(app, [*listing, "--out", str(out), "--json"]).stdout)
    assert one["state"] == "whole"
    assert (out / f"{one['sha256']}.x3p").read_bytes() == whole()
    assert "4 x 3 x 1" in RUN.invoke(app, listing).stdout


def test_a_wrong_passphrase_and_a_damaged_or_missing_file_attach_nothing(folder: str, x3p: Path) -> None:
    assert isinstance(attach(folder, x3p, "something else").exception, AccountError)
    assert isinstance(attach(folder, x3p.with_name("none.x3p")).exception, ExchangeError)
    x3p.write_bytes(whole()[:-50])
    assert isinstance(attach(folder, x3p).exception, ExchangeError)
    listed = RUN.invoke(app, ["attachments", id_of(2), "--folder", folder, "--json"])
    assert json.loads(listed.stdout) == []


def test_what_was_damaged_since_is_said_and_not_written_out(folder: str, x3p: Path, tmp_path: Path) -> None:
    added = json.loads(attach(folder, x3p).stdout)
    (Path(folder) / "attachments" / added["digest"]).write_bytes(b"other")
    command = ["attachments", id_of(2), "--folder", folder, "--out", str(tmp_path / "out"), "--json"]
    (one,) = json.loads(RUN.invoke(app, command).stdout)
    assert "damaged" in one["state"] and not (tmp_path / "out").exists()


def test_an_unknown_check_is_said(folder: str) -> None:
    unknown = RUN.invoke(app, ["attachments", "0" * 16 + "-9", "--folder", folder])
    assert isinstance(unknown.exception, ArchiveError)
