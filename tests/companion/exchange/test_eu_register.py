"""Register records by 2021/555 Art. 4(5): equal when read back, none apart from unknown, outsiders not believed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewmark.exchange.demo import demo_checks
from viewmark.exchange.errors import ExchangeError
from viewmark.exchange.eu_register import read, records_of, written

RECORDS = [record for check_id, check in demo_checks(20) for record in records_of(check_id, check)]
GOOD = written(RECORDS)


def test_the_records_of_500_checks_come_back_equal() -> None:
    records = [record for check_id, check in demo_checks() for record in records_of(check_id, check)]
    assert read(written(records)) == records


def one_weapon():
    return next(check for _, check in demo_checks(50) if check.firearms[0].marks[0].confirmed)


@pytest.mark.parametrize(("state", "said"), [("none", "none"), ("unknown", "unknown"), ("obliterated", "unknown")])
def test_art_4_5_none_and_unknown_are_two_values(state: str, said: str) -> None:
    check = one_weapon()
    serial = check.firearms[0].marks[0]
    serial.confirmed, serial.state = None, state
    assert records_of("x", check)[0].identifier.state == said


def test_art_4_5_a_components_mark_stands_where_it_differs_from_the_frames() -> None:
    check = one_weapon()
    weapon = check.firearms[0]
    weapon.marks[0].confirmed = "AB1234"
    for component, confirmed in (("slide", "AB-1234"), ("barrel", "ZZ99")):
        copied = type(weapon.marks[0]).unpack(weapon.marks[0].pack())
        copied.component, copied.confirmed = component, confirmed
        weapon.marks.append(copied)
    found = records_of("x", check)[0]
    assert found.identifier.text == "AB1234"
    assert [(one.component, one.mark.text) for one in found.components] == [("barrel", "ZZ99")]


def test_nwr_rules_warn_of_a_placeholder() -> None:
    check = one_weapon()
    check.firearms[0].marks[0].confirmed = "UNBEKANNT"
    assert "placeholder" in records_of("x", check)[0].warnings


def changed(**values: object) -> bytes:
    document = json.loads(GOOD)
    document["records"][0] |= values
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        GOOD[:-2],
        changed(make={"state": "none", "text": "GLOCK"}),
        changed(make={"state": "given"}),
        changed(make={"state": "maybe"}),
        changed(holder="a name"),
        changed(check_id="x" * 100),
        b"[" * 100_000,
    ],
)
def test_what_is_no_document_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(ExchangeError, match="It is not taken"):
        read(content)


@given(st.binary(max_size=200), st.integers(0, len(GOOD) - 1))
def test_a_damaged_document_is_refused_or_read_and_nothing_else(damage: bytes, place: int) -> None:
    try:
        read(GOOD[:place] + damage + GOOD[place + len(damage) :])
    except ExchangeError as error:
        assert str(error)
