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
    title = sign + " " + told(word.upper())
    is_news = answer is not None and answer[0] == "hit" and word != "hit"  # graver than what this handheld's list says
    if is_news:
        title, colour = LOOKS["hit"][1] + " " + told("REGISTER: HIT"), LOOKS["hit"][0]
    # Not by OK, which got here: who presses it twice must see the verdict.
    page = Page("verdict", title, {"back": "done"}, colour, banner=True)
    page.large(serial or told("no serial"))
    page.small(maker or "maker not given")
    if is_news:
        page.small(told("By this handheld's list: %s.") % told(word), AMBER)
    page.small(MEANINGS[reason], WHITE)
    if matched and matched != serial:
        page.small(told("Listed: %s") % matched, AMBER)
    page.small((told("Check %d is recorded.") % sequence + " " + list_text).strip())
    if answer:
        named = told("Register: %s, %d candidate." if answer[1] == 1 else "Register: %s, %d candidates.")
        page.small(named % (told(answer[0]), answer[1]) + " " + answer[2], AMBER)
    return page
