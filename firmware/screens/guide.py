"""The marks of one weapon and its circumstances: answered, not there, not found out, or not asked yet."""

from screens.canvas import AMBER, GREEN, VIOLET, WHITE, padded
from screens.language import told
from screens.page import Page

SERIAL, DONE = "serial", "done"
_SIGHT_ROWS = 8
_LABELS = {"importer": "import", DONE: "TO THE VERDICT"}
_SAID = {"none": "none", "unknown": "not found out"}
_COLUMNS, _LABEL_COLUMNS = 38, 10


def guide(draft, rows: tuple, row: int, kinds: dict) -> Page:
    """Return the page for a draft with the cursor on a row; `kinds` are the rows that stand for marks.

    The first row, the serial, stays in sight.
    """
    answered = 1 + len([kind for kind in kinds if kind in draft.answers])
    title = told("MARKS %d OF %d") % (answered, 1 + len(kinds))
    done = {DONE: "verdict", SERIAL: "correct"}.get(rows[row], "answer")
    page = Page("guide", title, {"up": "up", "down": "down", "ok": done, "back": "leave"}, VIOLET)
    first = 1 + max(0, min(row - 1 - _SIGHT_ROWS // 2, len(rows) - 1 - _SIGHT_ROWS))
    for place in [0] + list(range(first, min(first + _SIGHT_ROWS, len(rows)))):
        name = rows[place]
        value, colour = _value(draft, name, kinds)
        label = told(_LABELS.get(name, name))
        line = ">" if place == row else " "
        line += label if name == DONE else padded(label, _LABEL_COLUMNS) + value
        page.lines.append((line[:_COLUMNS], 1, GREEN if name == DONE else colour))
    return page


def _value(draft, name: str, kinds: dict) -> tuple:
    """Return what a row says, and its colour: what is not answered yet is told by more than its colour."""
    if name == SERIAL:
        return draft.serial or told("none"), WHITE
    if name in kinds:
        answer = draft.answers.get(name)
        if answer is None:
            return "-", AMBER
        return answer.confirmed or told(_SAID[answer.state]), WHITE
    if name == "link":
        return ", ".join(["%s %s" % (told(kind), reference) for kind, reference in draft.links]) or "-", WHITE
    word = {"part": draft.component, "reason": draft.context, "transport": draft.transport}.get(name, "")
    return told(word.replace("-", " ")), WHITE
