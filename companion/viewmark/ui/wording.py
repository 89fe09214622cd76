"""How values are written on every page: verdicts, times, ages, and texts that nobody has vetted."""

import time

from viewmark.ui.language import N_, P_, _, plural

# word -> sign, the same as on the handheld; nobody has to tell colours apart
SIGNS = {"hit": "!!", "near": "~", "clear": "-", "untraceable": "X", "unchecked": "?"}
NOT_READABLE = N_("not readable")
EMPTY = N_("empty")

ANSWERS = {
    "hit": N_("The register names this weapon."),
    "near": N_("The register names weapons that may be this one. Compare them."),
    "none": N_("The register names no weapon like this one."),
    "queued": N_("The register has not been asked yet. That happens by itself as soon as it can be reached."),
    "error": N_("The register refused this question."),
}

MATCHED = {
    "exact": N_("same serial"),
    "skeleton": N_("look-alike characters"),
    "unread": N_("fits the unread character"),
    "alternative": N_("another reading"),
    "component": N_("mark of another component"),
    "letters": N_("letters between digits left out"),
    "one-edit": N_("one slip of the hand away"),
    "other-character": N_("another character at one place"),
    "pattern": N_("fits the known part"),
}

DECISIONS = {"same-weapon": N_("this weapon"), "another-weapon": N_("another weapon")}

# of a trace request, and of how far tracing came
TRACE_STATES = {"drafted": N_("drafted"), "sent": N_("sent"), "answered": N_("answered"), "closed": N_("closed")}
TRACE_LEVELS = {
    "traced": N_("traced"),
    "established-otherwise": N_("established by other means"),
    "pending": N_("pending"),
    "not-enough-information": N_("not enough information"),
    "never-attempted": N_("never attempted"),
}

# of a mark; `clear` is also the word of a verdict, and means something else there
LEGIBLE = N_("legible")

WARNINGS = {
    "model-name": N_("The serial is the name of a common model."),
    "calibre": N_("The serial is a calibre."),
    "short": N_("The serial has three characters or fewer."),
    "proof-number": N_("The serial is a proof or PTB approval number."),
    "licence-prefix": N_("The serial is a maker's licence prefix alone."),
    "placeholder": N_("The serial is a word or a row of zeros that says there is none."),
    "unusual-shape": N_("This maker is not known to use serials of this shape."),
    "code-disagrees": N_("The code on the weapon bears another serial than the one engraved."),
}

CLOCKS = {"unset": N_("not set"), "battery": N_("kept by battery"), "laptop": N_("set by a laptop")}

# by what is known of a paired handheld on the air
AIR = {
    "unknown": N_("not known there yet: that comes with a sync over the cable"),
    "off": N_("known there; this app was started without `--radio`"),
    "away": N_("not on the air"),
    "here": N_("connected"),
}

# by seal: how a record came
SEALS = {
    "verified": N_("verified: this is what the handheld recorded, in its place in the log"),
    "no-key": N_("not opened yet: the key of its log is not on this laptop"),
    "broken": N_("broken: this is not what the handheld sealed"),
    None: N_("none: this record came without a seal"),
}
ERASED = (
    N_("This check was erased after its time"),
    (
        N_(
            "The retention set on this laptop had it erased on {0} UTC, with its photos, answers and entries. Its tag"
            " and this tombstone stay, so that the handheld's log still verifies. The register has the check."
        )
    ),
)
UNREADABLE = {
    "no-key": (
        N_("This record is sealed"),
        (
            N_(
                "The key of its log is not on this laptop. Its {0} bytes are kept as they came; `viewmark recover`"
                " opens them with the key that the focal point recovers from the register's escrow."
            )
        ),
    ),
    "broken": (
        N_("This record does not fit its seal"),
        (
            N_(
                "Its {0} bytes are kept as they came, and nothing of them is taken for a check. Have the handheld"
                " examined, and check the weapon again with another one."
            )
        ),
    ),
    None: (
        N_("This record cannot be read"),
        (
            N_(
                "Its {0} bytes are kept as they came, and were not changed. Have the handheld examined, and check the"
                " weapon again with another one."
            )
        ),
    ),
}
# by store state, as the handheld tells it
STORES = {
    "open": N_("no PIN is set: whoever finds it can work with it"),
    "unlocked": N_("PIN set, unlocked"),
    "locked": N_("locked by its PIN"),
    "wiped": N_("keys destroyed after ten wrong PINs: an administrator puts it back into service"),
    "no-key": N_("the key for its next check is lost: it goes on once all it holds is here"),
    None: N_("its firmware seals nothing"),
}

# what is counted -> its singular and plural
COUNTED = {
    "check": P_("{0} check", "{0} checks"),
    "item": P_("{0} item", "{0} items"),
    "try": P_("{0} try", "{0} tries"),
    "message": P_("{0} message", "{0} messages"),
    "candidate": P_("{0} candidate", "{0} candidates"),
    "handheld": P_("{0} handheld", "{0} handhelds"),
    "photo": P_("{0} photo", "{0} photos"),
    "day": P_("{0} day", "{0} days"),
    "hour": P_("{0} hour", "{0} hours"),
    "minute": P_("{0} minute", "{0} minutes"),
    "second": P_("{0} second", "{0} seconds"),
}

_MOST_LINE = 80
_MOST_TEXT = 4000


def words(name: str) -> str:
    """Return a name with hyphens as people write it."""
    return _(name.replace("-", " "))


def shown(text: str, most: int = _MOST_TEXT) -> str:
    """Return a text with every character that cannot be seen as its code point, cut at `most` characters."""
    seen = "".join(one if one.isprintable() else f"⟨U+{ord(one):04X}⟩" for one in text[:most])
    return seen if len(text) <= most else _("{0}… ({1} characters)").format(seen, len(text))


def line(text: str) -> str:
    """Return a text for a line of a list."""
    return shown(text, _MOST_LINE) if len(text) <= _MOST_LINE else shown(text[: _MOST_LINE - 1], _MOST_LINE) + "…"


def utc(seconds: int | None) -> str:
    """Return a UTC second as date and time; a record can hold any number."""
    if not seconds:
        return _("time not known")
    try:
        return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(seconds))
    except (OverflowError, ValueError, OSError):
        return _("no valid time")


def age(seconds: float) -> str:
    """Return a span of time in its largest whole unit; seconds would only make a page restless."""
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            return counted(int(seconds // size), unit)
    return _("less than a minute")


def counted(number: int, unit: str) -> str:
    """Return `1 check`, `2 checks`; `unit` is one of COUNTED."""
    one, many = COUNTED[unit]
    return plural(one, many, number)
