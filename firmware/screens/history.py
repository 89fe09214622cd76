"""The checks on the handheld: sequence, time, verdict, whether the laptop has it, the register's answer. No serials."""

from screens.canvas import GREY, PALE, WHITE, padded
from screens.language import told
from screens.page import Page

ROWS = 8
_COLUMNS = 39
_HEADS = " no. UTC   verdict     at     register"


def history(rows: list, older: bool, newer: bool) -> Page:
    """Return the page from `(sequence, time, verdict word, on laptop, register's answer or None)`, newest first.

    `time` has five characters: the time of day in UTC, or month and day.
    """
    keys = {"back": "back"}
    if newer:
        keys["up"] = "newer"
    if older:
        keys["down"] = "older"
    page = Page("history", "HISTORY", keys, GREY)
    if not rows:
        page.small("No check is on this handheld.")
    else:
        page.lines.append((told(_HEADS), 1, PALE))
    for sequence, time, word, on_laptop, answer in rows:
        where = told("laptop" if on_laptop else "here")
        text = "%4d %-5s " % (sequence, time) + padded(told(word), 12) + padded(where, 7) + told(answer or "")
        page.lines.append((text[:_COLUMNS], 1, WHITE))  # in columns: not wrapped
    return page
