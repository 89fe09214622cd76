"""Who may ask what: the key that a request carries, the role that it gives, how often it may ask."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request

from .. import roles
from .keys import Holder, Keys
from .problems import Problem
from .rates import Rates
from .store import RegisterStore

_SCHEME = "Bearer "


def holder_of(request: Request) -> Holder:
    """Return who holds the key that a request carries; a Problem where it carries none that is known."""
    recognised: Keys = request.app.state.keys
    header = request.headers.get("authorization", "")
    holder = recognised.holder(header.removeprefix(_SCHEME)) if header.startswith(_SCHEME) else None
    if holder is None:
        detail = "The API key is missing or wrong. Enrol this laptop at the register again, or correct its settings."
        raise Problem(401, "key-refused", detail, {"WWW-Authenticate": "Bearer"})
    return holder


# What only looks at memory is async: it is not sent to another thread, which takes longer than the work.
def who_may(right: str) -> Callable[[Holder], Awaitable[str]]:
    """Return a dependency that gives what the audit calls the caller; a Problem where the role lacks the right."""

    async def who(holder: Annotated[Holder, Depends(holder_of)]) -> str:
        if not holder.may(right):
            detail = f"A key of the role {holder.role} may not do this. Ask the register's administrator for another."
            raise Problem(403, "role", detail)
        return holder.who

    return who


async def store_of(request: Request) -> RegisterStore:
    """Return the store that the app serves."""
    return request.app.state.store


async def rates_of(request: Request) -> Rates:
    """Return what counts each key's questions."""
    return request.app.state.rates


HolderOf = Annotated[Holder, Depends(holder_of)]
Asks = Annotated[str, Depends(who_may(roles.ASK))]
Sends = Annotated[str, Depends(who_may(roles.SEND))]
Carries = Annotated[str, Depends(who_may(roles.CARRY))]
Reports = Annotated[str, Depends(who_may(roles.REPORT))]
Recovers = Annotated[str, Depends(who_may(roles.RECOVER))]
Administers = Annotated[str, Depends(who_may(roles.ADMINISTER))]
Store = Annotated[RegisterStore, Depends(store_of)]
RateOf = Annotated[Rates, Depends(rates_of)]
