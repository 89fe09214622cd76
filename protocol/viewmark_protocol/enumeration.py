"""Which whole serials an unread one can stand for: one unread character freely, more only by the maker's shapes."""

from .makers import maker_shapes
from .serials import UNREAD, exact

MOST_CANDIDATES = 64

_DIGITS = "0123456789"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def candidates(raw: str, maker: int) -> "list[str] | None":
    """Return every exact key that `raw` with its `?` can be, or None when they are more than 64.

    One unread character is tried as all 36; more only where the maker's shapes say letter or digit.
    """
    key = exact(raw)
    unread = key.count(UNREAD)
    if unread == 0:
        return [key]
    if unread == 1:
        return _filled([key], _DIGITS + _LETTERS)
    found: "list[str]" = []
    for form in maker_shapes(maker):
        if not _fits(key, form):
            continue
        filled = [key]
        for place, character in enumerate(key):
            if character == UNREAD:
                filled = _filled(filled, _DIGITS if form[place] == "9" else _LETTERS)
                if len(filled) + len(found) > MOST_CANDIDATES:
                    return None
        for serial in filled:
            if serial not in found:
                found.append(serial)
    return found or None


def _filled(keys: "list[str]", alphabet: str) -> "list[str]":
    return [key.replace(UNREAD, character, 1) for key in keys for character in alphabet]


def _fits(key: str, form: str) -> bool:
    if len(key) != len(form):
        return False
    for character, kind in zip(key, form):
        if character != UNREAD and ("0" <= character <= "9") != (kind == "9"):
            return False
    return True
