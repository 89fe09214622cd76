"""Serials of which a part is known: `*12345`, `AB12*`, `AB????7`. `?` is one character, `*` any number of them."""

import re
from collections.abc import Callable

from sqlalchemy import ColumnElement, select

from viewmark_protocol.serials import UNREAD, exact

from .problems import Problem
from .search_keys import END_CHARACTERS, MOST_UNREAD, end_key
from .tables.firearms import Firearm, SearchKey

ANY = "*"
_FEWEST_FIRST = 3
_HIGHEST = "\U0010ffff"


def is_pattern(serial: str) -> bool:
    """Return whether a serial is searched by its beginning or end: it has a `*`, or more `?` than keys are made for."""
    return ANY in serial or exact(serial).count(UNREAD) > MOST_UNREAD


def check(serial: str) -> None:
    """Raise a Problem where neither beginning nor end says enough."""
    first, last = _ends(serial)
    if len(first) < _FEWEST_FIRST and len(last) < END_CHARACTERS:
        detail = (
            f"Give at least the first {_FEWEST_FIRST} characters or the last {END_CHARACTERS}: with less of them too"
            " many weapons fit."
        )
        raise Problem(422, "untraceable-serial", detail)


def lookup(serial: str) -> tuple[ColumnElement[bool], Callable[[str], bool]]:
    """Return the condition under which a weapon may fit, and what says of its exact key whether it does."""
    first, last = _ends(serial)
    if len(first) >= _FEWEST_FIRST:
        where = (Firearm.exact >= first) & (Firearm.exact < first + _HIGHEST)
    else:
        where = Firearm.id.in_(select(SearchKey.firearm_id).where(SearchKey.hash == end_key(last)))
    return where, compiled(serial)


def compiled(serial: str) -> Callable[[str], bool]:
    """Return what says whether an exact key fits."""
    parts = [re.escape(exact(part)).replace(re.escape(UNREAD), ".") for part in serial.split(ANY)]
    fits = re.compile(".*".join(parts), re.DOTALL)
    return lambda key: fits.fullmatch(key) is not None


def _ends(serial: str) -> tuple[str, str]:
    """Return the known characters at the beginning, and those at the end."""
    parts = [exact(part) for part in serial.split(ANY)]
    return parts[0].split(UNREAD)[0], parts[-1].split(UNREAD)[-1]
