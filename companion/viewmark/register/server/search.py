"""Searching the register, and the rule of its answers: a near match is never a hit, and no hit without a maker.

Every search is a bounded number of lookups of whole keys (`search_keys.py`); what they find is compared here.
"""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, Row, bindparam, select
from sqlalchemy.orm import Session

from viewmark_protocol.plausibility import is_placeholder
from viewmark_protocol.serials import UNREAD, exact

from ..answers import HIT, MOST_CANDIDATES, NEAR, NONE, Candidate, Query
from . import patterns, scoring, search_keys
from .matches import Match, matched, ranked
from .problems import Problem
from .tables.firearms import Component, Firearm, Report, SearchKey

_KEYS_A_QUERY = 400  # of the values that a database takes in one statement
_MOST_ROWS = 20_000
_FEWEST_READ = 3  # characters that must be known when others are not
MOST_ALTERNATIVES = 64

_COLUMNS = (
    Firearm.id,
    Firearm.register_id,
    Firearm.serial,
    Firearm.exact,
    Firearm.maker,
    Firearm.maker_key,
    Firearm.maker_code,
    Firearm.model,
    Firearm.calibre,
    Firearm.status,
)
_BY_KEYS = (
    select(*_COLUMNS)
    .where(Firearm.id.in_(select(SearchKey.firearm_id).where(SearchKey.hash.in_(bindparam("keys", expanding=True)))))
    .limit(_MOST_ROWS)
)
_REPORTED = (
    select(Report.firearm_id, Report.kind)
    .where(Report.closed_s.is_(None), Report.firearm_id.in_(bindparam("ids", expanding=True)))
    .order_by(Report.id)
)


_COMPONENTS = select(Component.firearm_id, Component.exact).where(
    Component.mark.is_not(None), Component.firearm_id.in_(bindparam("ids", expanding=True))
)


def search(session: Session, query: Query) -> tuple[str, list[Candidate]]:
    """Return the answer's word and at most 50 candidates in a fixed order; a Problem where the serial is unusable."""
    check_askable(query.serial)
    found = {row.id: (row, key, cost) for row, key, cost in _found(session, query)}
    listed = _reported(session, list(found))
    matches = [matched(query, row, listed.get(row.id), key, cost) for row, key, cost in found.values()]
    matches = ranked([match for match in matches if match.is_worth_showing])
    answer = next((word for word in (HIT, NEAR) if any(match.answer == word for match in matches)), NONE)
    shown = _shown(matches, answer)
    return answer, [match.candidate(_place(matches, match)) for match in shown]


def check_askable(serial: str) -> None:
    """Raise a Problem where a serial cannot be asked for: none, a placeholder, or hardly read."""
    if patterns.is_pattern(serial):
        patterns.check(serial)
        return
    if is_placeholder(serial):
        raise _untraceable("This is no serial but a placeholder. Look for the real mark on frame, slide and barrel.")
    key = exact(serial)
    if UNREAD in key and len(key.replace(UNREAD, "")) < _FEWEST_READ:
        raise _untraceable(f"Fewer than {_FEWEST_READ} characters are read. Clean the mark and read it again.")


def _by_serial(session: Session, key: str, others: set[str]) -> Iterator[tuple[Row, str, float]]:
    keys = [*search_keys.query_keys(key), *search_keys.same_keys(others)]
    unlike: dict[int, Row] = {}
    for row in _rows(session, keys):
        different = _difference(key, row.exact, others)
        if different is None:
            unlike[row.id] = row
        else:
            yield row, *different
    for start in range(0, len(unlike), _KEYS_A_QUERY):  # it may be the mark of another component
        ids = list(unlike)[start : start + _KEYS_A_QUERY]
        for component in session.execute(_COMPONENTS, {"ids": ids}):
            if _difference(key, component.exact, set()) is not None:
                yield unlike[component.firearm_id], "component", scoring.COMPONENT


def _difference(key: str, recorded: str, others: set[str]) -> scoring.Different | None:
    different = scoring.difference(key, recorded)
    if recorded in others and (different is None or different[1] > scoring.ALTERNATIVE):
        return "alternative", scoring.ALTERNATIVE
    return different


def _found(session: Session, query: Query) -> Iterator[tuple[Row, str, float]]:
    """Yield every weapon that fits: its row, what matched, and the cost of the difference."""
    if patterns.is_pattern(query.serial):
        where, fits = patterns.lookup(query.serial)
        for row in _rows_where(session, where):
            if fits(row.exact):
                yield row, "pattern", 0.0
        return
    key = exact(query.serial)
    if UNREAD in key:
        fits = patterns.compiled(key)
        for row in _rows(session, search_keys.unread_keys(key)):
            if fits(row.exact):
                yield row, "unread", 0.0
        return
    others = {exact(one) for one in query.alternatives[:MOST_ALTERNATIVES]} - {"", key}
    if not query.maker:  # else most honest weapons would be near something
        others.clear()
    yield from _by_serial(session, key, others)


def _rows(session: Session, keys: Sequence[int]) -> Iterable[Row]:
    for start in range(0, len(keys), _KEYS_A_QUERY):
        yield from session.execute(_BY_KEYS, {"keys": keys[start : start + _KEYS_A_QUERY]})


def _rows_where(session: Session, where: ColumnElement[bool]) -> Iterable[Row]:
    return session.execute(select(*_COLUMNS).where(where).limit(_MOST_ROWS))


def _reported(session: Session, ids: list[int]) -> dict[int, str]:
    """Return the kind of the newest open report of each weapon that has one."""
    kinds: dict[int, str] = {}
    for start in range(0, len(ids), _KEYS_A_QUERY):
        for row in session.execute(_REPORTED, {"ids": ids[start : start + _KEYS_A_QUERY]}):
            kinds[row.firearm_id] = row.kind
    return kinds


def _shown(matches: list[Match], answer: str) -> list[Match]:
    """Return the first fifty, the best match that makes the answer among them."""
    shown = matches[:MOST_CANDIDATES]
    if answer != NONE and all(match.answer != answer for match in shown):
        shown[-1] = next(match for match in matches if match.answer == answer)
    return shown


def _place(matches: list[Match], one: Match) -> int:
    """Return a match's place, which equally good ones share."""
    return 1 + sum(match.score < one.score for match in matches)


def _untraceable(detail: str) -> Problem:
    return Problem(422, "untraceable-serial", detail)
