"""The verdict: by colour, by word and by sign, with its reason and what to do next."""

from screens.canvas import AMBER, GREEN, GREY, RED, VIOLET, WHITE
from screens.page import Page
from viewmark_protocol.meanings import MEANINGS

# word -> colour, sign; nobody has to tell colours apart
LOOKS = {
    "hit": (RED, "!!"),
    "near": (AMBER, "~"),
    "clear": (GREEN, "-"),
    "untraceable": (VIOLET, "X"),
    "unchecked": (GREY, "?"),
}


def verdict(word: str, reason: str, matched, serial, maker, sequence: int, list_text: str, answer) -> Page:
    """Return the page of one recorded check; `answer` is the register's `[word, candidates, text]` or None."""
    colour, sign = LOOKS[word]
    page = Page("verdict", "%s %s" % (sign, word.upper()), {"ok": "done"}, colour, banner=True)
    page.large(serial or "no serial")
    page.small(maker or "maker not given")
    page.small(MEANINGS[reason], WHITE)
    if matched and matched != serial:
        page.small("Listed: " + matched, AMBER)
    page.small(("Check %d is recorded. %s" % (sequence, list_text)).strip())
    if answer:
        page.small("Register: %s, %d %s. %s" % (answer[0], answer[1], _counted(answer[1]), answer[2]), AMBER)
    return page


def _counted(candidates: int) -> str:
    return "candidate" if candidates == 1 else "candidates"
