"""Referral: which rules say that a weapon's ballistic data are shared (INTERPOL IBIN), and why each one fired."""

from typing import NamedTuple

BORDER_KM = 80
TOGETHER = 3
STATEMENTS = (
    ("trafficking", "It comes from suspected traffickers of any contraband."),
    ("terrorism", "It is related to terrorism."),
    ("resident-abroad", "Its holder lives in another country."),
)


class Place(NamedTuple):
    """Where this laptop works: kilometres to the nearest border, and whether customs or border officials work here.

    Where nobody has set them, neither is known, and no rule fires by them.
    """

    border_km: int = 0
    is_customs: bool = True
    is_border_known: bool = True


class Fired(NamedTuple):
    """A rule that fired, and why."""

    rule: str
    why: str


def referrals(place: Place, stated: list[str], together: int) -> list[Fired]:
    """Return the rules that fire for a check; `together` is how many firearms were found at one time."""
    found: list[Fired] = []
    if place.is_border_known and place.border_km <= BORDER_KM:
        found.append(Fired("near-a-border", f"This post is {place.border_km} km from a border, {BORDER_KM} at most."))
    if place.is_customs:
        found.append(Fired("found-by-customs", "Customs or border officials found it."))
    if together >= TOGETHER:
        found.append(Fired("three-or-more-together", f"{together} firearms were found together."))
    return found + [Fired(name, why) for name, why in STATEMENTS if name in stated]
