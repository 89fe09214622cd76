"""Operators' accounts: a passphrase proves its owner, guessing gets slow, a damaged file says what to do."""

import stat
from pathlib import Path

import pytest

from viewmark.errors import AccountError
from viewmark.operators.accounts import GATEWAYS, OPERATORS_FILE, Accounts

from .conftest import Clock

GOOD = "correct horse battery"


@pytest.fixture
def accounts(tmp_path: Path, clock: Clock) -> Accounts:
    """One operator, K7."""
    made = Accounts(tmp_path / OPERATORS_FILE, lambda: clock.now_s)
    made.add("K7", GOOD)
    return made


def test_the_passphrase_proves_the_operator_to_the_next_program_too(accounts: Accounts, tmp_path: Path) -> None:
    assert accounts.verify("K7", GOOD).name == "K7"
    assert Accounts(tmp_path / OPERATORS_FILE).verify("K7", GOOD).since_s > 0


@pytest.mark.parametrize(("name", "passphrase"), [("K7", GOOD + "x"), ("K7", ""), ("K8", GOOD), ("", "")])
def test_any_other_name_or_passphrase_is_told_apart_by_nothing(accounts: Accounts, name: str, passphrase: str) -> None:
    with pytest.raises(AccountError, match="Name or passphrase is wrong"):
        accounts.verify(name, passphrase)


def test_after_five_wrong_ones_each_guess_waits_longer(accounts: Accounts, clock: Clock) -> None:
    for _ in range(5):
        with pytest.raises(AccountError, match="wrong"):
            accounts.verify("K7", "guess guess guess")
    with pytest.raises(AccountError, match="Try again in"):
        accounts.verify("K7", GOOD)
    clock.now_s += 3
    assert accounts.verify("K7", GOOD).name == "K7"


def test_neither_passphrase_nor_a_file_that_others_read(accounts: Accounts, tmp_path: Path) -> None:
    path = tmp_path / OPERATORS_FILE
    assert GOOD not in path.read_text() and "$argon2id$" in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "passphrase", "why"),
    [("K7", GOOD, "already"), (" ", GOOD, "1 to 60"), ("K\n8", GOOD, "printable"), ("K8", "short", "at least 10")],
)
def test_an_account_that_cannot_be_made_says_why(accounts: Accounts, name: str, passphrase: str, why: str) -> None:
    with pytest.raises(AccountError, match=why):
        accounts.add(name, passphrase)
    assert [one.name for one in accounts.all()] == ["K7"]


def test_another_passphrase_holds_from_then_on(accounts: Accounts) -> None:
    accounts.set_passphrase("K7", "four random words here")
    assert accounts.verify("K7", "four random words here").name == "K7"
    with pytest.raises(AccountError):
        accounts.verify("K7", GOOD)
    accounts.remove("K7")
    with pytest.raises(AccountError, match="no operator K7"):
        accounts.remove("K7")


def test_a_right_is_given_to_one_operator_and_taken_back(accounts: Accounts) -> None:
    accounts.add("K8", GOOD)
    assert accounts.verify("K7", GOOD).rights == ()
    accounts.give("K7", GATEWAYS)
    accounts.give("K7", GATEWAYS)
    assert [one.rights for one in accounts.all()] == [(GATEWAYS,), ()]
    accounts.set_passphrase("K7", "four random words here")
    assert accounts.verify("K7", "four random words here").rights == (GATEWAYS,)
    accounts.give("K7", GATEWAYS, is_given=False)
    assert [one.rights for one in accounts.all()] == [(), ()]


@pytest.mark.parametrize(("name", "right"), [("K7", "everything"), ("K9", GATEWAYS)])
def test_there_is_no_other_right_and_none_for_nobody(accounts: Accounts, name: str, right: str) -> None:
    with pytest.raises(AccountError, match="There is no"):
        accounts.give(name, right)


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"K7": 3}', '{"K7": {"hash": "x"}}', '{"K7": {"hash": "x", "since_s": 1, "rights": 3}}']
)
def test_a_damaged_file_says_what_to_do(accounts: Accounts, tmp_path: Path, content: str) -> None:
    (tmp_path / OPERATORS_FILE).write_text(content)
    with pytest.raises(AccountError, match="Put the file aside"):
        accounts.verify("K7", GOOD)


def test_a_hash_that_is_none_opens_to_nobody(accounts: Accounts, tmp_path: Path) -> None:
    (tmp_path / OPERATORS_FILE).write_text('{"K7": {"hash": "x", "since_s": 1}}')
    with pytest.raises(AccountError, match="wrong"):
        accounts.verify("K7", "x")
