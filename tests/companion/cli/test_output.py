"""What the commands print: JSON that parses, and tables that show hostile texts as they are."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from viewmark.archive.archive import Archive
from viewmark.archive.checks import RegisterAnswer
from viewmark.cli.output import out, print_table, utc
from viewmark_protocol.checks import VerdictRecord
from viewmark_protocol.messages.downward import Candidate
from viewmark_protocol.messages.hello import Hello

from ..conftest import check_record, firearm, read_mark

LOG = bytes.fromhex("0123456789abcdef")
ID = "0123456789abcdef-1"
HOSTILE = "[red]AB12[/] [/x]\x1b[2J\u202e日本"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A laptop's folder with one handheld, a check whose texts are hostile, a record that is none, and an answer."""
    path = tmp_path / "laptop"
    archive = Archive(path)
    archive.see_device(
        Hello(
            protocol_version=1,
            role="handheld",
            device_id="[bold]one[/]",
            software_version="0",
            max_message_bytes=1,
            clock_s=1,
            clock_trust="unset",
            boot_count=1,
            log_id=LOG,
            first_sequence=1,
            next_sequence=3,
            acknowledged=3,
        ),
        1_790_000_000,
    )
    archive.file_records("[bold]one[/]", LOG, [(1, hostile_record()), (2, b"no record")], 1_790_000_000)
    weapon = Candidate(
        register_id="W1",
        serial=HOSTILE,
        maker="[/]",
        model=None,
        calibre=None,
        status="stolen",
        matched_key="exact",
        disagrees=[],
    )
    archive.answers.file(RegisterAnswer("[bold]one[/]", LOG, 1, "near", 1_790_000_000, [weapon], "[/]"))
    archive.close()
    return path


def hostile_record() -> bytes:
    verdict = VerdictRecord(word="near", reason="misread-possible", matched=HOSTILE)
    return check_record(firearm(read_mark(HOSTILE, source="typed"), verdict=verdict))


@pytest.mark.parametrize("command", [("checks",), ("devices",), ("show", ID), ("show", "0123456789abcdef-2")])
def test_json_parses(viewmark: Callable[..., Any], folder: Path, command: tuple[str, ...]) -> None:
    ran = viewmark(*command, "--folder", str(folder), "--json")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)
    assert ran.stderr == ""


def test_json_carries_a_hostile_serial_unaltered(viewmark: Callable[..., Any], folder: Path) -> None:
    shown = json.loads(viewmark("show", ID, "--folder", str(folder), "--json").stdout)
    assert (shown["read"], shown["serial"]) == (HOSTILE, HOSTILE)
    assert shown["candidates"][0]["serial"] == HOSTILE


@pytest.mark.parametrize("command", [("checks",), ("show", ID)])
def test_tables_show_markup_literally_and_nothing_steers_the_terminal(
    viewmark: Callable[..., Any], folder: Path, command: tuple[str, ...]
) -> None:
    ran = viewmark(*command, "--folder", str(folder))
    assert ran.returncode == 0, ran.stderr
    assert r"[red]AB12[/] [/x]\u001b[2J\u202e日本" in ran.stdout
    assert "\x1b[2J" not in ran.stdout


def test_a_check_is_shown_with_its_time_as_people_write_it(viewmark: Callable[..., Any], folder: Path) -> None:
    shown = " ".join(viewmark("show", ID, "--folder", str(folder)).stdout.split())
    opened_s = json.loads(viewmark("show", ID, "--folder", str(folder), "--json").stdout)["opened_s"]
    assert f"│ opened │ {utc(opened_s)} │" in shown
    assert "[]" not in shown


def test_so_many_checks_that_no_number_of_the_archive_says_it_are_written_wrongly(
    viewmark: Callable[..., Any], folder: Path
) -> None:
    assert viewmark("checks", "--limit", "9" * 23, "--folder", str(folder)).returncode == 2


def test_a_device_with_a_hostile_name_is_listed_by_it(viewmark: Callable[..., Any], folder: Path) -> None:
    assert "[bold]one[/]" in viewmark("devices", "--folder", str(folder)).stdout


def test_a_record_that_cannot_be_decoded_is_listed_as_such(viewmark: Callable[..., Any], folder: Path) -> None:
    ran = viewmark("checks", "--folder", str(folder))
    assert "not readable" in ran.stdout
    assert "0123456789abcdef-2" in ran.stdout


@pytest.mark.parametrize("text", ["[/]", "[red]", "[/x]-1", "\x1b[2J"])
def test_an_error_shows_what_was_typed_as_it_is(viewmark: Callable[..., Any], folder: Path, text: str) -> None:
    ran = viewmark("show", text, "--folder", str(folder))
    assert ran.returncode == 1
    assert f"There is no check {text} here.".replace("\x1b", r"\u001b") in ran.stderr


def test_generate_samples_and_search_print_json(viewmark: Callable[..., Any], tmp_path: Path) -> None:
    made = viewmark("samples", "--seed", "3", "--count", "2", "--out", str(tmp_path / "[b]pictures"), "--json")
    assert [row["file"] for row in json.loads(made.stdout)] == [
        path.name for path in sorted((tmp_path / "[b]pictures").glob("*.jpg"))
    ]
    filled = viewmark("register", "generate", "--folder", str(tmp_path / "register"), "--firearms", "40", "--json")
    assert json.loads(filled.stdout) == {"firearms": 40, "reported": 10}


def test_a_narrow_terminal_breaks_an_id_and_cuts_nothing_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    width = out.width
    out.width = 30
    try:
        print_table("Messages", ("state", "id"), [("waiting", "siena-0123456789abcdef0123456789abcdef")])
    finally:
        out.width = width
    cells = [line.split("│")[2].strip() for line in capsys.readouterr().out.splitlines() if "│" in line]
    assert "".join(cells) == "siena-0123456789abcdef0123456789abcdef"
