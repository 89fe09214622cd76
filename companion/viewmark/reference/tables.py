"""Asking the reference tables: one code, the set that it may be, or none. What is ambiguous is said, never guessed."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from viewmark.reference.calibre_codes import calibre_name, codes_of_name
from viewmark.reference.errors import TableError
from viewmark.reference.names import COUNTRY_KEYS, MAKER, mentions
from viewmark.reference.schema import FILE
from viewmark_protocol.makers import MAKERS, is_shared, maker_code, maker_name
from viewmark_protocol.serials import exact

ONE, MAY_BE, NONE = "one", "may-be", "none"
SAME, OVERLAP, OTHER, NOT_KNOWN = "same", "may-be-same", "another", "not-known"
_LEAST_MENTIONED = 3  # characters: two are a State's abbreviation in every second definition
_MOST_MENTIONED = 20  # a word that is in more definitions is a place or a trade


class Code(NamedTuple):
    """A code and what its list says of it."""

    code: str
    definition: str


class MakerFound(NamedTuple):
    """Whom a text names: `one` code, those that it `may-be`, or `none`; and its name in the starter table, or None."""

    word: str
    name: str | None
    codes: list[Code]


class Calibre(NamedTuple):
    """A calibre's usual name, None for one outside of the starter table, and the codes under which it stands."""

    name: str | None
    codes: list[Code]

    def beside(self, other: "Calibre") -> str:
        """Return whether another one is the same, may be (codes overlap), is another, or cannot be said."""
        if self.name and self.name == other.name:
            return SAME
        own, its = ({one.code for one in found.codes} for found in (self, other))
        if not own or not its:
            return OTHER if self.name and other.name else NOT_KNOWN
        return OVERLAP if own & its else OTHER


class Source(NamedTuple):
    """Where a table came from: table, file, rows taken and refused, when (UTC second)."""

    table: str
    file: str
    taken: int
    refused: int
    imported_s: int


class Tables:
    """The reference tables of a laptop's folder, as they stood when this was made; without any, they are empty.

    TableError where the file is damaged.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / FILE
        self._codes: dict[str, dict[str, Code]] = {}
        self._by_key: dict[str, list[Code]] = {}
        self._near_key: dict[str, list[Code]] = {}
        self._makers: list[Code] = []
        self._models: dict[str, list[tuple[str, str]]] = {}
        self.sources: list[Source] = []
        self.refused: list[tuple[str, int, str]] = []
        if path.exists():
            try:
                database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
                try:
                    self._read(database)
                finally:
                    database.close()
            except sqlite3.Error as error:
                raise TableError(
                    f"The reference tables {path} can't be read ({error}). Move the file away and import anew."
                ) from error

    def _read(self, database: sqlite3.Connection) -> None:
        for name, code, definition, role, keys, near in database.execute(
            "SELECT list, code, definition, role, keys, near FROM code ORDER BY list, code"
        ):
            self._codes.setdefault(name, {})[code] = one = Code(code, definition)
            if role == MAKER:
                self._makers.append(one)
            for index, text in ((self._by_key, keys), (self._near_key, near)):
                for key in filter(None, text.split("|")):
                    index.setdefault(key, []).append(one)
        for make, model, key in database.execute("SELECT make, model, model_key FROM model ORDER BY make, model"):
            self._models.setdefault(key, []).append((make, model))
        rows = database.execute("SELECT of, file, taken, refused, imported_s FROM source ORDER BY of")
        self.sources = [Source(*row) for row in rows]
        self.refused = database.execute("SELECT of, line, why FROM refused ORDER BY of, line").fetchall()

    def counts(self) -> dict[str, int]:
        """Return how many codes each list has, and how many models there are."""
        found = {name: len(codes) for name, codes in self._codes.items()}
        return found | {"models": sum(map(len, self._models.values()))}

    def code(self, text: str) -> list[tuple[str, Code]]:
        """Return list and meaning of a code in every list that has it."""
        wanted = text.strip().upper()
        return [(name, codes[wanted]) for name, codes in self._codes.items() if wanted in codes]

    def maker(self, text: str) -> MakerFound:
        """Return the make codes of a maker by its name, a synonym or an alias of the starter table."""
        name, keys, found = self._named(text)
        if found:
            return MakerFound(ONE if len(found) == 1 else MAY_BE, name, found)
        words = frozenset(key for key in keys if len(key) >= _LEAST_MENTIONED and key not in COUNTRY_KEYS)
        mentioned = [one for one in self._makers if mentions(one.definition, words)] if words else []
        if len(mentioned) > _MOST_MENTIONED:
            mentioned = []
        found = sorted({*_each(self._near_key, keys), *mentioned})
        return MakerFound(MAY_BE if found else NONE, name, found)

    def make_code(self, text: str) -> str | None:
        """Return a maker's code where it is one alone, None otherwise; as `maker`, without looking for mentions."""
        found = self._named(text)[2]
        return found[0].code if len(found) == 1 else None

    def _named(self, text: str) -> tuple[str | None, list[str], list[Code]]:
        """Return a maker's name in the starter table, its exact keys, and the codes whose names these are."""
        text = _whole(text)
        own = exact(text)
        assigned = maker_code(text)
        name = None if is_shared(assigned) else maker_name(assigned)
        keys = [own, *_aliases(name)]
        for some in ([own, exact(name or "")], keys):  # the name first: an alias may be another maker's name
            found = _each(self._by_key, some)
            if found:
                return name, keys, sorted({*found, *_each(self._near_key, keys)})
        return name, keys, []

    def calibre(self, text: str) -> Calibre:
        """Return a calibre's codes: by its usual name, as the text itself, and where a definition names it."""
        text = _whole(text)
        key, name = exact(text), calibre_name(text)
        listed = self._codes.get("calibre", {})
        wanted = codes_of_name(name) if name else frozenset()
        bare = key.removeprefix("CALIBRE").removeprefix("CALIBER").removeprefix("CAL")
        named: set[str] = set()
        if not name and len(bare) >= _LEAST_MENTIONED and any(one.isdigit() for one in bare):
            named = {code for code, one in listed.items() if mentions(one.definition, frozenset((bare,)))}
        return Calibre(name, [one for code, one in listed.items() if code in wanted | named | {bare}])

    def makers_of(self, model: str) -> list[tuple[str, str]]:
        """Return make and model of every maker that made a model of this name, as the file spells them."""
        return self._models.get(exact(_whole(model)), [])


def _whole(text: str) -> str:
    """Return a text without halves of characters, which a command line of other bytes brings."""
    return text.encode("utf-8", "replace").decode()


def _each(index: dict[str, list[Code]], keys: Iterable[str]) -> list[Code]:
    return sorted({one for key in keys for one in index.get(key, ())})


def _aliases(name: str | None) -> list[str]:
    """Return the exact keys of a maker of the starter table."""
    for line in MAKERS.strip().split("\n"):
        _, own, *keys = line.split("|")
        if own == name:
            return [key for key in keys if key]
    return []
