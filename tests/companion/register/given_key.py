"""The key that the tests' registers are given, hashed slowly once in a process: each of hundreds would do so twice."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from viewmark.register.roles import ADMINISTRATOR
from viewmark.register.server import keys
from viewmark.register.server.store import RegisterStore
from viewmark.register.server.tables.access import ApiKey

KEY = "test-api-key"
_SALT = bytes(16)

_slow_once = functools.cache(keys._slow)


@contextmanager
def given_to(store: RegisterStore) -> Iterator[None]:
    """Have a register know KEY as if it had been given at a start before; other keys are hashed as ever."""
    with store.database.writing() as session:
        if session.get(ApiKey, keys._id(KEY)) is None:
            hashed = _slow_once(KEY, _SALT)
            row = ApiKey(id=keys._id(KEY), name=keys.GIVEN, role=ADMINISTRATOR, salt=_SALT, scrypt=hashed)
            row.made_s = store.now_s()
            session.add(row)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "_slow", _slow_once)
        yield
