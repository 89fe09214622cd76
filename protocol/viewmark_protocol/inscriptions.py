"""From text to marks: lines as read become typed marks. What was read is never changed; its meaning stands apart.

A line can carry several marks. Text of which nothing is known stays: as a serial where it has digits, else as `other`.
"""

from .calibres import CALIBRES
from .compat import TYPE_CHECKING
from .makers import MAKERS, is_model_name, maker_code, maker_name, maker_shapes
from .origins import COUNTRIES, IMPORTERS, PROOFS
from .phrases import Line, Phrase, find
from .serials import UNREAD, shape

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST_LINE = 64  # a reader sees fewer in its aiming box; more is no mark, and would take for ever
_MODEL_WORDS = "|MODEL|MODELL|MODELO|MODELE|MOD|\n"
_SERIAL_WORDS = "|SERIALNO|SERIAL|SERNO|SNO|NO|NR|SN|\n"
_SHORT_MODEL = 4
_YEARS = (1850, 2035)
_LICENCE_DIGITS = 8

# In this order, since GEORGIA is a country too, and 9 MM stands before LUGER.
_TABLES = (
    ("importer", IMPORTERS),
    ("proof", PROOFS),
    ("country", COUNTRIES),
    ("calibre", CALIBRES),
    ("maker", MAKERS),
    ("model", _MODEL_WORDS),
    ("label", _SERIAL_WORDS),
)


class Inscribed:
    """One mark on a line: its kind (`marks.KINDS`), what was read, and what it means where that is known.

    `value` is the maker's name, the country's code (ISO 3166), the calibre's usual name, the year; None else.
    `is_misread`: look-alike characters were taken for each other to find it.
    """

    def __init__(self, kind: str, raw: str, line: int, value: "str | None" = None, is_misread: bool = False) -> None:
        self.kind = kind
        self.raw = raw
        self.line = line
        self.value = value
        self.is_misread = is_misread


def marks_of(lines: "Iterable[str]") -> "list[Inscribed]":
    """Return the marks on lines of text, in the order in which they stand there."""
    found: "list[Inscribed]" = []
    for number, raw in enumerate(lines):
        found.extend(_marks_on(Line(raw[:_LONGEST_LINE]), number))
    return found


def serials_of(marks: "list[Inscribed]") -> "list[str]":
    """Return what can be the serial, likeliest first: a shape of the maker beside it, then what has most digits."""
    code = 0
    for mark in marks:
        if mark.kind == "maker":
            code = maker_code(mark.value)
            break
    shapes = maker_shapes(code)
    candidates = [mark.raw for mark in marks if mark.kind == "serial"]
    ranked = [(shape(raw) not in shapes, -_digits(raw), place, raw) for place, raw in enumerate(candidates)]
    ranked.sort()
    return [raw for _, _, _, raw in ranked]


def _marks_on(line: Line, number: int) -> "list[Inscribed]":
    found: "list[Inscribed]" = []
    at = loose = 0  # what lies between is not yet known
    label = ""
    while at < len(line.key):
        kind, phrase = _known(line, at) if line.begins_word(at) or at == loose else ("", None)
        if phrase is None:
            at += 1
            continue
        found.extend(_loose(line, loose, at, number, label, bool(found)))
        label = ""
        if kind == "importer":
            found.append(Inscribed(kind, line.part(at, len(line.key)), number, phrase.value or None, phrase.is_misread))
            return found
        if kind in ("model", "label"):
            label = "model" if kind == "model" else "serial"
        else:
            end = _proof_end(line, phrase.end) if kind == "proof" else phrase.end
            value = maker_name(int(phrase.value)) if kind == "maker" else phrase.value
            found.append(Inscribed(kind, line.part(at, end), number, value, phrase.is_misread))
            phrase.end = end
        at = loose = phrase.end
    found.extend(_loose(line, loose, len(line.key), number, label, bool(found)))
    return found


def _known(line: Line, at: int) -> "tuple[str, Phrase | None]":
    """Return the kind and the phrase of the longest table entry that begins here; what was read rightly first."""
    best_kind, best = "", None
    for kind, table in _TABLES:
        phrase = find(table, line, at)
        if phrase is None or (kind in ("model", "label") and phrase.is_misread):
            continue
        if best is None or (best.is_misread, -best.end) > (phrase.is_misread, -phrase.end):
            best_kind, best = kind, phrase
    return best_kind, best


def _proof_end(line: Line, end: int) -> int:
    """Return where a proof text ends: a number behind it belongs to it (PTB 825)."""
    while end < len(line.key) and line.key[end].isdigit():
        end += 1
    return end


def _loose(line: Line, start: int, end: int, number: int, label: str, is_beside: bool) -> "list[Inscribed]":
    """Return the mark in text that stands in no table; `label` says what was written before it."""
    if end <= start:
        return []
    key, raw = line.key[start:end], line.part(start, end)
    if label:
        return [Inscribed(label, raw, number)]
    if key.isdigit() and len(key) == 4 and _YEARS[0] <= int(key) <= _YEARS[1] and is_beside:
        return [Inscribed("year", raw, number, key)]
    if key.isdigit() and len(key) == _LICENCE_DIGITS and line.raw.rstrip().endswith(raw + "-"):
        return [Inscribed("licence-prefix", raw + "-", number)]
    first = raw.split(" ")[0]  # GEN4 behind 17, STORM behind PX4
    if is_model_name(raw) or is_model_name(first) or (is_beside and len(first) < _SHORT_MODEL and _digits(first)):
        return [Inscribed("model", raw, number)]
    if _digits(key) or key.count(UNREAD) * 2 >= len(key):
        return [Inscribed("serial", raw, number)]
    return [Inscribed("other", raw, number)]


def _digits(text: str) -> int:
    return sum([1 for character in text if "0" <= character <= "9"])
