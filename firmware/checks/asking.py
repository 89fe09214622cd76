"""Asks for one mark: read by the camera, chosen from the table, typed, not there, or not found out."""

from checks.draft import NONE, UNKNOWN, Answer
from screens.choice import choose
from screens.editor import edit
from screens.language import told
from screens.message import message
from viewmark_protocol import calibres, makers, origins
from viewmark_protocol.inscriptions import marks_of
from viewmark_protocol.lattice import raw_text
from viewmark_protocol.phrases import value_of_line
from viewmark_protocol.serials import UNREAD

READ, TYPE, NOT_THERE, NOT_FOUND_OUT = range(4)
_FIRST = ("read it", "type it", "none on the weapon", "not found out")
TITLES = {
    "maker": "MAKER'S MARK",
    "model": "MODEL",
    "calibre": "CALIBRE",
    "country": "COUNTRY",
    "importer": "IMPORT MARK",
}
_TABLES = {"calibre": calibres.CALIBRES, "country": origins.COUNTRIES, "importer": origins.IMPORTERS}


async def ask_mark(app, kind: str, read_line) -> "Answer | None":
    """Return the answer for a kind of mark, None where the officer left it; `read_line()` gives a lattice."""
    place = await choose(app, TITLES[kind], _name_at(kind), READ)
    if place is None:
        return None
    if place == NOT_THERE:
        return Answer(NONE)
    if place == NOT_FOUND_OUT:
        return Answer(UNKNOWN)
    if place == TYPE:
        typed = await edit(app, TITLES[kind], "")
        return Answer("clear", confirmed=typed) if typed else None
    if place > NOT_FOUND_OUT:
        return Answer("clear", confirmed=_name_at(kind)(place))
    lattice = await read_line()
    if not raw_text(lattice):
        await app.show(message("NOTHING READ", "Turn the light, clean the mark, read again. Or type it."))
        return None
    return answer_of(kind, lattice)


def answer_of(kind: str, lattice) -> Answer:
    """Return what a reading says of a kind of mark: its meaning where that is known, else the text itself."""
    text = raw_text(lattice)
    said = text
    for mark in marks_of([text]):
        if mark.kind == kind and mark.value:
            said = mark.value
    return Answer("worn" if UNREAD in text else "clear", text, said, "camera", lattice)


def beside(readings) -> dict:
    """Return answers by kind from further lines' readings: only what a table knows, and was read whole."""
    found = {}
    for lattice in readings:
        text = raw_text(lattice)
        if UNREAD in text:
            continue
        for mark in marks_of([text]):
            if mark.kind in TITLES and mark.value and not mark.is_misread and mark.kind not in found:
                found[mark.kind] = Answer("clear", mark.raw, mark.value, "camera", lattice)
    return found


def _name_at(kind: str):
    """Return what gives the choice at a place: the fixed ones, then the names of the kind's table; None behind them."""

    def name(place: int):
        if place < len(_FIRST):
            return told(_FIRST[place])
        place -= len(_FIRST)
        if kind == "maker":
            return makers.maker_name(place + 1)
        return value_of_line(_TABLES[kind], place) if kind in _TABLES else None

    return name
