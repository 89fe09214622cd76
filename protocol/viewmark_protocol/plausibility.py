"""Warnings on a serial: said aloud, never a silent correction.

Placeholders and rejected fragments follow the plausibility rules of the German weapons register (NWR).
"""

from .calibres import is_calibre
from .makers import is_model_name, maker_shapes
from .serials import UNREAD, exact, shape

_PLACEHOLDER_PARTS = (
    "UNBEK BEKANNT UNKNOWN KEIN UNLES ERKENN FESTSTELL FEHL XXX ROST NICHT NUMMER WAFFE OHNE NONE NOSERIAL "
    "NOTVISIBLE OBLITERATED ILLEGIBLE INCONNU SANSNUMERO SERIAL "
)
_PLACEHOLDERS = ("JA", "NEIN", "SN", "NA", "NO", "NIL", "NR", "TEST")


def warnings(raw: str, maker: int = 0) -> "list[str]":
    """Return the names of the warnings for a serial as read, given the maker's code (0: not known)."""
    key = exact(raw)
    found: "list[str]" = []
    if is_placeholder(raw):
        found.append("placeholder")
    if is_model_name(raw):
        found.append("model-name")
    if is_calibre(key):
        found.append("calibre")
    if key.startswith("PTB") or key.startswith("CIP"):
        found.append("proof-number")
    if _is_licence_prefix(raw):
        found.append("licence-prefix")
    if 0 < len(key) <= 3:
        found.append("short")
    shapes = maker_shapes(maker)
    if shapes and not found and UNREAD not in key and shape(raw) not in shapes:
        found.append("unusual-shape")
    return found


def is_placeholder(raw: str) -> bool:
    """Return whether `raw` says that there is no serial instead of being one."""
    return is_placeholder_key(exact(raw))


def is_placeholder_key(key: str) -> bool:
    """As `is_placeholder`, of an exact key."""
    if not key or key in _PLACEHOLDERS:
        return True
    if not key.replace("0", "") or not key.replace(UNREAD, ""):
        return True  # zeros alone, or nothing that was read
    for part in _PLACEHOLDER_PARTS.split():
        if part in key:
            return True
    return False


def _is_licence_prefix(raw: str) -> bool:
    """27 CFR 478.92: first three and last five digits of the licence, a hyphen, and nothing behind it."""
    text = raw.strip()
    return len(text) == 9 and text[8] == "-" and exact(text).isdigit()
