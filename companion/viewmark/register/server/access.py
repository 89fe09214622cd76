"""Who may ask: one API key for now, roles later. The key itself is never written anywhere; its name is."""

import hashlib
import hmac
from typing import Annotated

from fastapi import Depends, Request

from ..errors import SetupError
from .problems import Problem
from .store import RegisterStore


class ApiKey:
    """The one accepted key; `name` is what the audit says of whoever holds it."""

    def __init__(self, key: str) -> None:
        if len(key) < 8 or not key.isascii() or not key.isprintable() or " " in key:
            raise SetupError("The register needs an API key of 8 or more printable ASCII characters without spaces.")
        self._header = f"Bearer {key}".encode()
        self.name = "key:" + hashlib.sha256(key.encode()).hexdigest()[:8]

    def accepts(self, header: str) -> bool:
        """Return whether an Authorization header carries the key, in the same time for every wrong one."""
        return hmac.compare_digest(header.encode("utf-8", "replace"), self._header)


def caller(request: Request) -> str:
    """Return the name of the key that the request carries; a Problem where it carries none that is known."""
    key: ApiKey = request.app.state.api_key
    if not key.accepts(request.headers.get("authorization", "")):
        detail = "The API key is missing or wrong. Enrol this laptop at the register again, or correct its settings."
        raise Problem(401, "key-refused", detail, {"WWW-Authenticate": "Bearer"})
    return key.name


def store_of(request: Request) -> RegisterStore:
    """Return the store that the app serves."""
    return request.app.state.store


Caller = Annotated[str, Depends(caller)]
Store = Annotated[RegisterStore, Depends(store_of)]
