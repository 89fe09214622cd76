"""The checks on the handheld: sequence, verdict, whether the laptop has it, and the register's answer. No serials."""

from screens.canvas import GREY, WHITE
from screens.page import Page

ROWS = 8


def history(rows: list, older: bool, newer: bool) -> Page:
    """Return the page from `(sequence, verdict word, on laptop, register's answer or None)`, newest first."""
    keys = {"back": "back"}
    if newer:
        keys["up"] = "newer"
    if older:
        keys["down"] = "older"
    page = Page("history", "HISTORY", keys, GREY)
    if not rows:
        page.small("No check is on this handheld.")
    for sequence, word, on_laptop, answer in rows:
        text = "%4d %-11s %-6s %s" % (sequence, word, "laptop" if on_laptop else "here", answer or "")
        page.lines.append((text, 1, WHITE))  # in columns: not wrapped
    return page
