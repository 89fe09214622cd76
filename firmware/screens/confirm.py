"""What was read: the officer confirms it, corrects it, reads again, or says that there is no serial."""

from screens.advice import ADVICE
from screens.canvas import AMBER, VIOLET, WHITE
from screens.page import Page
from viewmark_protocol.lattice import raw_text

_UNSURE_PERCENT = 80


def confirm(lattice, fault: str = "") -> Page:
    """Return the page for a reading; it asks to look again where the reader was not sure, and says what was wrong.

    `fault` is what kept the picture from being a good one (`reading.hints`), empty for nothing.
    """
    text = raw_text(lattice)
    if not text:
        page = Page("confirm", "NOTHING READ", {"ok": "no serial", "down": "type", "back": "again"}, AMBER)
        page.small("Turn the light, clean the mark, read again. Or type it.")
        page.small("Or record that there is no serial: that is a finding.")
        if fault:
            page.small(ADVICE[fault], AMBER)
        return page
    page = Page("confirm", "SERIAL READ", {"ok": "right", "down": "correct", "back": "again"}, VIOLET)
    page.large(text)
    unsure = [position for position in lattice if position[0][0] == "?" or position[0][1] < _UNSURE_PERCENT]
    for position in unsure[:6]:
        others = " or ".join([character for character, _ in position[1:] if character != "?"])
        page.small("%s may be: %s" % (position[0][0], others or "anything"), AMBER)
    if unsure and fault:
        page.small(ADVICE[fault], AMBER)
    if not unsure:
        page.small("Compare it with the mark, character by character.", WHITE)
    return page
