"""API keys: made, given at start, revoked, and recognised. The key itself is shown once and never written anywhere."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from ..errors import SetupError
from ..roles import ADMINISTRATOR, RIGHTS
from .store import RegisterStore
from .tables.access import ApiKey

GIVEN = "given at start"
_ID_CHARACTERS = 8
_SALT_BYTES = 16
_MOST_NAME = 60
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 1 << 14, 8, 1  # OWASP's least for scrypt is heavier; the keys made here have 192 bits


@dataclass(frozen=True)
class Holder:
    """Who holds a key: its id and name, as the audit names them, and the role."""

    id: str
    name: str
    role: str

    @property
    def who(self) -> str:
        """What the audit says."""
        return f"key:{self.id} {self.name}"

    def may(self, right: str) -> bool:
        """Return whether the role gives a right."""
        return right in RIGHTS.get(self.role, ())


class Keys:
    """Recognises keys; a key that was recognised once is not hashed slowly again."""

    def __init__(self, store: RegisterStore) -> None:
        self._store = store
        self._known: dict[bytes, bytes] = {}  # fast hash of a key, to its slow hash

    def holder(self, key: str) -> Holder | None:
        """Return who holds a key, None where it is unknown or revoked."""
        with self._store.database.reading() as session:
            row = session.get(ApiKey, _id(key))
        if row is None or row.revoked_s is not None:
            return None
        fast = hashlib.sha256(key.encode("utf-8", "replace")).digest()
        slow = self._known.get(fast) or _slow(key, row.salt)
        if not hmac.compare_digest(slow, row.scrypt):
            return None
        self._known[fast] = slow
        return Holder(row.id, row.name, row.role)


def make_key(store: RegisterStore, name: str, role: str) -> str:
    """Return a new key for a role; it is shown this once. SetupError where there is no such role, or no name."""
    if not 0 < len(name.strip()) <= _MOST_NAME or not name.isprintable() or name == GIVEN:
        raise SetupError(f"A holder's name has 1 to {_MOST_NAME} printable characters. Give the post's or person's.")
    if role not in RIGHTS:
        raise SetupError(f"There is no role {role}. Give one of {', '.join(RIGHTS)}.")
    key = secrets.token_urlsafe(24)
    with store.database.writing() as session:
        session.add(_row(key, name, role, store.now_s()))
    return key


def give_key(store: RegisterStore, key: str) -> None:
    """Have a key of the keeper's own accepted as an administrator's, in place of the one that was given before.

    SetupError where it cannot be sent in a header.
    """
    if len(key) < 8 or not key.isascii() or not key.isprintable() or " " in key:
        raise SetupError("The register needs an API key of 8 or more printable ASCII characters without spaces.")
    with store.database.writing() as session:
        for one in session.scalars(select(ApiKey).where(ApiKey.name == GIVEN, ApiKey.revoked_s.is_(None))):
            if one.id != _id(key):
                one.revoked_s = store.now_s()
        known = session.get(ApiKey, _id(key))
        if known is None:
            session.add(_row(key, GIVEN, ADMINISTRATOR, store.now_s()))
        elif known.name == GIVEN:
            known.revoked_s = None


def revoke_key(store: RegisterStore, key_id: str) -> None:
    """Accept a key no more, from the next request on; SetupError where there is none with this id."""
    with store.database.writing() as session:
        row = session.get(ApiKey, key_id)
        if row is None:
            raise SetupError(f"There is no key {key_id}. `viewmark register keys` lists them.")
        row.revoked_s = row.revoked_s or store.now_s()


def keys(store: RegisterStore) -> Sequence[ApiKey]:
    """Return every key that there ever was, the oldest first."""
    with store.database.reading() as session:
        return session.scalars(select(ApiKey).order_by(ApiKey.made_s, ApiKey.id)).all()


def _row(key: str, name: str, role: str, made_s: int) -> ApiKey:
    salt = secrets.token_bytes(_SALT_BYTES)
    return ApiKey(id=_id(key), name=name, role=role, salt=salt, scrypt=_slow(key, salt), made_s=made_s)


def _id(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:_ID_CHARACTERS]


def _slow(key: str, salt: bytes) -> bytes:
    return hashlib.scrypt(key.encode("utf-8", "replace"), salt=salt, n=_SCRYPT_N, r=_SCRYPT_R, p=_SCRYPT_P)
