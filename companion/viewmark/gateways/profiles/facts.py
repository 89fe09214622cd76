"""What a check says of one firearm, by name: what profiles choose from.

It stands on the trace request's draft, so that a firearm is described in one way wherever it is asked about. The
officer, the note, photos and their keys are not among it: they stay here.
"""

from datetime import UTC, datetime
from typing import Any

from viewmark.archive.checks import MOST_NUMBER, FiledCheck, confirmed
from viewmark.casework.trace_request import GIVEN, MOST_CHARACTERS, TraceDraft, draft
from viewmark.gateways.errors import MessageError
from viewmark_protocol.checks import Check, Firearm, Link, serial_mark
from viewmark_protocol.marks import Mark

# Name, and what it says; `not found out` is null, `known not to be there` is the state `none`.
FACTS = {
    "serial": "serial of frame or receiver as confirmed",
    "serial_state": "state of that serial: clear, worn, altered, obliterated, restored, hidden, none, unknown",
    "serial_obliterated": "whether a serial was altered, removed or restored",
    "manufacturer": "maker as confirmed",
    "model": "model as confirmed",
    "calibre": "calibre as confirmed",
    "country_of_origin": "country of manufacture, as marked",
    "importer": "importer, as marked",
    "import_country": "country of import, as marked",
    "import_year": "year of import, as marked",
    "year": "year of manufacture, as marked",
    "proof": "proof mark",
    "additional_markings": "every other mark, with its component and kind",
    "verdict": "verdict given at the weapon: hit, near, clear, untraceable, unchecked",
    "verdict_reason": "why that verdict",
    "category": "category in the offline list: lost, stolen, trafficked ...",
    "check_id": "id of the check",
    "firearm": "which firearm of the check, counted from 1",
    "firearms": "how many firearms the check has",
    "opened": "when the check was opened, UTC, ISO 8601; null where no time can be said",
    "clock": "how far that time is to be trusted: unset, battery, laptop",
    "recovered_at": "post where it was found, by its reference",
    "context": "inspected, seized, found or surrendered (SDG 16.4.2)",
    "legal_ground": "power under which it was checked",
    "transport": "road, rail, air, sea, foot, parcel or unknown",
    "links": "kind and reference of who or what it was found with",
    **{name: f"{label.lower()}, as a person gives it" for name, label, *_ in GIVEN},
}

_FURTHER_MARKS = ("import_country", "import_year", "year", "proof")


def checked(filed: FiledCheck) -> Check:
    """Return the check of a filed one; MessageError where its record cannot be read."""
    if filed.check is None:
        raise MessageError(f"The record of check {filed.id} cannot be read, so no message can be made of it.")
    return filed.check


def facts(
    filed: FiledCheck, firearms: list[Firearm], number: int, links: list[Link], given: dict[str, str]
) -> tuple[dict[str, Any], TraceDraft]:
    """Return what is known of a check's firearm, counted from 0, and the draft that says what a trace lacks."""
    check, firearm = checked(filed), firearms[number]
    unknown = [name for name in given if name not in {one for one, *_ in GIVEN}]
    if unknown:
        choices = ", ".join(one for one, *_ in GIVEN)
        raise MessageError(f"A person cannot give {', '.join(unknown)}. There are {choices}.")
    for name, label, _, options in GIVEN:
        value = given.get(name, "").strip()
        if options and value and value not in options:
            raise MessageError(f"{value} is no {label.lower()}. There are {', '.join(one for one in options if one)}.")
        if len(value) > MOST_CHARACTERS:
            raise MessageError(f"{label} has {len(value)} characters, {MOST_CHARACTERS} at most. Shorten it.")
    made = draft(filed, firearm, links, given)
    marks: list[Mark] = firearm.marks
    serial = serial_mark(firearm)
    said = made.content | {
        "serial_state": serial.state if serial else "unknown",
        **{name: confirmed(marks, name.replace("_", "-")) for name in _FURTHER_MARKS},
        "verdict": firearm.verdict.word,
        "verdict_reason": firearm.verdict.reason,
        "category": firearm.verdict.category,
        "firearm": number + 1,
        "firearms": len(firearms),
        "opened": _time(check),
        "clock": check.opened.trust,
        "legal_ground": check.legal_ground,
        "transport": check.transport,
    }
    return {name: None if said[name] == "" else said[name] for name in FACTS}, made


def _time(check: Check) -> str | None:
    if check.opened.trust == "unset" or check.opened.utc_s > MOST_NUMBER:
        return None
    try:
        return datetime.fromtimestamp(check.opened.utc_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return None
