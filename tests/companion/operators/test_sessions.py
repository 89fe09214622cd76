"""Sessions: a token is an operator until nobody has done anything for a while."""

import pytest

from viewmark.operators.accounts import Account
from viewmark.operators.sessions import Sessions

from .conftest import Clock

K7, K8 = Account("K7", 1), Account("K8", 1)


@pytest.fixture
def sessions(clock: Clock) -> Sessions:
    """Sessions that lock after ten seconds."""
    return Sessions(10, lambda: clock.now_s)


def test_a_token_is_its_operator_and_no_other_text_is_anybody(sessions: Sessions) -> None:
    token = sessions.open(K7)
    assert sessions.account(token) == K7
    assert [sessions.account(one) for one in ("", None, token[:-1], token.swapcase())] == [None] * 4


def test_a_session_locks_when_idle_and_activity_keeps_it(sessions: Sessions, clock: Clock) -> None:
    token = sessions.open(K7)
    for _ in range(3):
        clock.now_s += 9
        sessions.touch(token)
    assert sessions.account(token) == K7
    clock.now_s += 11
    sessions.touch(token)
    assert sessions.account(token) is None


def test_closing_ends_one_session_or_all_of_an_operator(sessions: Sessions) -> None:
    one, two, other = sessions.open(K7), sessions.open(K7), sessions.open(K8)
    sessions.close(one)
    assert [sessions.account(token) for token in (one, two, other)] == [None, K7, K8]
    sessions.close_all_of("K7")
    assert [sessions.account(token) for token in (two, other)] == [None, K8]
