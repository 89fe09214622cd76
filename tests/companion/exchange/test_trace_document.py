"""A trace request as JSON and PDF: whole or not at all, and never another character than the mark's."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from typer.testing import CliRunner

from viewmark.archive.checks import FiledCheck
from viewmark.casework.trace_request import draft
from viewmark.casework.trace_states import TraceState
from viewmark.cli.main import app
from viewmark.exchange.demo import demo_checks
from viewmark.exchange.errors import ExchangeError
from viewmark.exchange.trace_document import FORM, TraceDocument, document_of, read, schema, written
from viewmark.exchange.trace_folder import write_traces
from viewmark.exchange.trace_pdf import MOST_CHARACTERS, pdf, printable

from ..casework.test_trace_sources import GIVEN_WHOLE, drafted, weapon

HOSTILE = "\x00\x1b[2J ИЖ-1\u202e\\u0041 {nb} **b** \u00ad\U0001f52b\ufffe \n\tЉ  end "
NOW_S = 1_790_000_500
_NUMBER = re.compile(r"\\u([0-9a-f]{4})|\\U([0-9a-f]{8})")


def document(serial: str = "AB123", state: str = "clear", **given: str) -> TraceDocument:
    made = drafted(weapon(state, serial=serial), **given)
    return document_of("0123456789abcdef-1-T1", made, [TraceState("sent", "pending", NOW_S - 9, "K7", "")], NOW_S)


def read_back(shown: str) -> str:
    """Return the text of which `shown` is the printed form."""
    return _NUMBER.sub(lambda one: chr(int(one[1] or one[2], 16)), shown)


def printed(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_a_whole_request_comes_back_from_its_json_and_names_its_form() -> None:
    made = document(state="altered", removal="ground", restoration="without-result")
    assert read(written(made)) == made
    told = json.loads(written(made))
    assert (told["form"], told["request"]["made_s"]) == (FORM, NOW_S - 9)
    assert told["obliterated"]["serials"] == [{"component": "frame", "state": "altered", "reads": "AB123"}]


def test_the_schema_names_the_field_of_atf_3312_1_for_each_field_of_part_v() -> None:
    fields = json.loads(schema())["$defs"]["Firearm"]["properties"]
    assert {one["description"][:2] for one in fields.values()} == {"5" + letter for letter in "abcdefghi"}


def test_half_a_request_is_no_document_and_says_how_to_get_the_rest() -> None:
    with pytest.raises(ExchangeError, match="Read the calibre on the barrel"):
        document_of("x-T1", drafted(weapon(calibre=None)), [], NOW_S)


@pytest.mark.parametrize(
    "change",
    [
        {"form": "viewmark-trace-request-2"},
        {"extra": 1},
        {"firearm": None},
        {"obliterated": {"serials": [], "restoration": "restored", "removal": ""}},
        {"request_id": 5},
    ],
)
def test_json_of_another_form_is_not_taken(change: dict[str, Any]) -> None:
    told = json.loads(written(document())) | change
    with pytest.raises(ExchangeError, match="no trace request"):
        read(json.dumps(told).encode())


def test_a_clock_that_was_never_set_gives_no_date_of_recovery() -> None:
    check = next(check for _, check in demo_checks() if check.opened.trust == "unset")
    filed = FiledCheck(1, "VM-1", bytes(8), 1, b"", 0, True, check)
    made = document_of("0123456789abcdef-1-T1", draft(filed, weapon(), [], GIVEN_WHOLE), [], NOW_S)
    assert read(written(made)).recovery.recovered_s is None
    assert re.search(r"Date *\(empty\)", printed(pdf(made)))


@pytest.mark.parametrize("content", [b"", b"{}", b"[" * 5000, b"\xff", b" " * (1024 * 1024 + 1)])
def test_what_is_no_json_or_too_large_is_not_taken(content: bytes) -> None:
    with pytest.raises(ExchangeError, match="not taken"):
        read(content)


def test_a_hostile_serial_is_printed_character_by_character() -> None:
    text = printed(pdf(document(HOSTILE)))
    shown = printable(HOSTILE)
    assert re.sub(r"\s", "", shown) in re.sub(r"\s", "", text)
    assert read_back(shown) == HOSTILE
    assert "CYRILLIC CAPITAL LETTER LJE" in text and "RIGHT-TO-LEFT OVERRIDE" in text


def test_what_latin_1_has_stands_as_itself() -> None:
    assert printable("Mod. 98/\u00dc-7 \u00e9\u00bd\u00ff") == "Mod. 98/\u00dc-7 \u00e9\u00bd\u00ff"
    assert "98/Ü-7" in printed(pdf(document("98/Ü-7")))


@given(st.text())
def test_no_two_texts_are_printed_alike(text: str) -> None:
    shown = printable(text)
    assert read_back(shown) == text
    assert all(" " <= one <= "~" or "\xa1" <= one <= "\xff" for one in shown)


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=120))
def test_every_text_has_a_pdf_that_says_it(text: str) -> None:
    made = document()
    made.firearm.serial = text
    squeezed = re.sub(r"\s", "", printed(pdf(made)))
    assert re.sub(r"\s", "", printable(text)) in squeezed


def test_half_characters_do_not_keep_a_request_back() -> None:
    made = document(circumstances="found \ud800 there")
    assert made.recovery.circumstances == "found \\ud800 there"
    assert read(written(made)) == made
    assert "found \\u005cud800 there" in printed(pdf(made))


def test_the_same_request_is_the_same_pdf_and_its_pages_are_counted() -> None:
    made = document("A" * MOST_CHARACTERS * 2)
    assert pdf(made) == pdf(made)
    text = printed(pdf(made))
    pages = len(PdfReader(io.BytesIO(pdf(made))).pages)
    assert pages > 1 and f"page {pages} of {pages}" in text
    assert f"[{MOST_CHARACTERS} characters more: the JSON has them]" in text.replace("\n", "")


def test_nothing_is_said_apart_from_a_mark_that_says_so() -> None:
    assert "5h Importer (empty)" in printed(pdf(document()))


def test_a_folder_has_whole_requests_and_what_the_others_lack(tmp_path: Path) -> None:
    requests = [("a-1-T1", drafted(weapon()), []), ("a-2-T1", drafted(weapon(model=None)), [])]
    done = write_traces(requests, tmp_path, NOW_S, lambda count: None)
    assert (done.checks, done.requests) == (2, 1)
    assert {path.name for path in tmp_path.iterdir()} == {
        *("a-1-T1.json", "a-1-T1.pdf", "lacking.csv", "trace-request.schema.json"),
    }
    (row,) = csv.DictReader((tmp_path / "lacking.csv").open(newline=""))
    assert (row["request"], row["field"], row["mark"]) == ("a-2-T1", "Model", "model")
    assert "slide" in row["parts to look at"] and row["how to get it"]


def test_a_request_that_lacks_something_since_a_correction_lies_there_no_longer(tmp_path: Path) -> None:
    write_traces([("a-1-T1", drafted(weapon()), [])], tmp_path, NOW_S, lambda count: None)
    write_traces([("a-1-T1", drafted(weapon(model=None)), [])], tmp_path, NOW_S, lambda count: None)
    assert not list(tmp_path.glob("a-1*"))


def test_a_check_that_is_too_much_for_a_document_keeps_back_no_other(tmp_path: Path) -> None:
    requests = [("a-1-T1", drafted(weapon(model="M" * 20_000)), []), ("a-2-T1", drafted(weapon()), [])]
    done = write_traces(requests, tmp_path, NOW_S, lambda count: None)
    assert done.requests == 1 and (tmp_path / "a-2-T1.pdf").exists()
    assert "firearm.model" in done.lacking[0][1].how


def test_the_demo_writes_requests_and_says_what_the_others_lack(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["export", "trace", "--demo", "--out", str(tmp_path), "--json"])
    told = json.loads(result.stdout)
    assert told["requests"] == len(list(tmp_path.glob("*.pdf"))) > 0
    for path in tmp_path.glob("*-T1.json"):
        assert read(path.read_bytes()).request_id == path.stem
    lacking = {one["request"] for one in told["lacking"]}
    assert told["checks"] == 500 and len(lacking) == told["firearms"] - told["requests"]
    assert all(one["how"] for one in told["lacking"])
