"""Searching the register, and the rule of its answers: a near match is never a hit, and no hit without a maker.

Every search is a bounded number of lookups of whole keys (`search_keys.py`); what they find is compared here.
"""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from viewmark_protocol.plausibility import is_placeholder
from viewmark_protocol.serials import UNREAD, exact

from ..answers import HIT, MOST_CANDIDATES, NEAR, NONE, Candidate, Query
from . import patterns, scoring, search_keys
from .lookups import marks_by_keys, marks_where, weapons
from .matches import SLIPS, AskedWeapon, Match, ranked
from .problems import Problem

_FEWEST_READ = 3  # characters that must be known when others are not
MOST_ALTERNATIVES = 64

Found = tuple[int, str, float]  # firearm's id, what matched, cost of the difference


def search(session: Session, query: Query) -> tuple[str, list[Candidate]]:
    """Return the answer's word and at most 50 candidates in a fixed order; a Problem where the serial is unusable."""
    check_askable(query.serial)
    found: dict[int, Found] = {}
    asked = AskedWeapon(query)
    for one in _found(session, query, asked):
        if one[0] not in found or one[2] < found[one[0]][2]:
            found[one[0]] = one
    matches = [asked.match(row, *found[row.id][1:]) for row in weapons(session, list(found))]
    matches = ranked([match for match in matches if match.is_worth_showing])
    answer = next((word for word in (HIT, NEAR) if any(match.answer == word for match in matches)), NONE)
    places: dict[float, int] = {}
    for place, score in enumerate(sorted(match.score for match in matches), 1):
        places.setdefault(score, place)
    return answer, [match.candidate(places[match.score]) for match in _shown(matches, answer)]


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


def _found(session: Session, query: Query, weapon: AskedWeapon) -> Iterator[Found]:
    """Yield every mark that fits."""
    key = exact(query.serial)
    if patterns.is_pattern(query.serial):
        where, fits = patterns.lookup(query.serial)
        yield from ((one[0], "pattern", 0.0) for one in marks_where(session, where) if fits(one[1]))
    elif UNREAD in key:
        fits = patterns.compiled(key)
        marks = marks_by_keys(session, search_keys.unread_keys(key))
        yield from ((one[0], "unread", 0.0) for one in marks if fits(one[1]))
    else:
        yield from _by_serial(session, key, query, weapon)


def _by_serial(session: Session, key: str, query: Query, weapon: AskedWeapon) -> Iterator[Found]:
    others: frozenset[str] = frozenset()
    if query.maker:  # else most honest weapons would be near something
        others = frozenset(exact(one) for one in query.alternatives[:MOST_ALTERNATIVES]) - {"", key}
    asked = scoring.AskedSerial(key, others)
    marks = marks_by_keys(session, [*search_keys.query_keys(key), *search_keys.same_keys(others)])
    for place, word, cost in asked.matches([one[1] for one in marks]):
        firearm_id, _, code, is_of_component = marks[place]
        if word in SLIPS and (is_of_component or not weapon.may_be_made_by(code)):
            continue  # no more than a neighbour
        yield (firearm_id, "component", scoring.COMPONENT + cost) if is_of_component else (firearm_id, word, cost)


def _shown(matches: list[Match], answer: str) -> list[Match]:
    """Return the first fifty, the best match that makes the answer among them."""
    shown = matches[:MOST_CANDIDATES]
    if answer != NONE and all(match.answer != answer for match in shown):
        shown[-1] = next(match for match in matches if match.answer == answer)
    return shown


def _untraceable(detail: str) -> Problem:
    return Problem(422, "untraceable-serial", detail)
