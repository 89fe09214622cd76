"""Whether the code on a weapon and the serial engraved on it say the same: where they do not, that is a finding."""

from .serials import UNREAD, exact


def disagreement(code_serial: str, engraved: "str | None") -> "str | None":
    """Return the warning where a code's serial is not the engraved one; None where they agree, or may.

    An unread character of the engraved serial can be any: only what was read can disagree.
    """
    code_key, key = exact(code_serial), exact(engraved or "")
    if not code_key or not key:
        return None
    if len(code_key) == len(key):
        for own, other in zip(key, code_key):
            if own != other and own != UNREAD:
                return "code-disagrees"
        return None
    return "code-disagrees"
