"""The verdict: by colour, by word and by sign, with its reason and what to do next."""

from screens.canvas import AMBER, GREEN, GREY, RED, VIOLET, WHITE
from screens.language import told
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
    page = Page("verdict", sign + " " + told(word.upper()), {"ok": "done"}, colour, banner=True)
    page.large(serial or told("no serial"))
    page.small(maker or "maker not given")
    page.small(MEANINGS[reason], WHITE)
    if matched and matched != serial:
        page.small(told("Listed: %s") % matched, AMBER)
    page.small((told("Check %d is recorded.") % sequence + " " + list_text).strip())
    if answer:
        named = told("Register: %s, %d candidate." if answer[1] == 1 else "Register: %s, %d candidates.")
        page.small(named % (told(answer[0]), answer[1]) + " " + answer[2], AMBER)
    return page
