"""How values are written on every page: verdicts, times, ages, and texts that nobody has vetted."""

import time

# word -> sign, the same as on the handheld; nobody has to tell colours apart
SIGNS = {"hit": "!!", "near": "~", "clear": "-", "untraceable": "X", "unchecked": "?"}
NOT_READABLE = "not readable"
EMPTY = "empty"

ANSWERS = {
    "hit": "The register names this weapon.",
    "near": "The register names weapons that may be this one. Compare them.",
    "none": "The register names no weapon like this one.",
    "queued": "The register has not been asked yet. That happens by itself as soon as it can be reached.",
    "error": "The register refused this question.",
}

MATCHED = {
    "exact": "same serial",
    "skeleton": "look-alike characters",
    "unread": "fits the unread character",
    "alternative": "another reading",
    "component": "mark of another component",
    "letters": "letters between digits left out",
    "one-edit": "one slip of the hand away",
    "other-character": "another character at one place",
    "pattern": "fits the known part",
}

DECISIONS = {"same-weapon": "this weapon", "another-weapon": "another weapon"}

WARNINGS = {
    "model-name": "The serial is the name of a common model.",
    "calibre": "The serial is a calibre.",
    "short": "The serial has three characters or fewer.",
    "proof-number": "The serial is a proof or PTB approval number.",
    "licence-prefix": "The serial is a maker's licence prefix alone.",
    "placeholder": "The serial is a word or a row of zeros that says there is none.",
    "unusual-shape": "This maker is not known to use serials of this shape.",
    "code-disagrees": "The code on the weapon bears another serial than the one engraved.",
}

CLOCKS = {"unset": "not set", "battery": "kept by battery", "laptop": "set by a laptop"}

# by what is known of a paired handheld on the air
AIR = {
    "unknown": "not known there yet: that comes with a sync over the cable",
    "off": "known there; this app was started without `--radio`",
    "away": "not on the air",
    "here": "connected",
}

# by seal: how a record came
SEALS = {
    "verified": "verified: this is what the handheld recorded, in its place in the log",
    "no-key": "not opened yet: the key of its log is not on this laptop",
    "broken": "broken: this is not what the handheld sealed",
    None: "none: this record came without a seal",
}
ERASED = (
    "This check was erased after its time",
    (
        "The retention set on this laptop had it erased on {0} UTC, with its photos, answers and entries. Its tag and"
        " this tombstone stay, so that the handheld's log still verifies. The register has the check."
    ),
)
UNREADABLE = {
    "no-key": (
        "This record is sealed",
        (
            "The key of its log is not on this laptop. Its {0} bytes are kept as they came; `viewmark recover` opens"
            " them with the key that the focal point recovers from the register's escrow."
        ),
    ),
    "broken": (
        "This record does not fit its seal",
        (
            "Its {0} bytes are kept as they came, and nothing of them is taken for a check. Have the handheld examined,"
            " and check the weapon again with another one."
        ),
    ),
    None: (
        "This record cannot be read",
        (
            "Its {0} bytes are kept as they came, and were not changed. Have the handheld examined, and check the"
            " weapon again with another one."
        ),
    ),
}
# by store state, as the handheld tells it
STORES = {
    "open": "no PIN is set: whoever finds it can work with it",
    "unlocked": "PIN set, unlocked",
    "locked": "locked by its PIN",
    "wiped": "keys destroyed after ten wrong PINs: an administrator puts it back into service",
    "no-key": "the key for its next check is lost: it goes on once all it holds is here",
    None: "its firmware seals nothing",
}

_MOST_LINE = 80
_MOST_TEXT = 4000


def words(name: str) -> str:
    """Return a name with hyphens as people write it."""
    return name.replace("-", " ")


def shown(text: str, most: int = _MOST_TEXT) -> str:
    """Return a text with every character that cannot be seen as its code point, cut at `most` characters."""
    seen = "".join(one if one.isprintable() else f"⟨U+{ord(one):04X}⟩" for one in text[:most])
    return seen if len(text) <= most else f"{seen}… ({len(text)} characters)"


def line(text: str) -> str:
    """Return a text for a line of a list."""
    return shown(text, _MOST_LINE) if len(text) <= _MOST_LINE else shown(text[: _MOST_LINE - 1], _MOST_LINE) + "…"


def utc(seconds: int | None) -> str:
    """Return a UTC second as date and time; a record can hold any number."""
    if not seconds:
        return "time not known"
    try:
        return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(seconds))
    except (OverflowError, ValueError, OSError):
        return "no valid time"


def age(seconds: float) -> str:
    """Return a span of time in its largest whole unit; seconds would only make a page restless."""
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            return counted(int(seconds // size), unit)
    return "less than a minute"


def counted(number: int, unit: str) -> str:
    """Return `1 check`, `2 checks`."""
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
