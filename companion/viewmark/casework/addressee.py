"""Whom a trace request is for, by what the marks say: the country of manufacture, else that of the last legal import.

After the search workflow of the Arms Trade Treaty's assistance site: without a hit ask the country of manufacture, that
of the last legal import where it is marked, or any country on the trail. The focal point sends it; PTB is German.
"""

from typing import NamedTuple

from viewmark.archive.checks import confirmed
from viewmark_protocol.marks import Mark

_PTB, _PTB_COUNTRY = "PTB", "DE"  # Physikalisch-Technische Bundesanstalt: approvals of alarm weapons


class Addressee(NamedTuple):
    """The country that is asked (as the mark names it, ISO 3166 where it was known), empty for none; and why."""

    country: str
    why: str


def addressee(marks: list[Mark]) -> Addressee:
    """Return whom a request about these marks is for."""
    made = confirmed(marks, "country")
    if made:
        return Addressee(made, f"It was made in {made}, as its mark says.")
    imported = confirmed(marks, "import-country")
    if imported:
        year = confirmed(marks, "import-year")
        when = f" ({year})" if year else ""
        return Addressee(imported, f"It was last imported into {imported}{when}, as its mark says.")
    proof = confirmed(marks, "proof") or ""
    if proof.upper().startswith(_PTB):
        return Addressee(_PTB_COUNTRY, f"It bears a German approval: {proof}.")
    return Addressee(
        "", "No mark says where it was made or imported: look on frame and barrel. The focal point decides."
    )
