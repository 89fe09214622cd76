"""What is known of a weapon beside its serial: components, events, corrections; none is apart from unknown."""

import json

import pytest

from viewmark.register.errors import SetupError
from viewmark.register.server.firearms import MARKED, NONE, UNKNOWN, add_event, correct, history, set_component
from viewmark.register.server.generate import add_listed
from viewmark.register.server.records import FirearmRecord
from viewmark.register.server.store import RegisterStore
from viewmark.register.server.tables.firearms import Firearm

from .conftest import searched


def test_a_barrels_mark_finds_the_weapon_and_is_no_hit(store: RegisterStore) -> None:
    weapon = add_listed(store, "ABC4567", "GLOCK", "stolen")
    set_component(store, weapon, "barrel", MARKED, "XYZ9988", "registry")
    for serial in ("XYZ9988", "XYZ998B"):
        answer, (one,) = searched(store, serial)
        assert (answer, one.register_id, one.matched_key) == ("near", weapon, "component")


def test_a_former_mark_of_a_component_still_finds_it(store: RegisterStore) -> None:
    weapon = add_listed(store, "ABC4567", "GLOCK", "stolen")
    for mark in ("XYZ9988", "QRS7766"):
        set_component(store, weapon, "barrel", MARKED, mark, "registry")
    assert [searched(store, mark)[1][0].register_id for mark in ("XYZ9988", "QRS7766")] == [weapon] * 2


def test_no_mark_and_no_knowledge_of_one_are_two_answers(store: RegisterStore) -> None:
    weapon = add_listed(store, "ABC4567", "GLOCK", "stolen")
    set_component(store, weapon, "slide", NONE, None, "registry")
    set_component(store, weapon, "barrel", UNKNOWN, None, "registry")
    states = [json.loads(one.detail)["state"] for one in history(store, weapon)]
    assert states == [NONE, UNKNOWN]
    for state, mark in ((NONE, "X1"), (MARKED, None), ("half", None)):
        with pytest.raises(SetupError, match="marked, and how"):
            set_component(store, weapon, "slide", state, mark, "registry")


def test_what_a_weapon_has_not_is_kept_apart_from_what_is_not_known(store: RegisterStore) -> None:
    store.add_firearms([FirearmRecord("W1", "ABC4567", "GLOCK", absent=("model",))])
    with store.database.reading() as session:
        one = session.query(Firearm).one()
        assert (one.model, one.calibre, one.absent) == (None, None, "model")


def test_a_correction_keeps_what_stood_before(store: RegisterStore) -> None:
    weapon = add_listed(store, "ABC4567", "GLOCK", "stolen")
    correct(store, weapon, "serial", "ABD4567", "registry")
    correct(store, weapon, "maker", "BERETTA", "registry")
    details = [json.loads(one.detail) for one in history(store, weapon)]
    assert [(one["before"], one["after"]) for one in details] == [("ABC4567", "ABD4567"), ("GLOCK", "BERETTA")]
    answer, (one,) = searched(store, "ABD4567")
    assert (answer, one.maker, one.matched_key) == ("near", "BERETTA", "exact")
    with pytest.raises(SetupError, match="no colour"):
        correct(store, weapon, "colour", "black", "registry")


def test_conversions_and_holders_are_events_and_a_holder_is_a_reference(store: RegisterStore) -> None:
    weapon = add_listed(store, "ABC4567", "GLOCK", "stolen")
    add_event(store, weapon, "converted", "registry", happened_s=1_600_000_000, detail={"from": "alarm pistol"})
    add_event(store, weapon, "transferred", "registry", holder_reference="H-77")
    first, second = history(store, weapon)
    assert (first.kind, first.happened_s) == ("converted", 1_600_000_000)
    assert (second.holder_reference, second.happened_s) == ("H-77", None)
    for kind, register_id in (("painted", weapon), ("converted", "W-none")):
        with pytest.raises(SetupError, match=r"Nothing is called|No weapon has"):
            add_event(store, register_id, kind, "registry")
