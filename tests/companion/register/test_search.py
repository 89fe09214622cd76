"""What a search finds: every serial that one slip and any confusions away from the one asked for, and nothing else."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewmark.register.server.generate import add_listed, generate
from viewmark.register.server.problems import Problem
from viewmark.register.server.records import FirearmRecord
from viewmark.register.server.run import open_store
from viewmark.register.server.store import RegisterStore

from .conftest import searched

CONFUSED = {"0": "ODQ", "1": "IL", "5": "S", "2": "Z", "8": "B", "6": "G"}
LOOKS_LIKE = {one: (digit + letters).replace(one, "") for digit, letters in CONFUSED.items() for one in digit + letters}


def found(store: RegisterStore, serial: str, maker: str | None = "GLOCK") -> list[tuple[str, str]]:
    """Return serial and matched key of every candidate."""
    return [(one.serial, one.matched_key) for one in searched(store, serial, maker)[1]]


@pytest.mark.parametrize(("listed", "serial"), [("369J257", "369257"), ("369257", "369J257"), ("36A9J257", "369257")])
def test_letters_between_digits_count_for_nothing_both_ways_and_never_make_a_hit(
    store: RegisterStore, listed: str, serial: str
) -> None:
    add_listed(store, listed, "GLOCK", "stolen")
    answer, (one,) = searched(store, serial)
    assert (answer, one.serial) == ("near", listed)
    assert one.matched_key in ("letters", "one-edit")


def test_letters_at_the_ends_count(store: RegisterStore) -> None:
    add_listed(store, "AB369257", "GLOCK", "stolen")
    assert found(store, "369257") == []


@pytest.mark.parametrize("pattern", ["*34567", "ABC*", "abc-*", "ABC?2*67", "A*BC1234567", "ABC?????67"])
def test_a_part_of_a_serial_finds_the_whole(store: RegisterStore, pattern: str) -> None:
    add_listed(store, "ABC1234567", "GLOCK", "stolen")
    add_listed(store, "XBC1234568", "GLOCK", "stolen")
    answer, candidates = searched(store, pattern)
    assert answer == "near"
    assert [(one.serial, one.matched_key) for one in candidates] == [("ABC1234567", "pattern")]


@pytest.mark.parametrize("pattern", ["*", "*4567", "AB*", "A*B", "A????????", "*?4567"])
def test_a_part_that_says_too_little_is_refused(store: RegisterStore, pattern: str) -> None:
    with pytest.raises(Problem, match="first 3 characters or the last 5"):
        searched(store, pattern)


@pytest.mark.parametrize("serial", ["AB?1234567", "?BC123456?", "ABC12??5?7"])
def test_up_to_three_unread_characters_are_filled_in(store: RegisterStore, serial: str) -> None:
    add_listed(store, "ABC1234567", "GLOCK", "stolen")
    assert found(store, serial) == [("ABC1234567", "unread")]


def test_another_character_is_a_candidate_but_near_nothing(store: RegisterStore) -> None:
    add_listed(store, "ABC4567", "GLOCK", "stolen")
    answer, (one,) = searched(store, "ABC4597")
    assert (answer, one.matched_key) == ("none", "other-character")


def test_candidates_that_are_equally_good_share_their_place(store: RegisterStore) -> None:
    store.add_firearms([FirearmRecord(f"W{number}", f"ABC45{number}67", "GLOCK", "17") for number in (1, 2, 3)])
    store.add_firearms([FirearmRecord("W4", "ABC45167", "GLOCK", "19")])
    _, candidates = searched(store, "ABC4567", model="17")
    assert [one.place for one in candidates] == [1, 1, 1, 4]
    assert candidates[-1].disagrees == ("model",)


def test_what_is_found_best_stands_first(store: RegisterStore) -> None:
    serials = ["ABC1567", "A8C1567", "ABC1576", "ABC1X567", "ABC167", "ABC1597"]
    store.add_firearms([FirearmRecord(serial, serial, "GLOCK") for serial in serials])
    assert [serial for serial, _ in found(store, "ABC1567")] == serials


def test_the_listed_weapon_that_makes_the_answer_is_shown_however_many_are_better(store: RegisterStore) -> None:
    store.add_firearms([FirearmRecord(f"W{number}", "ABC4567", "GLOCK", str(number)) for number in range(70)])
    add_listed(store, "ABC4576", "GLOCK", "stolen")
    answer, candidates = searched(store, "ABC4567")
    assert (answer, len(candidates)) == ("near", 50)
    assert candidates[-1].status == "stolen"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RegisterStore]:
    """A register of 2000 weapons."""
    store = open_store(tmp_path_factory.mktemp("filled"))
    generate(store, 2000, 0.1, seed=5)
    yield store
    store.close()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_one_slip_and_any_confusions_never_lose_the_true_record(filled: RegisterStore, data: st.DataObject) -> None:
    with filled.database.reading() as session:
        number = data.draw(st.integers(1, 2000))
        row = session.connection().exec_driver_sql(f"SELECT serial, maker FROM firearms WHERE id = {number}").one()
    confused = [data.draw(st.sampled_from([one, *LOOKS_LIKE.get(one, "")])) for one in row.serial]
    place = data.draw(st.integers(0, len(confused) - 1))
    slip = data.draw(st.sampled_from(["none", "missing", "extra", "swapped", "other"]))
    if slip == "missing":
        del confused[place]
    elif slip == "extra":
        confused.insert(place, data.draw(st.sampled_from("0123456789ABCXYZ")))
    elif slip == "swapped" and place:
        confused[place - 1 : place + 1] = reversed(confused[place - 1 : place + 1])
    elif slip == "other":
        confused[place] = data.draw(st.sampled_from("347ACEX"))
    assert row.serial in [serial for serial, _ in found(filled, "".join(confused), row.maker)]
