"""Searching the register, and the rule of its answers: a near match is never a hit, and no hit without a maker.

Every search is a bounded number of lookups of whole keys (`search_keys.py`); what they find is compared here.
"""

from collections.abc import Iterator

from sqlalchemy import Row
from sqlalchemy.orm import Session

from viewmark_protocol.plausibility import is_placeholder
from viewmark_protocol.serials import UNREAD, exact

from ..answers import HIT, MOST_CANDIDATES, NEAR, NONE, Candidate, Query
from . import patterns, scoring, search_keys
from .lookups import reported, rows_by_components, rows_by_keys, rows_where
from .matches import DIFFERS, AskedWeapon, Match, ranked
from .problems import Problem

_FEWEST_READ = 3  # characters that must be known when others are not
MOST_ALTERNATIVES = 64
_SLIPS = ("one-edit", "other-character")

Found = tuple[Row, str, float]


def search(session: Session, query: Query) -> tuple[str, list[Candidate]]:
    """Return the answer's word and at most 50 candidates in a fixed order; a Problem where the serial is unusable."""
    check_askable(query.serial)
    weapon = AskedWeapon(query)
    found: dict[int, Found] = {}
    for one in _found(session, query):
        # Of another maker, and not the same serial: no more than a neighbour.
        if one[1] in _SLIPS and weapon.maker_of(one[0]) == DIFFERS:
            continue
        if one[0].id not in found or one[2] < found[one[0].id][2]:
            found[one[0].id] = one
    listed = reported(session, list(found))
    matches = [weapon.match(row, listed.get(row.id), key, cost) for row, key, cost in found.values()]
    matches = ranked([match for match in matches if match.is_worth_showing])
    answer = next((word for word in (HIT, NEAR) if any(match.answer == word for match in matches)), NONE)
    return answer, [match.candidate(_place(matches, match)) for match in _shown(matches, answer)]


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


def _found(session: Session, query: Query) -> Iterator[Found]:
    """Yield every weapon that fits: its row, what matched, and the cost of the difference."""
    key = exact(query.serial)
    if patterns.is_pattern(query.serial):
        where, fits = patterns.lookup(query.serial)
        yield from ((row, "pattern", 0.0) for row in rows_where(session, where) if fits(row.exact))
    elif UNREAD in key:
        fits = patterns.compiled(key)
        rows = rows_by_keys(session, search_keys.unread_keys(key))
        yield from ((row, "unread", 0.0) for row in rows if fits(row.exact))
    else:
        yield from _by_serial(session, key, query)


def _by_serial(session: Session, key: str, query: Query) -> Iterator[Found]:
    others: frozenset[str] = frozenset()
    if query.maker:  # else most honest weapons would be near something
        others = frozenset(exact(one) for one in query.alternatives[:MOST_ALTERNATIVES]) - {"", key}
    asked = scoring.AskedSerial(key, others)
    keys = search_keys.query_keys(key)
    rows = rows_by_keys(session, [*keys, *search_keys.same_keys(others)])
    for row, different in zip(rows, asked.differences([row.exact for row in rows]), strict=True):
        if different is not None:
            yield row, different[0], different[1]
    components = rows_by_components(session, keys)
    marks = [mark for _, mark in components]
    for (row, _), different in zip(components, scoring.AskedSerial(key).differences(marks), strict=True):
        if different is not None and different[0] not in _SLIPS:
            yield row, "component", scoring.COMPONENT + different[1]


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
