"""Who is at this laptop: accounts and sessions, as the pages ask for them."""

from pathlib import Path

from nicegui import ui

from viewmark.errors import CaseworkError
from viewmark.operators.accounts import OPERATORS_FILE, Account, Accounts
from viewmark.operators.sessions import IDLE_S, Sessions

COOKIE = "viewmark-session"


class People:
    """The operators of the laptop in `folder`.

    While there is no account, pages lead to making one; with `is_open` they are open then, and nobody decides.
    """

    def __init__(self, folder: Path, is_open: bool = False, idle_s: float = IDLE_S) -> None:
        self._is_open = is_open
        self.accounts = Accounts(folder / OPERATORS_FILE)
        self.sessions = Sessions(idle_s)

    @property
    def has_accounts(self) -> bool:
        """Whether anybody can sign in."""
        return bool(self.accounts.all())

    def may_see(self, token: str | None) -> bool:
        """Return whether the pages are open to a session."""
        return self.operator(token) is not None or (self._is_open and not self.has_accounts)

    def sign_in(self, name: str, passphrase: str) -> str:
        """Return a new session's token; AccountError where name or passphrase is wrong."""
        return self.sessions.open(self.accounts.verify(name.strip(), passphrase))

    def operator(self, token: str | None) -> Account | None:
        """Return whose session it is, None where nobody has signed in or it has locked."""
        account = self.sessions.account(token)
        if account is None:
            return None
        now = self.accounts.find(account.name)  # with the rights of now
        if now is None:  # removed meanwhile
            self.sessions.close_all_of(account.name)
        return now

    def name_of(self, token: str | None, why: str) -> str:
        """Return the name of who is signed in and acts; CaseworkError that says `why` nobody else can."""
        account = self.operator(token)
        if account is None:
            raise CaseworkError(f"Sign in first: {why}.")
        self.sessions.touch(token)
        return account.name


def token_here() -> str:
    """Return the session's token of the page that is being built, empty where it has none."""
    request = ui.context.client.request
    return request.cookies.get(COOKIE, "") if request is not None else ""
