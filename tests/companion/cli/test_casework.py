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

from ..conftest import check_record, firearm, read_mark
from ..ui.conftest import DEVICE, HOSTILE, LOG, OPENED_S, fill, id_of

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
    assert told["referrals"] == [] and not told["border_known"]
    assert "missing" in RUN.invoke(app, ["trace", id_of(2), "--folder", folder]).output


def test_a_distance_to_the_border_that_nobody_set_fires_no_rule_and_is_said(folder: str) -> None:
    asked = ["trace", id_of(2), "--folder", folder]
    told = RUN.invoke(app, asked).output
    assert "Refer for ballistics" not in told and "say both on the settings page" in told
    set_place(DeskBook(Path(folder) / DESK_BOOK_FILE), Place(0, is_customs=False))
    told = RUN.invoke(app, asked).output
    assert "This post is 0 km from a border" in told and "settings page" not in told
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


@pytest.fixture
def several(tmp_path: Path) -> str:
    """A laptop's folder with one check of three firearms, whose requests are whole."""
    archive = Archive(tmp_path / "several")
    said = {"maker": "Glock", "model": "17", "calibre": "9x19", "country": "AT", "importer": "Glock Inc."}
    serials = [said | {"serial": f"AB12{number}"} for number in (3, 4, 5)]
    weapons = [firearm(*(read_mark(text, kind) for kind, text in one.items())) for one in serials]
    archive.file_records(DEVICE, LOG, [(1, check_record(*weapons))], OPENED_S)
    (filed,) = archive.checks()
    given = {"type": "pistol", "priority": "routine", "circumstances": "in a bag", "intended_use": "prosecution"}
    for number in (1, 2, 3):
        told = {"given": given, "sent": False, "number": number, "firearm": number - 1}
        archive.entries.add(filed.key, "trace", 1_790_000_400, "K7", told)
    archive.close()
    return str(tmp_path / "several")


def test_each_firearm_of_a_check_is_a_request_and_a_file_where_none_is_chosen(several: str, tmp_path: Path) -> None:
    asked = ["trace", id_of(1), "--folder", several]
    told = json.loads(RUN.invoke(app, [*asked, "--pdf", str(tmp_path / "request.pdf"), "--json"]).stdout)
    assert [one["document"]["firearm"]["serial"] for one in told["requests"]] == ["AB123", "AB124", "AB125"]
    assert [one["request"] for one in told["requests"]] == [f"{id_of(1)}-T{number}" for number in (1, 2, 3)]
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == [f"request-{number}.pdf" for number in (1, 2, 3)]
    shown = RUN.invoke(app, asked).output
    assert all(f"firearm {number}" in shown for number in (1, 2, 3))


def test_one_firearm_is_chosen_by_its_number_and_its_file_has_the_name_that_was_given(
    several: str, tmp_path: Path
) -> None:
    asked = ["trace", id_of(1), "--folder", several, "--pdf", str(tmp_path / "request.pdf"), "--json"]
    told = json.loads(RUN.invoke(app, [*asked, "--firearm", "2"]).stdout)
    assert told["firearm"] == 2 and told["content"]["serial"] == "AB124" and len(told["requests"]) == 1
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["request.pdf"]


def test_a_firearm_that_the_check_does_not_hold_is_said_and_nothing_is_written(several: str, tmp_path: Path) -> None:
    asked = ["trace", id_of(1), "--folder", several, "--pdf", str(tmp_path / "request.pdf"), "--firearm", "4"]
    refused = RUN.invoke(app, asked)
    assert isinstance(refused.exception, CaseworkError) and "no firearm 4" in str(refused.exception)
    assert not list(tmp_path.glob("*.pdf"))


def test_which_of_several_firearms_requests_is_meant_is_asked(several: str) -> None:
    Accounts(Path(several) / OPERATORS_FILE).add("K7", PASSPHRASE)
    closing = ["trace-state", id_of(1), "closed", "--operator", "K7", "--folder", several, "--note", "given back"]
    closing += ["--level", "never-attempted"]
    refused = RUN.invoke(app, closing, input=f"{PASSPHRASE}\n")
    assert isinstance(refused.exception, CaseworkError) and "--number" in str(refused.exception)
    assert RUN.invoke(app, [*closing, "--number", "2"], input=f"{PASSPHRASE}\n").exit_code == 0


def test_a_folder_of_requests_has_one_for_each_firearm(several: str, tmp_path: Path) -> None:
    told = json.loads(
        RUN.invoke(app, ["export", "trace", "--folder", several, "--out", str(tmp_path / "out"), "--json"]).stdout
    )
    assert (told["checks"], told["firearms"], told["requests"], told["lacking"]) == (1, 3, 3, [])
    assert len(list((tmp_path / "out").glob("*.pdf"))) == 3


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
