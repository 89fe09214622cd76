"""The reference tables: which lie here, from which file, how old; and what they say of a maker, calibre, model."""

import asyncio
import time

from nicegui import ui
from nicegui.element import Element

from viewmark.reference.tables import Source, Tables
from viewmark.ui.desk import PAGE_ROWS, Desk
from viewmark.ui.elements import box, section, text
from viewmark.ui.exchange import REFERENCE, exchange_frame
from viewmark.ui.fields import control
from viewmark.ui.language import N_, _, sentence
from viewmark.ui.plots import number
from viewmark.ui.reference_desk import CALIBRE, CODE, KINDS, MAKER, MODEL, Found
from viewmark.ui.tables import Cell, address, pages, row, table
from viewmark.ui.wording import age, line, utc
from viewmark_protocol.errors import ViewmarkError

_MOST_TEXT = 200
_KIND_WORDS = {MAKER: N_("Maker"), CALIBRE: N_("Calibre"), MODEL: N_("Model"), CODE: N_("Code")}
_TABLE_WORDS = {"code": N_("codes of makes, calibres and types"), "model": N_("makers’ models")}
_LIST_WORDS = {
    "make": N_("makes"),
    "calibre": N_("calibres"),
    "type": N_("types"),
    "action": N_("actions"),
    "type-and-action": N_("types with actions"),
    "models": N_("models"),
}
_SAID = {
    (MAKER, "one"): N_("One code."),
    (MAKER, "may-be"): N_("Ambiguous: it may be each of these. Which one, the other marks say."),
    (CALIBRE, "one"): N_("One code. It may stand for other calibres too: read what it means."),
    (CALIBRE, "may-be"): N_("It stands under each of these codes, and they may stand for other calibres too."),
    (MODEL, "one"): N_("One maker made a model of this name."),
    (MODEL, "may-be"): N_("Ambiguous: each of these makers made a model of this name. The other marks say which."),
    (CODE, "one"): N_("One list has this code."),
    (CODE, "may-be"): N_("Ambiguous: the code means something in each of these lists. Its field says which."),
}
_BESIDE = {
    "same": N_("Beside {0}: the same calibre."),
    "may-be-same": N_("Beside {0}: it may be the same calibre; the codes overlap, which proves nothing."),
    "another": N_("Beside {0}: another calibre."),
    "not-known": N_("Beside {0}: the tables cannot say."),
}
_COMMAND = "viewmark reference import"


def add_reference(desk: Desk) -> None:
    """Add the page at `/reference`."""

    @ui.page(REFERENCE)
    async def reference(kind: str = MAKER, find: str = "", beside: str = "", start: int = 0, refused: int = 0) -> None:
        kind = kind if kind in KINDS else MAKER
        find, beside = find.strip()[:_MOST_TEXT], beside.strip()[:_MOST_TEXT]
        with exchange_frame(desk, REFERENCE):
            try:
                tables = await asyncio.to_thread(desk.reference.tables)
                found = await asyncio.to_thread(desk.reference.ask, kind, find, beside) if find else None
            except ViewmarkError as error:
                text(sentence(str(error)), "vm-warning", "p", "reference-why")
                return
            if tables.sources:
                with section(_("Look a maker, calibre, model or code up"), "reference-search"):
                    _form(kind, find, beside)
                    if found is not None:
                        _answer(kind, find, beside, found, max(0, start))
            with section(_("Tables on this laptop"), "reference-tables"):
                _held(tables)
            if tables.refused:
                with section(_("Lines that were refused"), "reference-refused"):
                    _refused(tables, max(0, refused))


def _form(kind: str, find: str, beside: str) -> None:
    with Element("form").classes("vm-filters") as form:
        form.props.update({"method": "get", "action": REFERENCE, "role": "search"})
        form.props["aria-label"] = _("Look up in the reference tables")
        control(_("Look for a"), "kind", "reference-kind", kind, [(one, _(_KIND_WORDS[one])) for one in KINDS])
        control(_("As the mark says it"), "find", "reference-find", find)
        control(_("Calibre to compare with"), "beside", "reference-beside", beside)
        text(_("Look up"), "vm-button", "button", "reference-ask").props["type"] = "submit"


def _answer(kind: str, find: str, beside: str, found: Found, start: int) -> None:
    title = f"{line(find)}: {found.name}" if found.name else line(find)
    text(title, "vm-called vm-raw", "p", "reference-name")
    if not found.rows:
        text(_("The reference tables that were imported name none."), "vm-empty", "p", "reference-none")
    else:
        is_sure = found.word == "one"
        said = text(_(_SAID[kind, found.word]), "vm-label" if is_sure else "vm-unsure", "p", "reference-said")
        said.props["role"] = "status"
        _rows(kind, find, found, start)
    if found.beside:
        text(_(_BESIDE[found.beside]).format(line(beside)), "vm-strong", "p", "reference-beside-said")


def _rows(kind: str, find: str, found: Found, start: int) -> None:
    listed = found.rows[start : start + PAGE_ROWS]
    headings = (_("make"), _("model")) if kind == MODEL else (_("list"), _("code"), _("means"))
    with table(headings, "reference-found"):
        for where, code in listed:
            names: tuple[Cell, ...] = (_raw(where), _raw(code.code))
            cells = names if kind == MODEL else (_(_LIST_WORDS.get(where, where)), names[1], _raw(code.definition))
            row("reference-row", cells)
    here = {"kind": kind, "find": find}
    older = address(REFERENCE, **here, start=start + PAGE_ROWS) if start + PAGE_ROWS < len(found.rows) else ""
    if older or start:
        said = _("{0} of {1} lines").format(len(listed), len(found.rows))
        pages(_("Pages of what was found"), said, address(REFERENCE, **here) if start else "", older)


def _raw(content: str) -> Cell:
    return lambda: text(content, "vm-raw")


def _held(tables: Tables) -> None:
    if not tables.sources:
        said = _("None was imported: makers and calibres are known from the starter tables alone, and have no code.")
        text(said, "vm-empty", "p", "reference-empty")
        text(_("Take the public lists in, a file each: {0}").format(f"{_COMMAND} FILE"), tag="p")
        return
    headings = (_("table"), _("file"), _("imported (UTC)"), _("age"), _("lines taken"), _("refused"))
    with table(headings, "reference-sources"):
        for one in tables.sources:
            _source(one)
    with box("vm-counts", test="reference-lists"):
        for name, count in tables.counts().items():
            number(str(count), _(_LIST_WORDS.get(name, name)))
    said = _("A newer edition takes the place of the one here: {0}")
    text(said.format(f"{_COMMAND} FILE"), "vm-label", "p")


def _source(one: Source) -> None:
    old = age(max(0, time.time() - one.imported_s))
    cells = (_(_TABLE_WORDS.get(one.table, one.table)), _raw(line(one.file)), utc(one.imported_s)[:16], old)
    row("reference-source", (*cells, str(one.taken), str(one.refused)))


def _refused(tables: Tables, start: int) -> None:
    listed = tables.refused[start : start + PAGE_ROWS]
    with table((_("table"), _("line"), _("why")), "reference-refused-lines"):
        for name, number, why in listed:
            row("reference-refused-line", (_(_TABLE_WORDS.get(name, name)), str(number), _raw(sentence(why))))
    total = len(tables.refused)
    older = address(REFERENCE, refused=start + PAGE_ROWS) if start + PAGE_ROWS < total else ""
    if older or start:
        said = _("{0} of {1} lines").format(len(listed), total)
        pages(_("Pages of refused lines"), said, REFERENCE if start else "", older)
