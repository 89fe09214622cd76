"""A mark: one physical mark on one component of a firearm, exactly as read and as confirmed."""

from .schema import ArrayOf, Optional, Record, Words

# Directive (EU) 2021/555 Art. 1(2), and what else bears marks.
COMPONENTS = Words(
    "component",
    (
        "frame",
        "receiver-upper",
        "receiver-lower",
        "slide",
        "barrel",
        "bolt",
        "breech-block",
        "cylinder",
        "other",
    ),
)
KINDS = Words(
    "mark-kind",
    (
        "serial",
        "maker",
        "model",
        "calibre",
        "country",
        "year",
        "importer",
        "import-country",
        "import-year",
        "proof",
        "licence-prefix",
        "property",
        "logo",
        "matrix",
        "other",
    ),
)
# "none" (known not to be there) is not "unknown" (not found out).
STATES = Words(
    "mark-state",
    ("clear", "worn", "altered", "obliterated", "restored", "hidden", "none", "unknown"),
)
METHODS = Words(
    "marking-method",
    ("unknown", "stamped", "engraved", "laser", "dot-peen", "cast", "printed", "plate"),
)
SOURCES = Words("mark-source", ("camera", "code", "typed"))


class Alternative(Record):
    """One character that a position can be, with the reader's confidence in percent."""

    FIELDS = (("character", "text"), ("percent", "uint"))


class Mark(Record):
    """One mark. `raw` is what was read, never changed; `confirmed` what the officer says it is; both may be null.

    `lattice` is what the reader saw, an array of alternatives per position. `photo` is the SHA-256 of the picture as it
    is stored: a box under `photo_key`, the picture itself where there is no key.
    """

    FIELDS = (
        ("component", COMPONENTS),
        ("kind", KINDS),
        ("raw", Optional("text")),
        ("confirmed", Optional("text")),
        ("state", STATES),
        ("method", METHODS),
        ("source", SOURCES),
        ("lattice", ArrayOf(ArrayOf(Alternative))),
        ("photo", Optional("bytes")),
        ("photo_key", Optional("bytes")),
    )
    LATER = 1
