"""Leads through the marks of one weapon and the circumstances: what is answered, what is not, in any order."""

from checks.asking import TITLES, ask_mark
from checks.draft import KINDS
from screens.choice import choose_word
from screens.editor import edit
from screens.guide import DONE, SERIAL, guide
from screens.language import told
from screens.message import message
from viewmark_protocol.checks import CONTEXTS, LINK_KINDS, TRANSPORTS
from viewmark_protocol.marks import COMPONENTS

ROWS = (SERIAL,) + KINDS[:4] + (DONE,) + KINDS[4:] + ("part", "reason", "transport", "link")
_MOST_LINKS = 8


async def lead(app, draft, read_line, scan_code) -> bool:
    """Ask until the officer is done; every answer is kept before the next is asked. Return whether he goes on.

    `read_line()` gives a lattice from a new picture, `scan_code()` the text of a code or None.
    """
    # With the maker known the verdict is one key away; the rest can be answered all the same.
    row = ROWS.index(DONE) if draft.maker else _next(draft)
    while True:
        key = await app.show(guide(draft, ROWS, row, TITLES))
        if key == "back":
            return False
        if key == "up" or key == "down":
            row = (row + (1 if key == "down" else len(ROWS) - 1)) % len(ROWS)
        elif ROWS[row] == DONE:
            return True
        elif await _asked(app, draft, ROWS[row], read_line, scan_code):
            app.holds_unkept = not draft.keep()
            row = _next(draft) if row < ROWS.index(DONE) else row


def _next(draft) -> int:
    """Return the row of the first mark that is not answered, where to be done once the four are."""
    for place, kind in enumerate(ROWS):
        if kind == DONE or (kind != SERIAL and kind not in draft.answers):
            return place
    return 0


async def _asked(app, draft, row: str, read_line, scan_code) -> bool:
    """Ask for one row; return whether there is an answer."""
    if row == SERIAL:
        from checks.serial import type_serial

        typed = await type_serial(app, draft.serial or "", draft)
        if typed is not None:
            draft.correct(typed or None)
        return typed is not None
    if row in TITLES:
        answer = await ask_mark(app, row, read_line)
        if answer:
            draft.answers[row] = answer
        return answer is not None
    if row == "link":
        if len(draft.links) < _MOST_LINKS:
            return await _linked(app, draft, scan_code)
        await app.show(
            message("NO MORE LINKS", "A check takes eight. Record this one, and link the others to a further check.")
        )
        return False
    words, title = {
        "part": (COMPONENTS, "SERIAL IS ON"),
        "reason": (CONTEXTS, "THE WEAPON WAS"),
        "transport": (TRANSPORTS, "IT CAME BY"),
    }[row]
    word = await choose_word(app, title, words.words)
    if word and row == "part":
        draft.component = word
    elif word and row == "reason":
        draft.context = word
    elif word:
        draft.transport = word
    return word is not None


async def _linked(app, draft, scan_code) -> bool:
    """Link the check with a document, a plate or a parcel: by its code, else typed."""
    kind = await choose_word(app, "FOUND WITH A", LINK_KINDS.words)
    if kind is None:
        return False
    reference = await edit(app, told(kind).upper(), await scan_code() or "")
    if reference:
        draft.links.append([kind, reference])
    return bool(reference)
