"""Messages: none without its codes, each comes back as it was written, and the same said is the same message."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewmark.gateways.errors import MessageError
from viewmark.gateways.message import MOST_BYTES, codes, make_message, read_message

from .conftest import CODES, message_saying

GOOD = message_saying("ИЖ-1234")
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("given", "what"),
    [
        (("", "B", "2"), "without its handling code. Give one of H0"),
        (("H9", "B", "2"), "without its handling code"),
        (("H1", "", "2"), "without its evaluation of the source. Give one of A"),
        (("H1", "D", "2"), "without its evaluation of the source"),
        (("H1", "B", ""), "without its evaluation of the information. Give one of 1"),
        (("H1", "B", "5"), "without its evaluation of the information"),
        (("H3", "B", "2"), "H3 needs its restriction"),
        (("H1", "B", "2", "not to be shown"), "the other handling codes have none"),
        (("H3", "B", "2", "x" * 2001), "Shorten it"),
    ],
)
def test_no_message_is_made_without_its_codes(given: tuple[str, ...], what: str) -> None:
    with pytest.raises(MessageError, match=what):
        codes(*given)


def test_the_codes_stand_in_the_file() -> None:
    made = make_message("siena", "SIENA", "none", "AT", *codes("H3", "X", "4", "until May"), "check-1", {})
    written = json.loads(made.content)
    assert written["handling"] == {"code": "H3", "restriction": "until May"}
    assert written["evaluation"] == {"source": "X", "information": "4"}


def test_the_same_said_is_the_same_message_and_anything_else_another() -> None:
    assert message_saying("a") == message_saying("a")
    others = [
        message_saying("b"),
        make_message("siena", "SIENA", "none", "DE", *CODES, "check-1", {"text": "a"}),
        make_message("siena", "SIENA", "none", "AT", *codes("H2", "B", "2"), "check-1", {"text": "a"}),
        make_message("siena", "SIENA", "none", "AT", *codes("H1", "B", "3"), "check-1", {"text": "a"}),
        make_message("sis", "SIENA", "none", "AT", *CODES, "check-1", {"text": "a"}),
    ]
    assert len({one.id for one in [message_saying("a"), *others]}) == 6


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), PLAIN, max_size=4))
def test_every_body_comes_back_as_it_was(body: dict[str, Any]) -> None:
    made = make_message("siena", "SIENA", "none", "AT", *CODES, "check-1", body)
    back = read_message(made.content)
    assert back == made and back.body == body and back.digest == made.digest


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "no message of a gateway"),
        (b"[]", "no message of a gateway"),
        (b"[" * 100_000, "no message of a gateway"),
        (GOOD.content[:-5], "no message of a gateway"),
        (b" " * MOST_BYTES + b"{}", "at most"),
        (GOOD.content.replace(b'"H1"', b'"H7"'), "handling.code"),
        (GOOD.content.replace(b'"H1"', b'"H3"'), "H3 needs its restriction"),
        (GOOD.content.replace(b'"source"', b'"sauce"'), "evaluation"),
        (GOOD.content.replace(b'"siena-', b'"../../siena-'), "id"),
        (GOOD.content.replace(b'"id"', b'"own": 1, "id"'), "own"),
    ],
)
def test_what_is_no_message_is_refused_with_the_reason(content: bytes, what: str) -> None:
    with pytest.raises(MessageError, match=what):
        read_message(content)


@given(st.binary(max_size=60), st.integers(0, len(GOOD.content) - 1))
def test_a_damaged_message_is_refused_or_read_and_nothing_else(damage: bytes, place: int) -> None:
    try:
        read_message(GOOD.content[:place] + damage + GOOD.content[place + len(damage) :])
    except MessageError as error:
        assert str(error)


def test_half_a_character_and_an_addressee_without_end_are_refused() -> None:
    with pytest.raises(MessageError, match="half a character"):
        message_saying("\ud800")
    with pytest.raises(MessageError, match="Shorten it"):
        make_message("siena", "SIENA", "none", "A" * 201, *CODES, "check-1", {})
