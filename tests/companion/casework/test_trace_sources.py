"""What a trace request still lacks, and how each field is got: on which part, which mark. A table with its sources."""

import pytest

from viewmark.archive.checks import FiledCheck, decoded
from viewmark.casework.trace_request import GIVEN, MARKED, TraceDraft, draft
from viewmark.casework.trace_sources import SERIAL_BY_STATE, SOURCES
from viewmark_protocol.checks import Firearm, Link
from viewmark_protocol.marks import COMPONENTS, KINDS, STATES, Mark

from ..conftest import check_record, firearm, read_mark

GIVEN_WHOLE = {"type": "pistol", "priority": "routine", "circumstances": "in a bag", "intended_use": "prosecution"}
WHOLE = {"serial": "AB123", "maker": "COLT", "model": "1911", "calibre": ".45 ACP", "country": "US"}


def drafted(weapon: Firearm, **given: str) -> TraceDraft:
    record = check_record(weapon)
    filed = FiledCheck(1, "VM-1", bytes(8), 1, record, 0, True, decoded(record))
    links: list[Link] = []
    return draft(filed, weapon, links, GIVEN_WHOLE | given)


def weapon(state: str = "clear", **said: str | None) -> Firearm:
    """Make a whole weapon but for what is said otherwise, its serial in a state; None takes a mark away."""
    marks: list[Mark] = []
    for kind, text in (WHOLE | said).items():
        if text is not None:
            marks.append(read_mark(text, kind, state=state if kind == "serial" else "clear"))
    return firearm(*marks)


@pytest.mark.parametrize(
    ("kind", "field", "components"),
    [
        ("serial", "serial", {"frame", "receiver-upper", "receiver-lower"}),
        ("maker", "manufacturer", {"frame", "receiver-upper", "receiver-lower", "slide", "barrel"}),
        ("model", "model", {"frame", "receiver-upper", "receiver-lower", "slide", "barrel"}),
        ("calibre", "calibre", {"frame", "receiver-upper", "receiver-lower", "slide", "barrel"}),
        ("country", "country_of_origin", {"frame", "receiver-upper", "receiver-lower", "slide", "barrel"}),
    ],
)
def test_27_cfr_478_92_says_on_which_parts_the_mark_for_an_empty_field_stands(
    kind: str, field: str, components: set[str]
) -> None:
    made = drafted(weapon(**{kind: None}))
    (lacks,) = made.lacking
    assert (lacks.field, lacks.mark, set(lacks.components)) == (field, kind, components)
    assert made.missing == [lacks.label] and lacks.how.endswith(".")


@pytest.mark.parametrize(("country", "fields"), [("US", []), ("USA", []), ("us", []), ("AT", ["importer"])])
def test_atf_3312_1_field_5g_asks_for_the_importer_where_the_country_is_not_the_united_states(
    country: str, fields: list[str]
) -> None:
    made = drafted(weapon(country=country))
    assert [one.field for one in made.lacking] == fields
    assert all(one.mark == "importer" and "barrel" in one.components for one in made.lacking)


@pytest.mark.parametrize("state", ["altered", "obliterated", "restored"])
def test_atf_3312_1_field_5b_asks_for_part_ix_where_the_serial_was_obliterated(state: str) -> None:
    made = drafted(weapon(state))
    asked = {"removal"} if state == "restored" else {"removal", "restoration"}
    assert {one.field for one in made.lacking} == asked
    whole = drafted(weapon(state), removal="ground", restoration="without-result")
    assert whole.lacking == []
    assert whole.content["obliterated"] == [{"component": "frame", "state": state, "reads": "AB123"}]
    assert whole.content["restoration"] == ("restored" if state == "restored" else "without-result")


@pytest.mark.parametrize("state", ["clear", "worn", "hidden"])
def test_no_other_state_asks_for_part_ix(state: str) -> None:
    made = drafted(weapon(state))
    assert (made.lacking, made.content["obliterated"]) == ([], None)


@pytest.mark.parametrize("state", STATES.words)
def test_what_to_do_for_a_missing_serial_depends_on_its_marks_state(state: str) -> None:
    marks = [read_mark("x", "serial", state=state), *weapon(serial=None).marks[1:]]
    marks[0].confirmed = None
    lacks = next(one for one in drafted(firearm(*marks)).lacking if one.field == "serial")
    assert lacks.how == SERIAL_BY_STATE.get(state, SOURCES["serial"].how)
    assert lacks.components == (("frame",) if state in ("altered", "obliterated") else SOURCES["serial"].components)


def test_eu_2021_555_article_4_the_frames_serial_is_asked_for_and_other_serials_stand_beside_it() -> None:
    barrel = read_mark("ZZ9", "serial")
    barrel.component = "barrel"
    made = drafted(firearm(*weapon().marks, barrel))
    assert (made.content["serial"], made.content["other_serials"]) == ("AB123", ["barrel: ZZ9"])


def test_every_field_that_can_be_required_says_how_it_is_got() -> None:
    required = {name for name, _, _, needed in MARKED if needed} | {name for name, _, needed, _ in GIVEN if needed}
    required |= {"importer", "restoration", "removal"}
    assert set(SOURCES) == required
    for source in SOURCES.values():
        assert set(source.components) <= set(COMPONENTS.words) and (not source.mark or source.mark in KINDS.words)
        assert bool(source.components) == bool(source.mark) and source.how[0].isupper()


def test_words_that_are_no_choice_are_as_good_as_none() -> None:
    made = drafted(weapon(), type="<b>pistol</b>", priority="now")
    assert [one.field for one in made.lacking] == ["type", "priority"]
