"""One weapon that a search found: what matched, what disagrees, what it says alone, and where it stands."""

from dataclasses import dataclass
from typing import Any

from viewmark_protocol.makers import UNKNOWN_MAKER, is_shared, maker_code
from viewmark_protocol.serials import exact

from ..answers import HIT, NEAR, NONE, Candidate, Query
from . import scoring
from .calibres import calibres_disagree

AGREES, UNKNOWN, DIFFERS = 0, 1, 2
SLIPS = ("one-edit", "other-character")


@dataclass(frozen=True)
class Match:
    """One firearm that a key found: what matched, whether the maker agrees, and its open report's kind or None."""

    firearm: Any  # a row of `firearms`
    matched_key: str
    maker: int
    listed: str | None
    disagrees: tuple[str, ...]
    score: float

    @property
    def answer(self) -> str:
        """What this match alone says: hit, near or none."""
        # A wholly other character at one place: consecutive numbers differ so, and most honest weapons would be near.
        if self.listed is None or self.matched_key == "other-character":
            return NONE
        if self.matched_key == "exact":
            return HIT if self.maker == AGREES else NEAR
        return NONE if self.maker == DIFFERS else NEAR

    @property
    def is_worth_showing(self) -> bool:
        """Leave out weapons of another maker that are no more than neighbours, or are not listed either."""
        if self.matched_key == "exact" or self.maker != DIFFERS:
            return True
        return self.listed is not None and self.matched_key not in SLIPS

    def candidate(self, place: int) -> Candidate:
        """Return it as it is answered, at a place that equally good ones share."""
        one = self.firearm
        status = self.listed or one.status
        named = (one.maker or None, one.model or None, one.calibre or None)
        return Candidate(one.register_id, one.serial, *named, status, self.matched_key, self.disagrees, place)


class AskedWeapon:
    """What is asked beside the serial; each value's keys are made once, and compared with many rows."""

    def __init__(self, query: Query) -> None:
        self._maker_key = exact(query.maker or "")
        self._maker_code = maker_code(query.maker)
        self._model = exact(query.model or "")
        self._calibre = query.calibre

    def may_be_made_by(self, code: int) -> bool:
        """Return whether a maker's code leaves it open that the makers agree, or one of them is not known."""
        return UNKNOWN_MAKER in (self._maker_code, code) or code == self._maker_code

    def match(self, firearm: Any, matched_key: str, cost: float) -> Match:
        """Return the match of a row that a key found, at the cost of its serial's difference."""
        maker = _agreement(self._maker_key, self._maker_code, firearm.maker_key, firearm.maker_code)
        disagrees: list[str] = []
        if maker == DIFFERS:
            disagrees.append("maker")
            cost += scoring.MAKER_DIFFERS
        if self._model and firearm.model and self._model != exact(firearm.model):
            disagrees.append("model")
            cost += scoring.MODEL_DIFFERS
        if self._calibre and firearm.calibre and calibres_disagree(self._calibre, firearm.calibre):
            disagrees.append("calibre")
            cost += scoring.CALIBRE_DIFFERS
        return Match(firearm, matched_key, maker, firearm.listed, tuple(disagrees), round(cost, 3))


def ranked(matches: list[Match]) -> list[Match]:
    """Return hits first, then the least different ones; of equally good ones those that are listed."""
    return sorted(
        matches,
        key=lambda one: (one.answer != HIT, one.score, one.listed is None, one.maker, one.firearm.register_id),
    )


def makers_agree(given: str | None, recorded: str | None) -> int:
    """Return AGREES, UNKNOWN (one of them is missing) or DIFFERS; aliases agree by their assigned code."""
    return _agreement(exact(given or ""), maker_code(given), exact(recorded or ""), maker_code(recorded))


def _agreement(first: str, first_code: int, second: str, second_code: int) -> int:
    if not first or not second:
        return UNKNOWN
    same_code = first_code == second_code != UNKNOWN_MAKER and not is_shared(first_code)
    return AGREES if first == second or same_code else DIFFERS
