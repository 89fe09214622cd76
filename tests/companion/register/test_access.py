"""Keys with roles: what each may do, what it is stored as, and that a revoked one is worth nothing at once."""

import pytest

from viewmark.register.errors import SetupError
from viewmark.register.roles import FOCAL_POINT, LIST_ISSUER, POST, RIGHTS
from viewmark.register.server.keys import GIVEN, Keys, give_key, keys, make_key, revoke_key
from viewmark.register.server.problems import Problem
from viewmark.register.server.rates import Rates
from viewmark.register.server.store import RegisterStore

from .conftest import Running

QUESTION = {"serial": "ABC4567", "officer": "officer-1", "post": "post-1", "legal_ground": "customs act"}


def status(register: Running, key: str, method: str, path: str, **more: object) -> int:
    return register.request(method, path, key, **more).status_code


@pytest.mark.parametrize(
    ("role", "query", "checks", "steps"),
    [(POST, 200, 403, 200), (FOCAL_POINT, 200, 200, 200), (LIST_ISSUER, 403, 403, 200)],
)
def test_a_role_may_do_what_its_work_asks_for(
    register: Running, role: str, query: int, checks: int, steps: int
) -> None:
    key = make_key(register.store, "desk", role)
    assert status(register, key, "POST", "/query", json=QUESTION) == query
    assert status(register, key, "GET", "/checks") == checks
    assert status(register, key, "GET", "/list/changes") == steps


def test_a_revoked_key_is_refused_from_the_next_request_on(register: Running) -> None:
    key = make_key(register.store, "desk", POST)
    assert status(register, key, "POST", "/query", json=QUESTION) == 200
    (row,) = [one for one in keys(register.store) if one.name == "desk"]
    revoke_key(register.store, row.id)
    assert status(register, key, "POST", "/query", json=QUESTION) == 401
    with pytest.raises(SetupError, match="no key 12345678"):
        revoke_key(register.store, "12345678")


def test_of_a_key_only_a_slow_hash_is_kept(store: RegisterStore) -> None:
    key = make_key(store, "desk", POST)
    (row,) = keys(store)
    kept = f"{row.id} {row.name} {row.role} {row.salt!r} {row.scrypt!r}"
    assert key not in kept and key[:8] not in kept
    assert len(row.scrypt) == 64 and len(row.salt) == 16


@pytest.mark.parametrize("wrong", ["", "x", "Bearer", "a" * 10_000, "\x00"])
def test_what_is_no_key_opens_nothing(store: RegisterStore, wrong: str) -> None:
    key = make_key(store, "desk", POST)
    recognised = Keys(store)
    assert recognised.holder(wrong) is None
    assert recognised.holder(key + wrong) is None or not wrong
    holder = recognised.holder(key)
    assert holder is not None and holder.who.endswith(" desk")


def test_another_key_that_is_given_at_start_takes_the_place_of_the_former(store: RegisterStore) -> None:
    for key in ("former-key", "present-key"):
        give_key(store, key)
    recognised = Keys(store)
    assert recognised.holder("former-key") is None
    holder = recognised.holder("present-key")
    assert holder is not None and (holder.name, holder.role) == (GIVEN, "administrator")
    give_key(store, "former-key")
    assert recognised.holder("former-key") is not None


@pytest.mark.parametrize("key", ["", "short", "with space in it", "ключ-ключ"])
def test_a_key_that_no_header_can_carry_is_not_taken(store: RegisterStore, key: str) -> None:
    with pytest.raises(SetupError, match="8 or more printable ASCII"):
        give_key(store, key)


def test_there_is_no_role_but_the_known_ones(store: RegisterStore) -> None:
    with pytest.raises(SetupError, match="no role chief"):
        make_key(store, "desk", "chief")
    assert all(RIGHTS[POST] <= RIGHTS[role] for role in (FOCAL_POINT, "administrator"))


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "\udcff", "k" * 61, "given at start"])
def test_a_key_has_a_holder_whom_the_audit_can_name(store: RegisterStore, name: str) -> None:
    with pytest.raises(SetupError, match="1 to 60 printable"):
        make_key(store, name, POST)


def test_who_asks_too_often_is_told_when_to_ask_again() -> None:
    now = [0.0]
    rates = Rates(60, lambda: now[0])
    for _ in range(20):
        rates.take("one")
    with pytest.raises(Problem, match="Ask again in 1 s") as caught:
        rates.take("one")
    assert caught.value.status_code == 429 and caught.value.headers == {"Retry-After": "1"}
    rates.take("other")  # a key's haste is no other's wait
    now[0] = 1.0
    rates.take("one")


def test_a_batch_counts_as_many_questions_and_is_let_through_when_the_bucket_is_full() -> None:
    now = [0.0]
    rates = Rates(60, lambda: now[0])
    rates.take("one", 500)
    with pytest.raises(Problem, match="Ask again in 481 s"):
        rates.take("one")
    now[0] = 481.0
    rates.take("one")
