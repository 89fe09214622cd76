"""Files from outside: good rows go in, each other one is told with its line, and the old tables outlive every fault."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from viewmark.reference.errors import TableError
from viewmark.reference.importing import import_file
from viewmark.reference.rows import MOST_LINE_BYTES, Refused, read_rows
from viewmark.reference.schema import FILE
from viewmark.reference.tables import Tables

from .conftest import CODES, MODELS, Import


def test_every_row_of_the_public_files_is_in_or_told(public_files: tuple[Path, Path], folder: Path) -> None:
    for file in public_files:
        rows = len(file.read_text("utf-8").splitlines()) - 1
        told = import_file(folder, file, 0, lambda _: None)
        assert told.taken + len(told.refused) == rows
    tables = Tables(folder)
    assert tables.counts() == {
        "action": 22,
        "calibre": 74,
        "make": 3970,
        "models": 3986,
        "type": 19,
        "type-and-action": 31,
    }
    assert [(one[:2]) for one in tables.refused] == [("code", 98), ("model", 2283), ("model", 3319), ("model", 3541)]


def test_the_other_table_stays_and_one_of_the_same_kind_is_replaced(folder: Path, imported: Import) -> None:
    imported(MODELS)
    imported(CODES)
    assert imported("make,model\nCOLT,1911\n")[1:3] == (1, 3)
    tables = Tables(folder)
    assert tables.counts()["models"] == 1 and tables.counts()["make"] == 6


BAD_LINES = [
    (b"CALCode,45,\xff\xfe", "no text in UTF-8"),
    (b"CALCode,45,a\x00b", "control characters"),
    (b"CALCode,45", "2 cells where 3 belong"),
    (b"CALCode,45,.45 ACP,more", "4 cells"),
    (b"CALCode,=1+1,.45 ACP", "for a code"),
    (b"CALCode,--,.45 ACP", "for a code"),
    (b"CALCode,45,", "says nothing"),
    (b"COLOUR,45,.45 ACP", "unknown type 'COLOUR': known are MAK (make), CAL (calibre)"),
    (b'CALCode,45,"a quote that is not closed', "no row of CSV"),
    (b"CALCode,45," + b"x" * 3000, "cell of more than"),
    (b"CALCode,45," + b"x" * 3 * MOST_LINE_BYTES, "longer than"),
    (b"CALCode,44,something else", "stands on line 2"),
]


@pytest.mark.parametrize(("line", "why"), BAD_LINES)
def test_a_bad_line_is_told_with_its_number_and_costs_no_other(
    folder: Path, imported: Import, line: bytes, why: str
) -> None:
    head = b"type,code,definition\nCALCode,44,.44 SPECIAL\n"
    told = imported(head + line + b"\nCALCode,380,.380 ACP\n")
    assert told.taken == 2
    (refused,) = told.refused
    assert refused.line == 3 and why in refused.why
    tables = Tables(folder)
    assert [one.code for one in tables.calibre(".380 ACP").codes] == ["380"]
    assert tables.refused == [("code", *refused)]


def test_a_cell_that_is_a_formula_is_kept_as_the_text_that_it_is(folder: Path, imported: Import) -> None:
    imported("make,model\nCOLT,=cmd|'/c calc'!A1\n")
    assert Tables(folder).makers_of("=cmd|'/c calc'!A1") == [("COLT", "=cmd|'/c calc'!A1")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_in_any_order_and_with_any_usual_delimiter_are_taken(
    folder: Path, imported: Import, delimiter: str
) -> None:
    imported("\ufeffModel,more,Make\r\n92FS,x,BERETTA\r\n".replace(",", delimiter))
    assert Tables(folder).makers_of("92 fs") == [("BERETTA", "92FS")]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no reference table"),
        (b"a,b\n1,2\n", "type, code, definition"),
        ("make,model\nCOLT,1911\n".encode("utf-16"), "UTF-8"),
        (b"make,model\n", "no row"),
        (b"make,model\n,\n", "Line 2 lacks a make"),
        (b"\x00" * 100, "control characters"),
    ],
)
def test_a_file_that_is_no_table_changes_nothing(folder: Path, imported: Import, content: bytes, why: str) -> None:
    imported(MODELS)
    before = (folder / FILE).read_bytes()
    with pytest.raises(TableError, match=why):
        imported(content)
    assert (folder / FILE).read_bytes() == before
    assert not list(folder.glob("*.new"))


def test_damaged_tables_are_said_and_not_replaced(folder: Path, imported: Import) -> None:
    imported(CODES)
    (folder / FILE).write_bytes(b"no database" * 1000)
    for asks in (lambda: imported(MODELS), lambda: Tables(folder)):
        with pytest.raises(TableError, match=r"[Mm]ove"):
            asks()
    assert (folder / FILE).read_bytes().startswith(b"no database")


_KILLED = """
import os, signal, sys
from pathlib import Path
from viewmark.reference import importing, replacing
folder, file, place = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
if place == "rename":
    replacing.os.replace = die
elif place == "sync":
    replacing.os.fsync = die
else:
    importing._EACH = int(place)
importing.import_file(folder, file, 0, die if place.isdigit() else lambda rows: None)
"""


@pytest.mark.parametrize("place", ["1", "500", "999", "sync", "rename"])
def test_a_killed_import_leaves_the_old_tables_and_the_next_one_is_whole(
    tmp_path: Path, folder: Path, imported: Import, place: str
) -> None:
    imported(MODELS)
    before = (folder / FILE).read_bytes()
    file = tmp_path / "many.csv"
    file.write_text("make,model\n" + "".join(f"COLT,M{number}\n" for number in range(1000)))
    died = subprocess.run([sys.executable, "-c", _KILLED, str(folder), str(file), place], check=False)
    assert died.returncode == -signal.SIGKILL
    assert (folder / FILE).read_bytes() == before
    assert imported(file.read_text()).taken == 1000
    assert sorted(os.listdir(folder)) == [FILE, FILE + ".lock"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=60).filter(lambda line: b"\n" not in line), max_size=12))
def test_whatever_a_file_holds_each_line_is_a_row_or_refused(tmp_path: Path, lines: list[bytes]) -> None:
    file = tmp_path / "any.csv"
    file.write_bytes(b"\n".join([b"make,model", *lines]))
    _, rows = read_rows(file)
    numbers = [row.line if isinstance(row, Refused) else row[0] for row in rows]
    assert numbers == [number for number, line in enumerate(lines, 2) if line.strip()]
