"""How a field of a trace request is got that is still empty: which part to look at, for which mark, and what to do.

Where a mark stands is decided by 27 CFR 478.92(a)(1) (serial on frame or receiver; model, calibre, names and country on
frame, receiver, slide or barrel) and Directive (EU) 2021/555 Art. 4; ATF 3312.1 field 5a wants the frame's serial.
"""

from typing import NamedTuple

from viewmark_protocol.checks import Firearm, serial_mark

_FRAME = ("frame", "receiver-upper", "receiver-lower")
_REMOVED = ("altered", "obliterated")


class Source(NamedTuple):
    """Parts to look at, the first first; the kind of mark there, empty where only a person can say it; what to do."""

    components: tuple[str, ...]
    mark: str
    how: str


SOURCES: dict[str, Source] = {
    "serial": Source(
        _FRAME, "serial", "Read the serial on the frame or receiver, not on slide or barrel, and confirm it."
    ),
    "manufacturer": Source(
        ("slide", *_FRAME, "barrel"), "maker", "Read the maker's name or logo on slide, frame, receiver or barrel."
    ),
    "model": Source(
        ("slide", *_FRAME, "barrel"), "model", "Read the model on slide, frame, receiver or barrel, as it is written."
    ),
    "calibre": Source(
        ("barrel", "slide", *_FRAME), "calibre", "Read the calibre on the barrel near the chamber, else on the slide."
    ),
    "country_of_origin": Source(
        (*_FRAME, "slide", "barrel"), "country", "Read the country of manufacture on frame, receiver, slide or barrel."
    ),
    "importer": Source(
        ("barrel", *_FRAME, "slide"),
        "importer",
        "It was made outside the United States: read the importer, with city and state, on barrel, receiver or frame.",
    ),
    "type": Source((), "", "Look at how it is held, loaded and fired, and choose the type of firearm."),
    "priority": Source((), "", "Choose routine or urgent."),
    "circumstances": Source((), "", "Write where and how it was found."),
    "intended_use": Source((), "", "Write what the reply is for, such as a prosecution."),
    "restoration": Source((), "", "Say whether a laboratory tried to restore the serial, and whether it could."),
    "removal": Source((), "", "Say how the serial was removed, by the traces on the metal."),
}

# What the state of the serial's mark asks for, where it gave no serial.
SERIAL_BY_STATE = {
    "altered": "Its serial was altered: have a laboratory restore the one before, then correct the mark.",
    "obliterated": "Its serial was removed: have a laboratory restore it, then correct the mark.",
    "restored": "Its serial was restored: correct the mark to what the laboratory found.",
    "hidden": "Its serial is hidden: take off what covers the frame, grips or rail, and read it again.",
    "worn": "Its serial is worn: clean it, light it from the side, and read it again.",
    "none": "It bears no serial: look for a symbol with a code, which a maker may use instead, and confirm the code.",
}


class Lacking(NamedTuple):
    """A required field that is empty: its name, its label, and where it is got."""

    field: str
    label: str
    components: tuple[str, ...]
    mark: str
    how: str


def lacking(field: str, label: str, weapon: Firearm) -> Lacking:
    """Return how an empty field of a firearm's request is got; what its serial's mark is like decides there."""
    source = SOURCES[field]
    if field != "serial":
        return Lacking(field, label, *source)
    mark = serial_mark(weapon)
    if mark is None:
        return Lacking(field, label, *source)
    components = (mark.component,) if mark.state in _REMOVED else source.components
    return Lacking(field, label, components, source.mark, SERIAL_BY_STATE.get(mark.state, source.how))
