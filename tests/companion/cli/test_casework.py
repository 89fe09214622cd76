"""`viewmark trace`, `viewmark export` and the history of `viewmark show`, on an archive with hostile checks."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from viewmark.archive.archive import Archive
from viewmark.casework.referral import Place
from viewmark.cli.main import app
from viewmark.deskbook.desk_book import DESK_BOOK_FILE, DeskBook
from viewmark.deskbook.settings import set_place
from viewmark.errors import AccountError, ArchiveError, CaseworkError
from viewmark.exchange.errors import ExchangeError
from viewmark.exchange.trace_document import TraceDocument
from viewmark.operators.accounts import OPERATORS_FILE, Accounts

from ..ui.conftest import HOSTILE, fill, id_of

RUN = CliRunner()
PASSPHRASE = "four random words here"


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
    assert [one["rule"] for one in told["referrals"]] == ["found-by-customs"]
    assert "missing" in RUN.invoke(app, ["trace", id_of(2), "--folder", folder]).output


def test_a_distance_to_the_border_that_nobody_set_fires_no_rule_and_is_said(folder: str) -> None:
    asked = ["trace", id_of(2), "--folder", folder]
    told = RUN.invoke(app, asked).output
    assert "km from a border" not in told and "set the kilometres" in told
    set_place(DeskBook(Path(folder) / DESK_BOOK_FILE), Place(0, is_customs=False))
    told = RUN.invoke(app, asked).output
    assert "This post is 0 km from a border" in told and "set the kilometres" not in told
    assert [one["rule"] for one in json.loads(RUN.invoke(app, [*asked, "--json"]).output)["referrals"]] == [
        "near-a-border"
    ]


@pytest.fixture
def whole(folder: str) -> str:
    """The same, with an operator, and one check whose drafted request is whole."""
    Accounts(Path(folder) / OPERATORS_FILE).add("K7", PASSPHRASE)
    archive = Archive(Path(folder))
    filed = archive.find(id_of(2))
    assert filed is not None
    for kind, now in (("model", "17"), ("calibre", "9x19"), ("country", "AT"), ("importer", "Glock Inc.")):
        told = {"firearm": 0, "component": "slide", "kind": kind, "before": None, "now": now, "reason": "seen"}
        archive.entries.add(filed.key, "correction", 1_790_000_300, "K7", told)
    given = {"type": "pistol", "priority": "routine", "circumstances": "in a bag", "intended_use": "prosecution"}
    archive.entries.add(filed.key, "trace", 1_790_000_400, "K7", {"given": given, "sent": False, "number": 1})
    archive.close()
    return folder


def test_a_request_that_lacks_something_has_no_pdf_and_says_how_to_get_it(folder: str, tmp_path: Path) -> None:
    refused = RUN.invoke(app, ["trace", id_of(2), "--folder", folder, "--pdf", str(tmp_path / "half.pdf")])
    assert isinstance(refused.exception, ExchangeError) and "Calibre: Read the calibre" in str(refused.exception)
    assert not list(tmp_path.glob("half*"))


def test_a_whole_request_is_written_as_pdf_and_told_as_a_document(whole: str, tmp_path: Path) -> None:
    pdf = tmp_path / "request.pdf"
    told = json.loads(RUN.invoke(app, ["trace", id_of(2), "--folder", whole, "--pdf", str(pdf), "--json"]).stdout)
    assert pdf.read_bytes().startswith(b"%PDF-") and told["lacking"] == []
    assert TraceDocument.model_validate(told["document"]).firearm.serial == "AB1235"
    assert [(one["state"], one["who"]) for one in told["states"]] == [("drafted", "K7")]
    refused = RUN.invoke(app, ["trace", id_of(2), "--folder", whole, "--pdf", str(tmp_path / "none" / "x.pdf")])
    assert isinstance(refused.exception, ExchangeError) and "Give another place" in str(refused.exception)


def test_an_operator_brings_a_request_into_its_next_state_by_passphrase(whole: str) -> None:
    closing = [
        "trace-state",
        id_of(2),
        "closed",
        "--operator",
        "K7",
        "--folder",
        whole,
        "--note",
        "given back",
        "--json",
    ]
    level = ["--level", "never-attempted"]
    wrong = RUN.invoke(app, [*closing, *level], input="another one here\n")
    assert isinstance(wrong.exception, AccountError)
    refused = RUN.invoke(app, closing, input=f"{PASSPHRASE}\n")
    assert isinstance(refused.exception, CaseworkError) and "Say established-otherwise" in str(refused.exception)
    told = json.loads(RUN.invoke(app, [*closing, *level], input=f"{PASSPHRASE}\n").stdout)
    assert [(one["state"], one["who"]) for one in told["states"]] == [("drafted", "K7"), ("closed", "K7")]


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
    assert isinstance(refused.exception, ExchangeError) and "Give another place" in str(refused.exception)
    unknown = RUN.invoke(app, ["trace", "0" * 16 + "-9", "--folder", folder])
    assert isinstance(unknown.exception, ArchiveError)


def test_the_history_of_a_check_is_shown(folder: str) -> None:
    told = json.loads(RUN.invoke(app, ["show", id_of(2), "--folder", folder, "--json"]).output)
    assert [(one["who"], one["kind"]) for one in told["history"]] == [("K7", "correction")]
    assert "AB1235" in RUN.invoke(app, ["show", id_of(2), "--folder", folder]).output
