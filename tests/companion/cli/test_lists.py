"""`viewmark list`: from a CSV file to an answer, each refusal with its reason."""

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from viewmark.cli.main import app
from viewmark.lists.keys import Keys
from viewmark.register.errors import SetupError
from viewmark.register.server.generate import add_listed
from viewmark.register.server.run import open_store
from viewmark_protocol.errors import ListError

ROWS = """serial;maker;category
ABC4567;GLOCK;stolen
DEF4567;"Nobody & Sons";lost
;GLOCK;stolen
A1;GLOCK;stolen
GHI4567;BERETTA;borrowed
JKL4567;;trafficked
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with keys, rows and the list of version 1."""
    monkeypatch.chdir(tmp_path)
    Path("rows.csv").write_text(ROWS)
    run("keys", "keys", "--height", "5")
    run("build", "rows.csv", "--keys", "keys", "--out", "list.vml")
    return tmp_path


def run(*arguments: str) -> str:
    """Return what a `viewmark list` command prints; its error is raised."""
    done = CliRunner().invoke(app, ["list", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_every_row_that_cannot_be_listed_is_reported_with_its_line(folder: Path) -> None:
    told = json.loads(run("build", "rows.csv", "--keys", "keys", "--out", "again.vml", "--json"))
    assert (told["listed"], told["without maker"]) == (3, 1)
    assert [(one["line"], one["reason"]) for one in told["left_out"]] == [
        (4, "no-serial"),
        (5, "too-short"),
        (6, "unknown-category"),
    ]


@pytest.mark.parametrize(
    ("serial", "maker", "verdict"),
    [
        ("abc-4567", "Glock", "hit"),
        ("ABC4567", "Colt", "near"),
        ("DEF4567", "Nobody and", "near"),
        ("XYZ1", "Glock", "clear"),
    ],
)
def test_a_list_is_asked_as_a_handheld_asks_it(folder: Path, serial: str, maker: str, verdict: str) -> None:
    told = json.loads(run("lookup", "list.vml", serial, "--maker", maker, "--keys", "keys", "--json"))
    assert told["verdict"] == verdict


def test_a_days_changes_are_built_and_applied(folder: Path) -> None:
    Path("today.csv").write_text("serial,maker,category\nABC4567,GLOCK,stolen\nNEW4567,COLT,lost\n")
    run("delta", "list.vml", "today.csv", "--keys", "keys", "--version", "2", "--out", "day.vmd")
    asked = ("--changes", "day.vmd", "--keys", "keys", "--json")
    told = [json.loads(run("lookup", "list.vml", serial, *asked))["verdict"] for serial in ("NEW4567", "JKL4567")]
    assert told == ["near", "clear"]
    assert "changes from 1 on list 1" in run("info", "day.vmd", "--json")


def test_a_whole_list_verifies_under_its_root_and_a_changed_one_does_not(folder: Path) -> None:
    root = Keys.load(Path("keys")).signer().public_key.hex()
    assert "is whole; signed by this root" in run("verify", "list.vml", "--root", root)
    content = bytearray(Path("list.vml").read_bytes())
    content[-1] ^= 1
    Path("changed.vml").write_bytes(content)
    with pytest.raises(ListError, match="damaged"):
        run("verify", "changed.vml")
    run("keys", "others", "--height", "5")
    with pytest.raises(ListError, match="not signed by this root"):
        run("verify", "list.vml", "--root", Keys.load(Path("others")).signer().public_key.hex())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"number,maker,category\n1,GLOCK,stolen\n", "no column serial"),
        ("serial,maker,category\nÄÖÜ4567,GLOCK,stolen\n".encode("latin-1"), "UTF-8"),
        (b"", "no column"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_with_its_reason(folder: Path, content: bytes, reason: str) -> None:
    Path("bad.csv").write_bytes(content)
    with pytest.raises(ListError, match=reason):
        run("build", "bad.csv", "--keys", "keys", "--out", "bad.vml")
    assert not Path("bad.vml").exists()


def test_keys_are_never_overwritten_and_only_their_owner_reads_them(folder: Path) -> None:
    with pytest.raises(ListError, match="never overwritten"):
        run("keys", "keys", "--height", "5")
    assert {path.stat().st_mode & 0o077 for path in Path("keys").iterdir()} == {0}


def test_a_signature_is_never_made_twice_with_one_part_of_the_key(folder: Path) -> None:
    before = Keys.load(Path("keys")).signer().left
    for _ in range(3):
        run("build", "rows.csv", "--keys", "keys", "--out", "again.vml")
    assert Keys.load(Path("keys")).signer().left == before - 3


NIEM = """<?xml version="1.0"?>
<exchange xmlns:j="https://docs.oasis-open.org/niemopen/ns/model/domains/justice/6.0/"
          xmlns:nc="https://docs.oasis-open.org/niemopen/ns/model/niem-core/6.0/">
  <j:Firearm>
    <nc:ItemMakeName>GLOCK</nc:ItemMakeName>
    <nc:ItemSerialIdentification><nc:IdentificationID>ABC4567</nc:IdentificationID></nc:ItemSerialIdentification>
    <nc:ItemStatus><j:ItemStatusCode>STOLEN</j:ItemStatusCode></nc:ItemStatus>
  </j:Firearm>
  <j:Firearm>
    <nc:ItemSerialIdentification><nc:IdentificationID>DEF4567</nc:IdentificationID></nc:ItemSerialIdentification>
    <nc:ItemStatus><j:ItemStatusCode>RECOVERED</j:ItemStatusCode></nc:ItemStatus>
  </j:Firearm>
  <j:Firearm>
    <nc:ItemMakeName>COLT</nc:ItemMakeName>
    <nc:ItemStatus><j:ItemStatusCode>LOST</j:ItemStatusCode></nc:ItemStatus>
  </j:Firearm>
</exchange>
"""


def test_a_list_is_built_from_a_niem_document(folder: Path) -> None:
    Path("wanted.xml").write_text(NIEM)
    told = json.loads(run("build", "wanted.xml", "--keys", "keys", "--out", "niem.vml", "--json"))
    assert told["listed"] == 1
    assert [one["reason"] for one in told["left_out"]] == ["unknown-category", "no-serial"]
    asked = json.loads(run("lookup", "niem.vml", "ABC4567", "--maker", "Glock", "--keys", "keys", "--json"))
    assert (asked["verdict"], asked["category"]) == ("hit", "stolen")


@pytest.mark.parametrize(
    "cut",
    [
        NIEM[:400],
        "<",
        NIEM.replace("ABC4567", "&#xD800;"),  # half a character
        NIEM.replace("<exchange", "<!DOCTYPE x [<!ENTITY a 'b'>]><exchange &a;"),
    ],
)
def test_a_document_that_is_no_xml_builds_nothing(folder: Path, cut: str) -> None:
    Path("cut.xml").write_text(cut)
    with pytest.raises(ListError, match="no XML document"):
        run("build", "cut.xml", "--keys", "keys", "--out", "cut.vml")
    assert not Path("cut.vml").exists()


def test_no_file_is_read_through_an_entity(folder: Path) -> None:
    Path("secret").write_text("ABC9999")
    hostile = NIEM.replace("<exchange", '<!DOCTYPE exchange [<!ENTITY e SYSTEM "secret">]><exchange', 1)
    Path("hostile.xml").write_text(hostile.replace("ABC4567", "&e;"))
    told = json.loads(run("build", "hostile.xml", "--keys", "keys", "--out", "hostile.vml", "--json"))
    assert told["listed"] == 0


def test_a_list_is_built_from_a_registers_open_reports(folder: Path) -> None:
    store = open_store(folder / "register")
    add_listed(store, "ABC4567", "GLOCK", "stolen")
    closed = add_listed(store, "DEF4567", "GLOCK", "lost")
    store.close_reports(closed)
    store.close()
    told = json.loads(run("build", "register", "--keys", "keys", "--out", "register.vml", "--json"))
    assert (told["listed"], told["left out"]) == (1, 0)
    with pytest.raises(SetupError, match="no register in"):
        run("build", "keys", "--keys", "keys", "--out", "none.vml")


def test_changes_whose_version_is_not_a_newer_one_are_not_built(folder: Path) -> None:
    with pytest.raises(ListError, match=r"Version 1 does not come after version 1\. Give a higher one"):
        run("delta", "list.vml", "rows.csv", "--keys", "keys", "--version", "1", "--out", "day.vmd")


def test_changes_are_not_built_on_a_chain_with_a_day_missing(folder: Path) -> None:
    for version, so_far in ((2, ()), (3, ("--changes", "2.vmd"))):
        Path("today.csv").write_text(f"serial,maker,category\nNEW{version}567,COLT,lost\n")
        run(
            *("delta", "list.vml", "today.csv", "--keys", "keys", *so_far),
            *("--version", str(version), "--out", f"{version}.vmd"),
        )
    with pytest.raises(ListError, match="from version 2 do not follow on version 1"):
        run(
            *("delta", "list.vml", "today.csv", "--keys", "keys", "--changes", "3.vmd"),
            *("--version", "4", "--out", "4.vmd"),
        )


def test_changes_are_not_built_under_another_list_key(folder: Path) -> None:
    run("keys", "others", "--height", "5")
    with pytest.raises(ListError, match="made with another list key"):
        run("delta", "list.vml", "rows.csv", "--keys", "others", "--version", "2", "--out", "day.vmd")


def test_a_file_that_is_no_list_is_named(folder: Path) -> None:
    with pytest.raises(ListError, match=r"rows\.csv is no list"):
        run("info", "rows.csv")


def test_a_list_that_cannot_be_written_leaves_nothing_behind(folder: Path) -> None:
    Path("taken.vml").mkdir()
    with pytest.raises(ListError, match="can't be written"):
        run("build", "rows.csv", "--keys", "keys", "--out", "taken.vml")
    assert not Path("taken.vml.part").exists()


@pytest.mark.parametrize("command", ["build", "delta"])
def test_no_list_is_signed_for_a_place_where_something_else_is(folder: Path, command: str) -> None:
    os.mkfifo("pipe")
    signed = Keys.load(Path("keys")).signer().left
    what = ("rows.csv",) if command == "build" else ("list.vml", "rows.csv", "--version", "2")
    with pytest.raises(ListError, match=r"pipe is no regular file, and would be replaced\. Give another place"):
        run(command, *what, "--keys", "keys", "--out", "pipe")
    assert Path("pipe").is_fifo()
    assert Keys.load(Path("keys")).signer().left == signed
