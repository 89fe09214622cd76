"""The accounts of this laptop's operators: names and argon2 hashes in one file of mode 0600, replaced whole."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from viewmark.errors import AccountError
from viewmark.signing.errors import SigningError
from viewmark.signing.files import exclusive, replace_durably

OPERATORS_FILE = "operators.json"
LEAST_CHARACTERS = 10
_MOST_NAME, _MOST_PASSPHRASE = 60, 1000
_FREE_TRIES = 5
_MOST_COUNTED = 1000  # names, so that guessed ones do not fill the memory
_MOST_WAIT_S = 900


# What not every operator may: to have messages leave for other systems, and to read what they say.
GATEWAYS = "gateways"
RIGHTS = (GATEWAYS,)


class Account(NamedTuple):
    """One operator: the name, since which UTC second, and which of RIGHTS that operator was given."""

    name: str
    since_s: int
    rights: tuple[str, ...] = ()


class Accounts:
    """The accounts in the file at `path`, which several programs may use; AccountError where it cannot be used.

    `now_s` tells the seconds by which guessing is slowed down.
    """

    def __init__(self, path: Path, now_s: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._now_s = now_s
        self._hasher = PasswordHasher()
        self._wrong: dict[str, tuple[int, float]] = {}
        self._verifying = threading.Lock()  # guesses at one time are counted one by one

    @cached_property
    def _nobody(self) -> str:
        """What an unknown name is compared with, so that it takes as long as a known one."""
        return self._hasher.hash("nobody")

    def all(self) -> list[Account]:
        """Return every operator, by name."""
        rows = self._read()
        return [_account(name, one) for name, one in sorted(rows.items())]

    def find(self, name: str) -> Account | None:
        """Return one operator, None where there is none of that name."""
        return next((one for one in self.all() if one.name == name), None)

    def add(self, name: str, passphrase: str) -> None:
        """Add an operator; AccountError where the name is taken or cannot be one, or the passphrase is too short."""
        name = name.strip()
        if not 0 < len(name) <= _MOST_NAME or not name.isprintable():
            raise AccountError(f"A name has 1 to {_MOST_NAME} printable characters. Give another one.")
        row = {"hash": self._hash(passphrase), "since_s": int(time.time())}
        with self._changing() as rows:
            if name in rows:
                raise AccountError(f"There is an operator {name} already. Give another name.")
            self._write(rows | {name: row})

    def remove(self, name: str) -> None:
        """Remove an operator, whose entries stay; AccountError where there is none of that name."""
        with self._changing() as rows:
            gone = self._known(rows, name)
            self._write({other: row for other, row in rows.items() if other != gone})

    def set_passphrase(self, name: str, passphrase: str) -> None:
        """Give an operator another passphrase; AccountError where it is too short."""
        hashed = self._hash(passphrase)
        with self._changing() as rows:
            self._write(rows | {self._known(rows, name): rows[name] | {"hash": hashed}})

    def give(self, name: str, right: str, is_given: bool = True) -> None:
        """Give an operator a right, or take it back; AccountError where there is no such right or operator."""
        if right not in RIGHTS:
            raise AccountError(f"There is no right {right}. There is {', '.join(RIGHTS)}.")
        with self._changing() as rows:
            row = rows[self._known(rows, name)]
            others = [one for one in row.get("rights", []) if one != right]
            self._write(rows | {name: row | {"rights": [*others, right] if is_given else others}})

    def verify(self, name: str, passphrase: str) -> Account:
        """Return the operator whose passphrase this is; AccountError where it is wrong, or was so too often."""
        with self._verifying:
            return self._verified(name, passphrase)

    def _verified(self, name: str, passphrase: str) -> Account:
        times, until_s = self._wrong.get(name, (0, 0.0))
        if self._now_s() < until_s:
            wait_s = int(until_s - self._now_s()) + 1
            raise AccountError(f"Too many wrong passphrases. Try again in {wait_s} seconds.")
        rows = self._read()
        try:
            self._hasher.verify(rows[name]["hash"] if name in rows else self._nobody, passphrase[:_MOST_PASSPHRASE])
            is_right = name in rows
        except (VerificationError, InvalidHashError):
            is_right = False
        if not is_right:
            wait_s = min(_MOST_WAIT_S, 2 ** (times - _FREE_TRIES + 1)) if times + 1 >= _FREE_TRIES else 0
            if len(self._wrong) >= _MOST_COUNTED:
                self._wrong.clear()
            self._wrong[name] = (times + 1, self._now_s() + wait_s)
            raise AccountError("Name or passphrase is wrong. Try again; another operator can set a new passphrase.")
        self._wrong.pop(name, None)
        return _account(name, rows[name])

    def _hash(self, passphrase: str) -> str:
        if not LEAST_CHARACTERS <= len(passphrase) <= _MOST_PASSPHRASE:
            raise AccountError(f"A passphrase has at least {LEAST_CHARACTERS} characters. Four random words are good.")
        return self._hasher.hash(passphrase)

    @staticmethod
    def _known(rows: dict[str, Any], name: str) -> str:
        if name not in rows:
            raise AccountError(f"There is no operator {name}. `viewmark operators list` shows who there is.")
        return name

    @contextlib.contextmanager
    def _changing(self) -> Iterator[dict[str, Any]]:
        """Hold the file's lock, and what it says now."""
        try:
            with exclusive(self._path):
                yield self._read()
        except SigningError as error:
            raise AccountError(f"The operators cannot be written. Make room on this laptop. ({error})") from error

    def _write(self, rows: dict[str, Any]) -> None:
        replace_durably(self._path, json.dumps(rows, indent=1, ensure_ascii=False).encode())

    def _read(self) -> dict[str, Any]:
        try:
            rows = json.loads(self._path.read_text("utf-8"))
            for one in rows.values():
                _ = (one["hash"] + "", int(one["since_s"]), [right + "" for right in one.get("rights", [])])
            return rows
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise AccountError(
                f"The operators in {self._path} cannot be read ({error}). Put the file aside, and add them anew with"
                " `viewmark operators add`: no check is lost by that."
            ) from error


def _account(name: str, row: dict[str, Any]) -> Account:
    return Account(name, int(row["since_s"]), tuple(row.get("rights", ())))
