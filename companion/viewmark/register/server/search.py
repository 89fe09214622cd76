"""Searching the register, and the rule of its answers: a near match is never a hit, and no hit without a maker.

Every way of matching but one is a lookup of whole keys in an index, bounded in number; only a pattern of several
unread characters reads the table.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Executable, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from viewmark_protocol.enumeration import MOST_CANDIDATES as MOST_READINGS
from viewmark_protocol.enumeration import candidates as readings_of
from viewmark_protocol.makers import UNKNOWN_MAKER, is_shared, maker_code
from viewmark_protocol.plausibility import is_placeholder
from viewmark_protocol.serials import UNREAD, exact, skeleton

from ..answers import HIT, MATCHED_KEYS, MOST_CANDIDATES, NEAR, NONE, Candidate, Query
from .calibres import calibres_disagree
from .models import Firearm, Report
from .neighbours import one_edit_skeletons
from .problems import Problem

_KEYS_A_QUERY = 400  # of the values that a database takes in one statement
_ROWS_A_LOOKUP = 2000
_FEWEST_READ = 3  # characters that must be known when others are not

AGREES, UNKNOWN, DIFFERS = 0, 1, 2


@dataclass(frozen=True)
class Match:
    """One firearm that a key found: what matched, whether the maker agrees, and its open report's kind or None."""

    firearm: Firearm
    matched_key: str
    maker: int
    listed: str | None
    disagrees: tuple[str, ...]

    @property
    def answer(self) -> str:
        """What this match alone says: hit, near or none."""
        if self.listed is None:
            return NONE
        if self.matched_key == "exact":
            return HIT if self.maker == AGREES else NEAR
        return NONE if self.maker == DIFFERS else NEAR

    @property
    def rank(self) -> tuple[int, int, int, int, str]:
        """Where it stands among others: gravest answer first, then the strongest key, then what agrees."""
        gravity = (HIT, NEAR, NONE).index(self.answer)
        strength = MATCHED_KEYS.index(self.matched_key)
        return gravity, strength, self.maker, len(self.disagrees), self.firearm.register_id

    def candidate(self) -> Candidate:
        """Return it as it is answered."""
        one = self.firearm
        status = self.listed or one.status
        return Candidate(
            one.register_id,
            one.serial,
            one.maker or None,
            one.model or None,
            one.calibre or None,
            status,
            self.matched_key,
            self.disagrees,
        )


def search(session: Session, query: Query) -> tuple[str, list[Candidate]]:
    """Return the answer's word and at most 50 candidates in a fixed order; a Problem where the serial is unusable."""
    check_askable(query.serial)
    found: dict[int, Match] = {}
    for matched_key, statement in _lookups(query):
        for firearm, kind in session.execute(statement):
            match = _matched(query, firearm, kind, matched_key)
            # A firearm keeps the strongest key that found it; lookups come strongest first.
            if match.firearm.id not in found and _worth_showing(match):
                found[firearm.id] = match
    matches = sorted(found.values(), key=lambda match: match.rank)[:MOST_CANDIDATES]
    return (matches[0].answer if matches else NONE), [match.candidate() for match in matches]


def check_askable(serial: str) -> None:
    """Raise a Problem where a serial cannot be asked for: none, a placeholder, or hardly read."""
    if is_placeholder(serial):
        raise _untraceable("This is no serial but a placeholder. Look for the real mark on frame, slide and barrel.")
    key = exact(serial)
    if UNREAD in key and len(key.replace(UNREAD, "")) < _FEWEST_READ:
        raise _untraceable(f"Fewer than {_FEWEST_READ} characters are read. Clean the mark and read it again.")


def makers_agree(given: str | None, recorded: str | None) -> int:
    """Return AGREES, UNKNOWN (one of them is missing) or DIFFERS; aliases agree by their assigned code."""
    first, second = exact(given or ""), exact(recorded or "")
    if not first or not second:
        return UNKNOWN
    code = maker_code(given)
    same_code = code != UNKNOWN_MAKER and not is_shared(code) and code == maker_code(recorded)
    return AGREES if first == second or same_code else DIFFERS


def _lookups(query: Query) -> Iterator[tuple[str, Executable]]:
    """Yield what to look up, strongest key first."""
    key = exact(query.serial)
    if UNREAD in key:
        readings = readings_of(query.serial, maker_code(query.maker))
        if readings is None:
            yield "unread", _with_report(_pattern(key))
        else:
            yield from _among("unread", Firearm.exact, readings)
        return
    yield from _among("exact", Firearm.exact, [key])
    yield from _among("skeleton", Firearm.skeleton, [skeleton(key)])
    readings = sorted({exact(one) for one in query.alternatives[:MOST_READINGS]} - {"", key})
    if query.maker:  # else most honest weapons would be near something
        yield from _among("alternative", Firearm.exact, [one for one in readings if UNREAD not in one])
    yield from _among("one-edit", Firearm.skeleton, one_edit_skeletons(key))


def _among(matched_key: str, column: InstrumentedAttribute[str], keys: list[str]) -> Iterator[tuple[str, Executable]]:
    for start in range(0, len(keys), _KEYS_A_QUERY):
        yield matched_key, _with_report(column.in_(keys[start : start + _KEYS_A_QUERY]))


def _pattern(key: str) -> ColumnElement[bool]:
    """Match `?` by any character; keys hold no `_` or `%`. This one reads the whole table."""
    return Firearm.exact.like(key.replace(UNREAD, "_"))


def _with_report(condition: ColumnElement[bool]) -> Executable:
    """Select firearms with the kind of their newest open report; listed ones first: the bound never cuts them off."""
    kind = (
        select(Report.kind)
        .where(Report.firearm_id == Firearm.id, Report.closed_s.is_(None))
        .order_by(Report.id.desc())
        .limit(1)
        .correlate(Firearm)
        .scalar_subquery()
    )
    order = (kind.is_(None), Firearm.register_id)
    return select(Firearm, kind).where(condition).order_by(*order).limit(_ROWS_A_LOOKUP)


def _matched(query: Query, firearm: Firearm, kind: str | None, matched_key: str) -> Match:
    maker = makers_agree(query.maker, firearm.maker)
    disagrees: list[str] = ["maker"] if maker == DIFFERS else []
    if query.model and firearm.model and exact(query.model) != exact(firearm.model):
        disagrees.append("model")
    if query.calibre and firearm.calibre and calibres_disagree(query.calibre, firearm.calibre):
        disagrees.append("calibre")
    return Match(firearm, matched_key, maker, kind, tuple(disagrees))


def _worth_showing(match: Match) -> bool:
    """Leave out weapons that are not listed, of another maker, and not even of the same serial."""
    return match.listed is not None or match.matched_key == "exact" or match.maker != DIFFERS


def _untraceable(detail: str) -> Problem:
    return Problem(422, "untraceable-serial", detail)
