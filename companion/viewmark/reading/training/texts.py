"""What stands on training lines: serials, words, calibres."""

import random

from viewmark.samples.serials import DIGITS, LETTERS, MAKERS

WORDS = (
    "MADE IN ITALY|MADE IN GERMANY|MADE IN AUSTRIA|MADE IN USA|BRAZIL|TURKEY|CZECH REPUBLIC|CAL.9MM"
    "|CAL 7.65|9X19|9 MM PARA|5.56 NATO|7.62X39|.45 AUTO|.38 SPL|12 GA|CAL. 9MM P.A.K|8MM|.22 LR"
    "|MOD. 92|MODEL 1911|MOD.75 AUTO|ALARM|COMPETITIVE|WARNING|PATENT|NORINCO|IZHMASH|WINCHESTER"
    "|REMINGTON|MOSSBERG|LLAMA|STAR|ARMSCOR|IMBEL|CANIK|TISAS|SARSILMAZ|DELUXE|AUTOMATIC|CORP"
).split("|")
PATTERNS = (
    "AAA999|A999999|AA99999|9999999|AA-99999|AAA999999|99A-99999|A99999A|AA99A99999|9999-AAAA|9-99999"
    "|A-999999|9A9999A|AAAA99A|A9AAAAAA99-9999999|AA 999999|99/9999|AAA 9999999|A99AA99999|999A9AA9"
    "|99999|999999|9999|999|99999999|A999|AA99|A9A9A9A9|AAAA9999A|9A-A99999|A9.99|99.999|A/99999"
).split("|")
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _filled(pattern: str, source: random.Random) -> str:
    # O, I and Q are rare in serials; where they stand, only the maker's shape tells them from 0, 1.
    letters = CAPITALS if source.random() < 0.12 else LETTERS
    pick = {"A": letters, "9": DIGITS}
    return "".join(source.choice(pick[c]) if c in pick else c for c in pattern)


def sample(source: random.Random) -> str:
    """One line of text, capitals, perhaps with spaces."""
    kind = source.random()
    maker = source.choice(list(MAKERS))
    shapes, models, calibres = MAKERS[maker]
    if kind < 0.36:
        return _filled(source.choice(shapes), source)
    if kind < 0.70:
        return _filled(source.choice(PATTERNS), source)
    if kind < 0.77:
        count = source.randint(3, 11)
        return "".join(source.choice(LETTERS + DIGITS) for _ in range(count))
    if kind < 0.82:  # letters alone, so that no list of words is learnt by heart
        return "".join(source.choice(CAPITALS) for _ in range(source.randint(3, 9)))
    if kind < 0.91:
        return source.choice(WORDS)
    words = [maker, source.choice(models), source.choice(calibres)]
    text = " ".join(source.sample(words, source.choice((1, 1, 2))))
    return text.upper().replace("&", "").replace("  ", " ")
