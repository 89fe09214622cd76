"""NIEM documents: valid, equal when they are read back, and nothing from outside is believed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from viewmark.exchange.demo import demo_checks
from viewmark.exchange.errors import ExchangeError
from viewmark.exchange.niem import MOST_BYTES, J, document, read_document, without_keys
from viewmark.exchange.records import escaped, unescaped
from viewmark_protocol.checks import Check

SCHEMA = Path("..", "shared", "data", "niem-6.0", "firearm-exchange.xsd")
CHECK_ID, CHECK = next(iter(demo_checks(1)))
GOOD = document(CHECK_ID, CHECK)


@pytest.fixture(scope="module")
def schema(root: Path) -> Iterator[Any]:
    path = root / SCHEMA
    if not path.exists():
        pytest.skip("the official schemas are not part of the project: they lie beside it where it is developed")
    yield etree.XMLSchema(etree.parse(path))


def test_every_firearm_of_500_checks_is_valid_by_the_official_schema(schema: Any) -> None:
    firearms = 0
    for check_id, check in demo_checks():
        for firearm in etree.fromstring(document(check_id, check)).iter(J + "Firearm"):
            assert schema.validate(firearm), f"{check_id}: {schema.error_log.last_error}"
            firearms += 1
    assert firearms >= 500


def test_500_checks_come_back_equal() -> None:
    for check_id, check in demo_checks():
        own_id, back = read_document(document(check_id, check))
        assert own_id == check_id and back.pack() == without_keys(check).pack(), check_id


def test_no_key_of_a_photo_leaves() -> None:
    keys = [
        mark.photo_key.hex()
        for _, check in demo_checks(50)
        for weapon in check.firearms
        for mark in weapon.marks
        if mark.photo_key
    ]
    written = b"".join(document(check_id, check) for check_id, check in demo_checks(50)).decode()
    assert keys and not [key for key in keys if key in written]


def serial_said(check: Check) -> str | None:
    found = etree.fromstring(document("x", check)).find(
        f"{J}Firearm/{{*}}ItemSerialIdentification/{{*}}IdentificationID"
    )
    return None if found is None else found.text


@pytest.mark.parametrize(("state", "said"), [("none", "NONE"), ("unknown", "UNKNOWN")])
def test_no_serial_and_one_that_was_not_found_out_are_told_apart(state: str, said: str) -> None:
    check = without_keys(CHECK)
    serial = check.firearms[0].marks[0]
    serial.confirmed, serial.state = None, state
    assert serial_said(check) == said


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no XML"),
        (b"<a>", "no XML"),
        (b"<a/>", "no check"),
        (GOOD[: len(GOOD) // 2], "no XML"),
        (b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "DTD"),
        (b"<!DOCTYPE a [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><a>&b;</a>", "DTD"),
        (b"<a>" + b" " * MOST_BYTES + b"</a>", "at most"),
        (GOOD.replace(b"<vm:Format>1<", b"<vm:Format>x<"), "is no format"),
        (GOOD.replace(b"<vm:Format>1</vm:Format>", b""), "lacks format"),
        (GOOD.replace(b"<vm:Trust>laptop<", b"<vm:Trust>me<"), "is no trust"),
        (GOOD.replace(b"<vm:Format>1<", b"<vm:Format>-1<"), "cannot be one"),
        (GOOD.replace(b"<vm:Post>", b"<vm:Post>\\ud800"), r"half a character, \\ud800. Write it whole"),
        (GOOD.replace(b"<vm:Post>", b"<vm:Post>\\ud83d\\ude00"), "half a character"),
        (GOOD.replace(b"<vm:Post>", b"<vm:Post>&#xD800;"), "no XML"),
    ],
)
def test_what_is_no_document_of_a_check_is_refused_with_the_reason(content: bytes, why: str) -> None:
    with pytest.raises(ExchangeError, match=why):
        read_document(content)


@given(st.binary(max_size=300), st.integers(0, len(GOOD) - 1))
def test_a_damaged_document_is_refused_or_read_and_nothing_else(damage: bytes, place: int) -> None:
    try:
        read_document(GOOD[:place] + damage + GOOD[place + len(damage) :])
    except ExchangeError as error:
        assert str(error)


def test_an_escaped_backslash_before_such_a_code_is_text() -> None:
    assert unescaped(escaped("\\ud800")) == "\\ud800"


@given(st.text())
def test_every_text_comes_back_as_it_was(text: str) -> None:
    element = etree.Element("a")
    element.text = escaped(text)
    assert unescaped(etree.fromstring(etree.tostring(element)).text or "") == text
