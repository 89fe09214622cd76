"""Who is signed in: a session for each browser, that locks when nobody has done anything for a while."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from viewmark.operators.accounts import Account

IDLE_S = 600.0
_TOKEN_BYTES = 32


@dataclass
class _Session:
    account: Account
    active_s: float


class Sessions:
    """Sessions by their secret token, in memory alone: who starts the app anew signs in anew."""

    def __init__(self, idle_s: float = IDLE_S, now_s: Callable[[], float] = time.monotonic) -> None:
        self._idle_s = idle_s
        self._now_s = now_s
        self._sessions: dict[str, _Session] = {}

    def open(self, account: Account) -> str:
        """Begin an operator's session; return its token."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        self._sessions[token] = _Session(account, self._now_s())
        return token

    def account(self, token: str | None) -> Account | None:
        """Return whose session this is, None where it was closed or has locked."""
        session = self._sessions.get(token or "")
        if session is None:
            return None
        if self._now_s() - session.active_s > self._idle_s:
            self.close(token)
            return None
        return session.account

    def touch(self, token: str | None) -> None:
        """Note that the person there did something; a session that has locked stays so."""
        if self.account(token) is not None:
            self._sessions[token or ""].active_s = self._now_s()

    def close(self, token: str | None) -> None:
        """End a session."""
        self._sessions.pop(token or "", None)

    def close_all_of(self, name: str) -> None:
        """End every session of an operator who was removed, or whose passphrase is another now."""
        self._sessions = {token: one for token, one in self._sessions.items() if one.account.name != name}
