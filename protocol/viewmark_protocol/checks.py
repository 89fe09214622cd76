"""The check record: one inspection as the handheld stores it, the laptop files it and the register keeps it.

Its id is `{log id, sequence}` and stands in the log, not in the record. Fields are only ever added at the end.
"""

from .cbor import decode, encode
from .clock import Clock
from .compat import TYPE_CHECKING
from .errors import SchemaError
from .lists.entries import CATEGORIES
from .marks import Mark
from .schema import ArrayOf, Optional, Record, Words
from .verdicts import REASONS, VERDICTS
from .warning_words import WARNINGS

if TYPE_CHECKING:
    from typing import Any

CHECK_FORMAT = 1
LOG_ID_BYTES = 8

# SDG 16.4.2: seized (linked to a suspected offence), found (no holder), surrendered (voluntary).
CONTEXTS = Words("context", ("inspected", "seized", "found", "surrendered"))
TRANSPORTS = Words("transport", ("unknown", "road", "rail", "air", "sea", "foot", "parcel"))
LINK_KINDS = Words("link-kind", ("person", "organisation", "vehicle", "parcel", "payment", "document", "location"))
VERDICT_WORDS = Words("verdict", VERDICTS)
REASON_WORDS = Words("reason", REASONS)
WARNING_WORDS = Words("warning", WARNINGS)
CATEGORY_WORDS = Words("list-category", CATEGORIES + ("listed",))


class ListAsked(Record):
    """Which offline list gave the verdict: its version and the UTC second when it was issued."""

    FIELDS = (("version", "uint"), ("issued_s", "uint"))


class VerdictRecord(Record):
    """The verdict on one firearm as given at the weapon; it is never changed afterwards."""

    FIELDS = (
        ("word", VERDICT_WORDS),
        ("reason", REASON_WORDS),
        ("matched", Optional("text")),
        ("category", Optional(CATEGORY_WORDS)),
        ("list_asked", Optional(ListAsked)),
    )


class Firearm(Record):
    """What was found on one weapon: its marks, the verdict, and the plausibility warnings on its serial."""

    FIELDS = (
        ("marks", ArrayOf(Mark)),
        ("verdict", VerdictRecord),
        ("warnings", ArrayOf(WARNING_WORDS)),
    )


class Link(Record):
    """Who or what the weapon was found with: a kind and a reference, as the officer gave it."""

    FIELDS = (("kind", LINK_KINDS), ("reference", "text"))


class Check(Record):
    """One inspection. `post` and `officer` are references to the roster, `legal_ground` the power it was done under."""

    FIELDS = (
        ("format", "uint"),
        ("opened", Clock),
        ("post", "text"),
        ("officer", "text"),
        ("context", CONTEXTS),
        ("legal_ground", "text"),
        ("transport", TRANSPORTS),
        ("firearms", ArrayOf(Firearm)),
        ("links", ArrayOf(Link)),
        ("note", "text"),
    )


def encode_check(check: Check) -> bytes:
    """Return the bytes of a check record; SchemaError where a value does not fit."""
    return encode(check.pack())


def decode_check(data: bytes) -> Check:
    """Return the check in a record's bytes; CborError or SchemaError where it is none."""
    values = decode(data)
    if not isinstance(values, list) or not values or values[0] != CHECK_FORMAT:
        raise SchemaError("not a check record of format 1")
    check: Check = Check.unpack(values)
    return check


def check_id(log_id: bytes, sequence: int) -> str:
    """Return the id of a check as people and interfaces write it: `<log id in hex>-<sequence>`."""
    return log_id.hex() + "-" + str(sequence)


def gravest_verdict(check: Check) -> "VerdictRecord | None":
    """Return the gravest verdict of a check's firearms; None where it has none."""
    verdicts: "list[Any]" = [firearm.verdict for firearm in check.firearms]
    return min(verdicts, key=lambda verdict: VERDICTS.index(verdict.word)) if verdicts else None


def serial_mark(firearm: Firearm) -> "Mark | None":
    """Return the serial mark that identifies a firearm, the frame's or receiver's first (2021/555 Art. 4(5))."""
    serials: "list[Any]" = [mark for mark in firearm.marks if mark.kind == "serial"]
    return min(serials, key=lambda mark: COMPONENT_RANK.get(mark.component, 9)) if serials else None


COMPONENT_RANK = {"frame": 0, "receiver-lower": 1, "receiver-upper": 2}
