"""A trace request, drafted from a check: what it says, and what is still missing before it can be sent.

Fields after ATF form 3312.1 (eTrace) part V, circumstances and the intended use of the reply after ITI 17 and 18. It is
not sent while a required field is empty. Field 5b asks for part IX where the serial was obliterated: where it was,
whether it was restored, and how it was removed.
"""

from typing import Any, NamedTuple

from viewmark.archive.checks import FiledCheck, confirmed, confirmed_serial, is_tampered
from viewmark.casework.addressee import addressee
from viewmark.casework.trace_sources import Lacking, lacking
from viewmark_protocol.checks import Firearm, Link, serial_mark

TYPES = ("", "pistol", "revolver", "rifle", "carbine", "shotgun", "submachine-gun", "machine-gun", "other")
PRIORITIES = ("routine", "urgent")
RESTORATIONS = ("", "not-attempted", "restored", "without-result")
REMOVALS = ("", "ground", "filed", "drilled", "punched", "over-stamped", "welded", "other", "unknown")
# What only a person can say: name, label, whether it is required, and the choices where it is not free text.
GIVEN: tuple[tuple[str, str, bool, tuple[str, ...]], ...] = (
    ("type", "Type of firearm", True, TYPES),
    ("priority", "Priority", True, PRIORITIES),
    ("circumstances", "Circumstances of finding", True, ()),
    ("intended_use", "Intended use of the reply", True, ()),
    ("crime_code", "Crime code", False, ()),
    ("special_instructions", "Special instructions", False, ()),
    ("restoration", "Restoration of the serial", False, RESTORATIONS),
    ("removal", "How the serial was removed", False, REMOVALS),
)
# What the marks say: name, label, kind of mark, whether it is required.
MARKED = (
    ("serial", "Serial of frame or receiver", "serial", True),
    ("manufacturer", "Manufacturer", "maker", True),
    ("model", "Model", "model", True),
    ("calibre", "Calibre", "calibre", True),
    ("country_of_origin", "Country of origin", "country", True),
    ("importer", "Importer", "importer", False),
)
LABELS = {name: label for name, label, *_ in (*GIVEN, *MARKED)}
_NEEDS_NO_IMPORTER = ("US", "USA")
_OBLITERATED_STATES = ("altered", "obliterated", "restored")
_OBLITERATED = ("restoration", "removal")  # required where the serial was obliterated
# What is said of the check, and so of each of its firearms until something else is said of one.
OF_THE_CHECK = ("priority", "circumstances", "intended_use", "crime_code")
MOST_CHARACTERS = 2000


class TraceDraft(NamedTuple):
    """What a request says by field, the labels of the required fields that are empty, and how each of them is got."""

    content: dict[str, Any]
    missing: list[str]
    lacking: list[Lacking]


def draft(filed: FiledCheck, firearm: Firearm, links: list[Link], given: dict[str, str]) -> TraceDraft:
    """Return the request that a check's firearm gives, with what a person added."""
    content: dict[str, Any] = {name: confirmed(firearm.marks, kind) for name, _, kind, _ in MARKED}
    content["serial"] = confirmed_serial(firearm)
    content["serial_obliterated"] = is_tampered(firearm)
    named = {kind for _, _, kind, _ in MARKED}
    others = [one for one in firearm.marks if one.kind not in named and one.confirmed]
    content["additional_markings"] = [f"{one.component} {one.kind}: {one.confirmed}" for one in others]
    identifying = serial_mark(firearm)
    content["other_serials"] = [
        f"{one.component}: {one.confirmed}"
        for one in firearm.marks
        if one.kind == "serial" and one is not identifying and one.confirmed
    ]
    for name, _, _, options in GIVEN:
        value = given.get(name, "").strip()[:MOST_CHARACTERS]
        content[name] = value if not options or value in options else ""
    content["obliterated"] = _obliterated(firearm, content) if content["serial_obliterated"] else None
    check = filed.check
    content["check_id"] = filed.id
    content["recovered_s"] = check.opened.utc_s if check and check.opened.trust != "unset" else None
    content["recovered_at"] = check.post if check else None
    content["context"] = check.context if check else None
    content["links"] = [[one.kind, one.reference] for one in links]
    content["addressee"], content["addressee_why"] = addressee(firearm.marks)
    required = [name for name, _, _, needed in MARKED if needed] + [name for name, _, needed, _ in GIVEN if needed]
    if content["country_of_origin"] and content["country_of_origin"].upper() not in _NEEDS_NO_IMPORTER:
        required.append("importer")
    if content["serial_obliterated"]:
        required += _OBLITERATED
    empty = [name for name in required if not content[name]]
    return TraceDraft(
        content, [LABELS[name] for name in empty], [lacking(name, LABELS[name], firearm) for name in empty]
    )


def how_to_get(made: TraceDraft) -> str:
    """Return a sentence for each required field that is empty: what to do for it."""
    return " ".join(f"{one.label}: {one.how}" for one in made.lacking)


def _obliterated(firearm: Firearm, content: dict[str, Any]) -> list[dict[str, str | None]]:
    """Return where each obliterated serial was, and what can be read of it; fill in what its mark says by itself."""
    found = [one for one in firearm.marks if one.kind == "serial" and one.state in _OBLITERATED_STATES]
    if all(one.state == "restored" for one in found):
        content["restoration"] = "restored"
    return [{"component": one.component, "state": one.state, "reads": one.confirmed} for one in found]
