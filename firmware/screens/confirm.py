"""What was read: the officer confirms it, corrects it, reads again, or says that there is no serial."""

from screens.advice import ADVICE
from screens.canvas import AMBER, GREEN, VIOLET, WHITE
from screens.language import told
from screens.page import Page
from viewmark_protocol.disagreement import disagreement
from viewmark_protocol.lattice import raw_text
from viewmark_protocol.serials import exact

_UNSURE_PERCENT = 80


def confirm(lattice, fault: str = "", code_serial=None) -> Page:
    """Return the page for a reading; it asks to look again where the reader was not sure, and says what was wrong.

    `fault` is what kept the picture from being a good one (`reading.hints`), empty for nothing; `code_serial` is what a
    code on the weapon gives, None where none was scanned.
    """
    text = raw_text(lattice)
    keys = {"up": "leave", "ok": "right", "down": "correct", "back": "again"}
    if not text and code_serial:
        page = Page("confirm", "CODE READ", keys, VIOLET)
        page.large(code_serial)
        page.small("Only the code was read. Compare it with the engraved mark, character by character.", AMBER)
        return page
    if not text:
        page = Page("confirm", "NOTHING READ", dict(keys, ok="no serial", down="type"), AMBER)
        page.small("Turn the light, clean the mark, read again. Or type it.")
        page.small("Or record that there is no serial: that is a finding.")
        if fault:
            page.small(ADVICE[fault], AMBER)
        return page
    page = Page("confirm", "SERIAL READ", keys, VIOLET)
    page.large(text)
    if code_serial:
        _beside(page, text, code_serial)
    unsure = [position for position in lattice if position[0][0] == "?" or position[0][1] < _UNSURE_PERCENT]
    for position in unsure[:6]:
        others = (" " + told("or") + " ").join([character for character, _ in position[1:] if character != "?"])
        page.small(told("%s may be: %s") % (position[0][0], others or told("anything")), AMBER)
    if unsure and fault:
        page.small(ADVICE[fault], AMBER)
    if not unsure:
        page.small("Compare it with the mark, character by character.", WHITE)
    return page


def _beside(page: Page, text: str, code_serial: str) -> None:
    """Say whether the code bears the serial that was read."""
    if exact(code_serial) == exact(text):
        page.small("The code bears the same serial.", GREEN)
    elif disagreement(code_serial, text):
        page.small(told("The code says %s: another serial. Look at both.") % code_serial, AMBER)
    else:
        page.small(told("The code says %s: it fits what was read.") % code_serial, AMBER)
