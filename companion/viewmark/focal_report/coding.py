"""Whether what a mark says can be compared with another post's: by the starter tables, and by the imported ones."""

from collections.abc import Callable
from functools import lru_cache

from viewmark.reference.tables import Tables
from viewmark_protocol.calibres import is_calibre
from viewmark_protocol.makers import is_shared, maker_code
from viewmark_protocol.origins import COUNTRIES
from viewmark_protocol.serials import exact

_MOST_CHARACTERS = 100  # no maker, calibre or country is longer; a text that is, is not looked up
_MOST_KEPT = 4096
_COUNTRY_KEYS = frozenset(key for line in COUNTRIES.strip().split("\n") for key in line.split("|") if key)


class Coding:
    """Says of a text whether it stands for one code; answers are kept, so that 10 000 checks ask for few."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        kept = lru_cache(maxsize=_MOST_KEPT)
        self._by_kind: dict[str, Callable[[str], bool]] = {
            "maker": kept(self._is_maker),
            "calibre": kept(self._is_calibre),
            "country": kept(_is_country),
        }

    def is_coded(self, kind: str, text: str | None) -> bool:
        """Return whether a mark's text has a code: an assigned or NCIC make, a known calibre, a country."""
        if not text or len(text) > _MOST_CHARACTERS:
            return False
        return self._by_kind[kind](text.encode("utf-8", "replace").decode())  # half a character has no key

    def _is_maker(self, text: str) -> bool:
        code = maker_code(text)
        return (code != 0 and not is_shared(code)) or self._tables.make_code(text) is not None

    def _is_calibre(self, text: str) -> bool:
        return is_calibre(exact(text)) or bool(self._tables.calibre(text).codes)


def _is_country(text: str) -> bool:
    return exact(text) in _COUNTRY_KEYS
