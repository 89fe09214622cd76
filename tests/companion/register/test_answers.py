"""What the register answers: a near match is never a hit, and there is no hit without a maker."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from viewmark.register.answers import Query
from viewmark.register.errors import RefusedError
from viewmark.register.server.generate import add_listed, generate
from viewmark.register.server.matches import AGREES, makers_agree
from viewmark.register.server.records import FirearmRecord
from viewmark.register.server.run import open_store
from viewmark.register.server.search import search
from viewmark.register.server.store import RegisterStore
from viewmark.register.server.tables.firearms import Firearm
from viewmark_protocol.makers import maker_names
from viewmark_protocol.serials import exact


@pytest.mark.parametrize(
    ("serial", "maker", "answer", "matched_key"),
    [
        ("ABC4567", "GLOCK", "hit", "exact"),
        ("abc-4567", "Glock Ges.m.b.H", "near", "exact"),  # not an alias that the table knows
        ("abc-4567", "Glock GmbH", "hit", "exact"),  # an alias, and separators
        ("АВС4567", "GLOCK", "hit", "exact"),  # Cyrillic letters
        ("ABC4567", None, "near", "exact"),
        ("ABC4567", "BERETTA", "near", "exact"),
        ("A8C4567", "GLOCK", "near", "skeleton"),
        ("AB?4567", "GLOCK", "near", "unread"),
        ("ABC??67", "GLOCK", "near", "unread"),
        ("AB??5?7", None, "near", "unread"),  # by pattern
        ("AC4567", "GLOCK", "near", "one-edit"),  # a character missing
        ("ABC45667", "GLOCK", "near", "one-edit"),  # one too many
        ("ABC4657", "GLOCK", "near", "one-edit"),  # two swapped
    ],
)
def test_each_way_of_matching(register: Any, serial: str, maker: str | None, answer: str, matched_key: str) -> None:
    add_listed(register.store, "ABC4567", "GLOCK", "stolen", "17", "9x19")
    result = asyncio.run(register.ask(serial, maker))
    assert result.answer == answer
    assert [(one.serial, one.status, one.matched_key) for one in result.candidates] == [
        ("ABC4567", "stolen", matched_key)
    ]


@pytest.mark.parametrize(("serial", "maker"), [("XYZ9999", "GLOCK"), ("A8C4567", "BERETTA"), ("ABD4567", "GLOCK")])
def test_none_for_another_serial_or_a_misread_one_of_another_maker(register: Any, serial: str, maker: str) -> None:
    add_listed(register.store, "ABC4567", "GLOCK", "stolen")
    assert asyncio.run(register.ask(serial, maker)).answer == "none"


def test_another_reading_is_near_and_only_under_its_maker(register: Any) -> None:
    add_listed(register.store, "ABC4567", "GLOCK", "stolen")
    found = asyncio.run(register.ask("ABC4067", "GLOCK", alternatives=("ABC4567",)))
    assert (found.answer, found.candidates[0].matched_key) == ("near", "alternative")
    assert asyncio.run(register.ask("ABC4067", "BERETTA", alternatives=("ABC4567",))).answer == "none"
    assert asyncio.run(register.ask("ABC4067", None, alternatives=("ABC4567",))).answer == "none"


def test_a_registered_weapon_is_shown_but_is_no_hit(register: Any) -> None:
    register.store.add_firearms([FirearmRecord("W1", "ABC4567", "GLOCK")])
    result = asyncio.run(register.ask("ABC4567", "GLOCK"))
    assert (result.answer, [one.status for one in result.candidates]) == ("none", ["registered"])


def test_a_recovered_weapon_is_no_hit_any_longer(register: Any) -> None:
    register_id = add_listed(register.store, "ABC4567", "GLOCK", "stolen")
    assert register.store.close_reports(register_id) == 1
    assert asyncio.run(register.ask("ABC4567", "GLOCK")).answer == "none"


def test_what_disagrees_is_named_and_does_not_undo_the_match(register: Any) -> None:
    add_listed(register.store, "ABC4567", "GLOCK", "stolen", "17", "9x19")
    result = asyncio.run(register.ask("ABC4567", "GLOCK", model="19", calibre=".45 ACP"))
    assert (result.answer, result.candidates[0].disagrees) == ("hit", ("model", "calibre"))
    result = asyncio.run(register.ask("ABC4567", "BERETTA", calibre="9 mm Luger"))
    assert (result.answer, result.candidates[0].disagrees) == ("near", ("maker",))


@pytest.mark.parametrize("serial", ["UNKNOWN", "0000", "", "--", "A??B"])
def test_what_is_no_serial_is_refused_even_when_it_is_registered(register: Any, serial: str) -> None:
    register.store.add_firearms([FirearmRecord("W1", serial, "GLOCK")])
    with pytest.raises(RefusedError, match=r"Look for|Clean"):
        asyncio.run(register.ask(serial, "GLOCK"))


def test_a_serial_that_is_a_model_name_is_answered_like_any_other(register: Any) -> None:
    register.store.add_firearms([FirearmRecord("W1", "P226", "SIG SAUER")])
    assert [one.serial for one in asyncio.run(register.ask("P226", "SIG SAUER")).candidates] == ["P226"]
    assert asyncio.run(register.ask("92FS", "BERETTA")).answer == "none"


def test_what_a_record_leaves_empty_is_answered_as_not_given(register: Any) -> None:
    register.store.add_firearms([FirearmRecord("W1", "ABC4567", "", model="", calibre="")])
    (one,) = asyncio.run(register.ask("ABC4567", "GLOCK")).candidates
    assert (one.maker, one.model, one.calibre) == (None, None, None)


def test_the_hit_stands_first_of_at_most_fifty_in_a_fixed_order(register: Any) -> None:
    namesakes = [FirearmRecord(f"W{number}", "ABC4567", f"MAKER {number}") for number in range(80)]
    register.store.add_firearms(namesakes)
    add_listed(register.store, "ABC4567", "GLOCK", "stolen")
    first, second = (asyncio.run(register.ask("ABC4567", "GLOCK")).candidates for _ in range(2))
    assert (len(first), first[0].maker, first) == (50, "GLOCK", second)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RegisterStore]:
    store = open_store(tmp_path_factory.mktemp("filled"))
    generate(store, 300, 0.5, seed=7)
    yield store
    store.close()


@settings(max_examples=60, deadline=None)
@given(
    number=st.integers(0, 299),
    place=st.integers(0, 5),
    character=st.sampled_from(["", "?", "0", "O", "8", "B", None]),
    maker=st.sampled_from([None, "", "NOBODY", "same", *maker_names()[:12]]),
)
def test_never_a_hit_without_serial_and_maker(
    filled: RegisterStore, number: int, place: int, character: str | None, maker: str | None
) -> None:
    with filled.database.reading() as session:
        weapon = session.scalars(select(Firearm).order_by(Firearm.id).offset(number).limit(1)).one()
        maker = weapon.maker if maker == "same" else maker
        asked = weapon.serial if character is None else weapon.serial[:place] + character + weapon.serial[place + 1 :]
        query = Query(asked, "officer", "post", "law", maker=maker, alternatives=(weapon.serial,))
        answer, candidates = search(session, query)
    if answer == "hit":
        assert maker and makers_agree(maker, candidates[0].maker) == AGREES
        assert exact(asked) == exact(candidates[0].serial)
    if answer != "none":
        assert candidates[0].status != "registered"
