"""Import: every row is taken or told, and an import that was cut goes on."""

from pathlib import Path

import pytest
from sqlalchemy import update

from viewmark.register.answers import Query
from viewmark.register.errors import SetupError
from viewmark.register.server.importing import import_csv
from viewmark.register.server.search import search
from viewmark.register.server.store import RegisterStore
from viewmark.register.server.tables.firearms import Firearm, Report

HEAD = "register_id;serial;maker;model;calibre;country;year;reported;authority\n"
ROWS = """W1;ABC4567;GLOCK;17;9x19;AT;2001;stolen;police north
W2;DEF4567;GLOCK;-;;;;;
W3;;GLOCK;;;;;;
W4;0000;GLOCK;;;;;;
W5;GHI4567;GLOCK;;;;year;;
W6;JKL4567;GLOCK;;;;;borrowed;
W1;XYZ9999;COLT;;;;;;
;MNO4567;GLOCK;;;;;;
W7;A1;GLOCK;;;;;stolen;
"""


def file_of(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "weapons.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_every_row_is_taken_or_refused_with_its_line(store: RegisterStore, tmp_path: Path) -> None:
    report = import_csv(store, file_of(tmp_path, HEAD + ROWS))
    assert (report.taken, report.reported, report.known) == (2, 1, 0)
    assert [(one.line, one.reason) for one in report.refused] == [
        (4, "no serial"),
        (5, "no serial"),
        (6, "year is no year"),
        (7, "unknown category"),
        (8, "register id is another weapon's"),
        (9, "no register id"),
        (10, "too-short"),
    ]
    with store.database.reading() as session:
        answer, (one,) = search(session, Query("abc4567", "officer", "post", "law", maker="Glock"))
        assert (answer, one.status) == ("hit", "stolen")
        second = session.get_one(Firearm, 2)
        assert (second.model, second.absent, second.calibre) == (None, "model", None)


def test_an_import_that_is_run_again_takes_what_is_new(store: RegisterStore, tmp_path: Path) -> None:
    import_csv(store, file_of(tmp_path, HEAD + ROWS.splitlines(keepends=True)[0]))
    report = import_csv(store, file_of(tmp_path, HEAD + ROWS))
    assert (report.taken, report.known) == (1, 1)
    assert store.counts()["open_reports"] == 1


def test_a_column_without_a_place_is_told(store: RegisterStore, tmp_path: Path) -> None:
    text = "register_id,serial,category,maker\nW1,ABC4567,stolen,GLOCK\n"
    assert import_csv(store, file_of(tmp_path, text)).unknown == ["category"]


def test_a_weapon_that_is_here_is_reported_by_a_later_import_once(store: RegisterStore, tmp_path: Path) -> None:
    import_csv(store, file_of(tmp_path, "register_id,serial\nW1,ABC4567\n"))
    stolen = file_of(tmp_path, "register_id,serial,reported\nW1,ABC4567,stolen\n")
    reports = [import_csv(store, stolen) for _ in range(2)]
    assert [(one.taken, one.reported, one.known) for one in reports] == [(0, 1, 1), (0, 0, 1)]
    assert store.counts()["open_reports"] == 1


def test_a_report_that_was_closed_is_not_opened_again_by_an_import(store: RegisterStore, tmp_path: Path) -> None:
    stolen = file_of(tmp_path, "register_id,serial,reported\nW1,ABC4567,stolen\n")
    import_csv(store, stolen)
    with store.database.writing() as session:
        session.execute(update(Report).values(closed_s=1, closed_by="police"))
    assert import_csv(store, stolen).reported == 0
    assert store.counts()["open_reports"] == 0


def test_thousands_of_rows_are_taken_in_parts_with_progress(store: RegisterStore, tmp_path: Path) -> None:
    text = "serial,register_id\n" + "".join(f"AB{number:05},N{number}\n" for number in range(12_000))
    seen: list[int] = []
    report = import_csv(store, file_of(tmp_path, text), seen.append)
    assert report.taken == 12_000 and not report.refused
    assert seen == [5000, 10_000, 12_000]


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"serial;maker\nABC4567;GLOCK\n", "no column register_id"),
        (b"", "no column"),
        (b"register_id;serial\nW1;\xff\xfe\n", "UTF-8"),
        (b"register_id;serial\nW1;AB\xed\xa0\x80\n", "UTF-8"),  # half a character
        (b'register_id;serial\nW1;"' + b"x" * 200_000 + b'"\n', "no CSV file"),
    ],
)
def test_a_file_that_is_none_says_why(store: RegisterStore, tmp_path: Path, content: bytes, trouble: str) -> None:
    with pytest.raises(SetupError, match=trouble):
        import_csv(store, file_of(tmp_path, content))


def test_hostile_cells_are_refused(store: RegisterStore, tmp_path: Path) -> None:
    text = "register_id;serial;maker\nW1;ABC\x004567;GLOCK\nW2;" + "A" * 65 + ";GLOCK\nW3;DEF4567;" + "M" * 201 + "\n"
    report = import_csv(store, file_of(tmp_path, text + 'W4;"\'); DROP TABLE firearms; --";GLOCK\n'))
    assert [one.reason for one in report.refused] == [
        "control characters",
        "serial is longer than 64 characters",
        "maker is longer than 200 characters",
    ]
    assert report.taken == 1 and store.counts()["firearms"] == 1
