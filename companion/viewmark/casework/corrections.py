"""Corrections: what a mark is held to say now. The record stays as the officer confirmed it."""

from collections.abc import Iterable
from typing import Any

from viewmark.archive.entries import Entry
from viewmark.errors import CaseworkError
from viewmark_protocol.checks import Check, Firearm
from viewmark_protocol.marks import COMPONENTS, KINDS, Mark

MOST_CHARACTERS = 200


def correction(check: Check, firearm: int, component: str, kind: str, now: str, reason: str) -> dict[str, Any]:
    """Return the entry that corrects a mark, or adds one that was not recorded; CaseworkError that says what lacks."""
    if not 0 <= firearm < len(check.firearms):
        raise CaseworkError("This check has no such firearm. Open it anew.")
    if component not in COMPONENTS.words or kind not in KINDS.words:
        raise CaseworkError("Choose which mark of which part is corrected.")
    now, reason = now.strip(), reason.strip()
    if not 0 < len(now) <= MOST_CHARACTERS or not now.isprintable():
        raise CaseworkError(f"Write what the mark says, in 1 to {MOST_CHARACTERS} printable characters.")
    if not 0 < len(reason) <= MOST_CHARACTERS:
        raise CaseworkError("Write why, so that the next one who looks can follow it.")
    before = next(
        (one.confirmed for one in check.firearms[firearm].marks if (one.component, one.kind) == (component, kind)), None
    )
    return {
        "firearm": firearm,
        "component": component,
        "kind": kind,
        "before": before,
        "now": now,
        "reason": reason,
    }


def standing_marks(firearm: Firearm, number: int, corrections: Iterable[Entry]) -> list[Mark]:
    """Return a firearm's marks as they stand after the corrections to it, oldest correction first."""
    own = [entry.content for entry in corrections if entry.content["firearm"] == number]
    if not own:
        return list(firearm.marks)
    marks = [Mark.unpack(one.pack()) for one in firearm.marks]  # the record's own stay as they came
    for told in own:
        known = [one for one in marks if (one.component, one.kind) == (told["component"], told["kind"])]
        if known:
            known[0].confirmed = told["now"]
        else:
            marks.append(
                Mark(
                    component=told["component"],
                    kind=told["kind"],
                    raw=None,
                    confirmed=told["now"],
                    state="unknown",
                    method="unknown",
                    source="typed",
                    lattice=[],
                    photo=None,
                )
            )
    return marks


def standing_firearm(firearm: Firearm, number: int, corrections: Iterable[Entry]) -> Firearm:
    """Return a firearm whose marks are the standing ones; verdict and warnings are the device's, unchanged."""
    marks = standing_marks(firearm, number, corrections)
    return Firearm(marks=marks, verdict=firearm.verdict, warnings=firearm.warnings)
