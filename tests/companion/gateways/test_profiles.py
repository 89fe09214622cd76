"""The profiles: who is told what of a firearm, and whether that is written anywhere in public."""

import json

import pytest

from viewmark.exchange.demo import demo_checks
from viewmark.gateways.errors import MessageError
from viewmark.gateways.message import Message, read_message
from viewmark.gateways.profiles import PROFILES, profile
from viewmark.gateways.profiles.facts import FACTS
from viewmark.gateways.profiles.profile import NOT_VERIFIED, OURS
from viewmark.gateways.profiles.tables import README, rewritten
from viewmark_protocol.checks import Check, Link

from .conftest import CODES, GIVEN, filed

CHECKS = [check for _, check in demo_checks()]


def messages(key: str, check: Check, addressee: str = "", **given: str) -> list[Message]:
    return profile(key).messages(
        filed(1, check), check.firearms, check.links, [GIVEN | given] * len(check.firearms), CODES, addressee
    )


def taken(key: str) -> list[tuple[Check, list[Message]]]:
    """Return the generated checks that a profile takes, with their messages."""
    found: list[tuple[Check, list[Message]]] = []
    for check in CHECKS:
        try:
            found.append((check, messages(key, check, "AT")))
        except MessageError as error:
            assert "is missing" in str(error)
    return found


def whole() -> Check:
    """Return a generated check of one firearm that every profile takes."""
    return next(check for check, _ in taken("etrace") if len(check.firearms) == 1)


@pytest.mark.parametrize("key", PROFILES)
def test_each_profile_makes_a_message_of_each_firearm_that_reads_back(key: str) -> None:
    for check, made in taken(key):
        assert len(made) == len(check.firearms) == len({one.id for one in made})
        for one in made:
            assert read_message(one.content) == one and one.key == key
            assert set(one.body) == {field.name for field in PROFILES[key].fields}


@pytest.mark.parametrize("key", ["siena", "frontex"])
def test_a_message_that_asks_for_nothing_can_be_made_of_every_check(key: str) -> None:
    assert len(taken(key)) == len(CHECKS)


def test_where_no_public_text_names_a_field_the_name_and_the_file_say_so() -> None:
    assert [one.key for one in PROFILES.values() if one.is_verified] == ["etrace"]
    for key, one in PROFILES.items():
        if not one.is_verified:
            assert one.name.endswith(f"({NOT_VERIFIED})")
            written = json.loads(messages(key, whole(), "AT")[0].content)
            assert written["profile"] == one.name and written["mapping"].startswith("Mapping not verified: ")
            assert all(field.name in written["mapping"] for field in one.fields if not field.source)


def test_every_field_says_something_that_is_known() -> None:
    for one in PROFILES.values():
        assert all(bool(field.constant) != (field.fact in FACTS) for field in one.fields)


@pytest.mark.parametrize("key", PROFILES)
def test_no_officer_note_or_photo_leaves_and_links_only_by_siena(key: str) -> None:
    check = whole()
    check.officer, check.note, check.links = "officer-77", "note-77", [Link(kind="person", reference="person-77")]
    check.firearms[0].marks[0].photo, check.firearms[0].marks[0].photo_key = b"p" * 32, b"k" * 32
    text = messages(key, check, "AT")[0].content.decode()
    assert check.firearms[0].marks[0].confirmed in text
    assert not [one for one in ("officer-77", "note-77", (b"p" * 32).hex(), (b"k" * 32).hex()) if one in text]
    assert ("person-77" in text) == (key == "siena")


def test_a_serial_is_sent_as_it_was_confirmed_and_none_is_not_unknown() -> None:
    check = whole()
    serial = check.firearms[0].marks[0]
    serial.confirmed = "ИЖ 0123-\u202e<&>"
    assert messages("siena", check)[0].body["Firearm.SerialNumber"] == "ИЖ 0123-\u202e<&>"
    for state in ("none", "unknown"):
        serial.confirmed, serial.state = None, state
        body = messages("siena", check)[0].body
        assert (body["Firearm.SerialNumber"], body["Firearm.SerialNumberState"]) == (None, state)


@pytest.mark.parametrize(("key", "field"), [("etrace", "5a serial"), ("iarms", "SER"), ("sis", "identification")])
def test_what_cannot_be_asked_without_a_serial_is_not_asked(key: str, field: str) -> None:
    check = whole()
    check.firearms[0].marks[0].confirmed = None
    with pytest.raises(MessageError, match=f"firearm 1: {field}.* missing"):
        messages(key, check, "AT")


def test_a_trace_needs_its_importer_unless_the_firearm_was_made_in_the_united_states() -> None:
    check = whole()
    country = next(mark for mark in check.firearms[0].marks if mark.kind == "country")
    assert country.confirmed == "US" and messages("etrace", check)
    country.confirmed = "AT"
    with pytest.raises(MessageError, match="5h importer is missing"):
        messages("etrace", check)


def test_what_the_form_marks_as_required_is_required_and_what_is_not_on_it_says_so() -> None:
    with pytest.raises(MessageError, match="1b priority, 2a NCIC crime code is missing"):
        messages("etrace", whole(), priority="", crime_code="")
    ours = [one.name for one in PROFILES["etrace"].fields if one.source == OURS]
    assert ours and all(one.startswith("beside the form: ") for one in ours)


def test_a_type_that_is_none_and_a_field_that_nobody_asked_for_are_refused() -> None:
    with pytest.raises(MessageError, match=r"cannon is no type of firearm\. There are pistol"):
        messages("etrace", whole(), type="cannon")
    with pytest.raises(MessageError, match="cannot give colour"):
        messages("etrace", whole(), colour="red")
    with pytest.raises(MessageError, match="Shorten it"):
        messages("siena", whole(), circumstances="x" * 2001)


def test_a_message_is_for_whom_a_person_names_else_the_profile_else_the_marks() -> None:
    check = whole()
    assert messages("siena", check, "DE")[0].addressee == "DE"
    assert messages("sis", check)[0].addressee == "SIRENE bureau"
    assert messages("siena", check)[0].addressee == "US"
    check.firearms[0].marks = [mark for mark in check.firearms[0].marks if mark.kind in ("serial", "maker")]
    with pytest.raises(MessageError, match="addressed to nobody"):
        messages("siena", check)


def test_a_check_without_a_firearm_or_whose_record_cannot_be_read_makes_no_message() -> None:
    with pytest.raises(MessageError, match="holds no firearm"):
        profile("siena").messages(filed(1, whole()), [], [], [], CODES)
    with pytest.raises(MessageError, match="cannot be read"):
        profile("siena").messages(filed(1, whole())._replace(check=None), [], [], [], CODES)


def test_a_time_that_nobody_set_is_not_sent() -> None:
    check = whole()
    check.opened.trust = "laptop"
    assert str(messages("frontex", check)[0].body["incident date"]).endswith("Z")
    check.opened.trust = "unset"
    assert messages("frontex", check)[0].body["incident date"] is None


def test_the_tables_of_the_readme_are_those_of_the_profiles() -> None:
    text = README.read_text(encoding="utf-8")
    assert rewritten(text) == text, "run: python -m viewmark.gateways.profiles.tables"
