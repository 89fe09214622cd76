"""`viewmark read`: a table for people, one JSON object for programs, and a clear line for what is no photo."""

import json
from pathlib import Path

import pytest

from viewmark import places
from viewmark.reading.engine import is_installed

pytestmark = [
    pytest.mark.skipif(not is_installed(), reason="the extra viewmark[reading] is not installed"),
    pytest.mark.usefixtures("micropython"),
]

PHOTO = places.samples() / "02-laser.jpg"


def test_a_photos_lines_marks_and_agreement_are_shown(viewmark) -> None:
    done = viewmark("read", str(PHOTO))
    assert done.returncode == 0
    for word in ("ACS9969", "serial: ACS9969", "maker: SMITH & WESSON", ".357 Magnum", "the same"):
        assert word in done.stdout


def test_the_json_has_lines_codes_marks_and_the_handhelds_reading(viewmark) -> None:
    told = json.loads(viewmark("read", str(PHOTO), "--json").stdout)
    assert [line["text"] for line in told["lines"]] == ["SMITH & WESSON", "ACS9969", "357 MAG"]
    assert told["handheld"]["text"] == "ACS9969"
    assert told["codes"] == [] and told["findings"] == []
    assert {"kind": "serial", "raw": "ACS9969", "value": None, "line": 1, "misread": False} in told["marks"]


def test_what_is_no_photo_is_said(viewmark, tmp_path: Path) -> None:
    note = tmp_path / "note.jpg"
    note.write_text("no picture")
    for name in (str(note), str(tmp_path / "gone.jpg"), str(tmp_path)):
        done = viewmark("read", name)
        assert done.returncode == 1
        assert "Not done:" in done.stderr
