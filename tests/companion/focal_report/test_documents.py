"""Documents of several posts: each check once, in an order of their names, and nothing is dropped silently."""

import os
import tracemalloc
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from viewmark.cli.main import app
from viewmark.exchange.demo import demo_checks
from viewmark.exchange.errors import ExchangeError
from viewmark.exchange.niem import MOST_BYTES, document
from viewmark.focal_report.coding import Coding
from viewmark.focal_report.report import Report
from viewmark.focal_report.sources import of_folder
from viewmark.reference.tables import Tables

CHECKS = list(demo_checks(4))


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """The documents of two posts."""
    for number, (check_id, check) in enumerate(CHECKS):
        folder = tmp_path / "posts" / f"post-{number % 2}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{check_id}.xml").write_bytes(document(check_id, check))
    return tmp_path / "posts"


def told(posts: Path) -> tuple[int, list[tuple[str, str]]]:
    """How many checks were counted, and what was not."""
    with closing(Report(Coding(Tables(posts)))) as report:
        report.add(of_folder(posts), lambda _: None)
        return report.posts.total().checks, [(one.what, one.why) for one in report.left_out()]


def test_the_documents_of_all_posts_are_counted(posts: Path) -> None:
    assert told(posts) == (4, [])


def test_a_check_that_two_posts_hold_is_counted_once_and_told(posts: Path) -> None:
    check_id, check = CHECKS[0]
    (posts / "post-1" / "again.xml").write_bytes(document(check_id, check))
    checks, left = told(posts)
    assert checks == 4
    assert left == [("post-1/again.xml", f"It is the same check as in post-0/{check_id}.xml, which was counted.")]


def test_two_documents_that_say_different_things_of_a_check_are_told(posts: Path) -> None:
    (posts / "z.xml").write_bytes(document(CHECKS[0][0], CHECKS[1][1]))
    checks, ((what, why),) = told(posts)
    assert checks == 4 and what == "z.xml" and "Compare them" in why


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no XML"),
        (document(*CHECKS[0])[:500], "no XML"),
        (b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "DTD"),
        (b" " * (MOST_BYTES * 3), "at most"),
        (document("", CHECKS[0][1]), "of no check"),
    ],
)
def test_what_is_no_document_of_a_check_is_told_and_the_others_are_counted(
    posts: Path, content: bytes, why: str
) -> None:
    (posts / "a-bad.xml").write_bytes(content)
    checks, ((what, said),) = told(posts)
    assert checks == 4 and what == "a-bad.xml" and why in said


@pytest.mark.skipif(os.name != "posix", reason="links and pipes are made otherwise elsewhere")
def test_no_link_is_followed_and_no_pipe_waited_for(posts: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.xml").write_bytes(document("x-1", CHECKS[0][1]))
    (posts / "link").symlink_to(outside)
    (posts / "link.xml").symlink_to(outside / "x.xml")
    os.mkfifo(posts / "pipe.xml")
    assert told(posts) == (4, [])


@pytest.mark.skipif(os.name != "posix", reason="names of other bytes are posix")
def test_a_name_of_any_bytes_is_read_and_told(posts: Path) -> None:
    with open(os.path.join(os.fsencode(posts), b"\xff.xml"), "wb") as file:
        file.write(b"nothing")
    checks, ((what, _),) = told(posts)
    assert checks == 4 and what == "?.xml"


def test_a_document_with_half_a_character_is_told_and_the_others_count(posts: Path) -> None:
    _, check = CHECKS[0]
    (posts / "half.xml").write_bytes(document("half-1", check).replace(b"<vm:Post>", b"<vm:Post>\\ud800"))
    checks, ((what, why),) = told(posts)
    assert checks == 4 and what == "half.xml" and "half a character" in why


def test_a_folder_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="Give another folder"):
        told(tmp_path / "none")


def test_what_holds_no_document_gives_no_report_and_says_what_is_expected(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong" / "letter.xml").write_text("<letter/>")
    (tmp_path / "checks.csv").write_text("check,handheld\n")
    for name, why in (
        ("empty", "no .xml file in"),
        ("checks.csv", "is a file"),
        ("wrong", "holds a check. The first:"),
    ):
        asked = ["report", "--from", str(tmp_path / name), "--out", str(tmp_path / "out")]
        with pytest.raises(ExchangeError) as caught:
            CliRunner().invoke(app, [*asked, "--folder", str(tmp_path)], catch_exceptions=False)
        assert why in str(caught.value) and "`viewmark export niem --out FOLDER`" in str(caught.value)
    assert not (tmp_path / "out").exists()


def peak_bytes(folder: Path) -> int:
    """Return the most memory that a report on a folder takes, beyond what was taken before."""
    with closing(Report(Coding(Tables(folder)))) as report:
        tracemalloc.start()
        report.add(of_folder(folder), lambda _: None)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return peak


def test_ten_times_the_documents_take_the_same_memory(tmp_path: Path) -> None:
    few, many = tmp_path / "few", tmp_path / "many"
    for folder, count in ((few, 100), (many, 1000)):
        folder.mkdir()
        for number in range(count):  # names that nobody else keeps
            (folder / f"{folder.name}-{number}-{'x' * 100}.xml").write_bytes(document(f"{number}", CHECKS[0][1]))
    peak_bytes(few)  # what is loaded once
    assert peak_bytes(many) < 1.2 * peak_bytes(few)
