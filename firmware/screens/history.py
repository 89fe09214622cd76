"""The last checks: sequence, verdict, whether the laptop has it, and the register's answer. No serials."""

from screens.canvas import GREY
from screens.page import Page

_ROWS = 12


def history(rows) -> Page:
    """Return the page from `(sequence, verdict word, on laptop, register's answer or None)`, newest first."""
    page = Page("history", "HISTORY", {"back": "back"}, GREY)
    if not rows:
        page.small("No check has been recorded yet.")
    for sequence, word, on_laptop, answer in rows[:_ROWS]:
        where = "laptop" if on_laptop else "here"
        page.small("%4d %-11s %-6s %s" % (sequence, word, where, answer or ""))
    return page
