"""What stands on training lines: serials, words, calibres, in capitals and small letters."""

import random

from viewmark.samples.serials import DIGITS, LETTERS, MAKERS

WORDS = (
    "MADE IN ITALY|MADE IN GERMANY|MADE IN AUSTRIA|MADE IN USA|MADE IN TURKEY|MADE IN SPAIN|BRAZIL|TURKEY"
    "|CZECH REPUBLIC|CAL.9MM|CAL 7.65|9X19|9 MM PARA|5.56 NATO|7.62X39|.45 AUTO|.38 SPL|12 GA|CAL. 9MM P.A.K"
    "|CAL. 8MM K|8MM|.22 LR|CAL.6.35|CAL. 9MM R.K.|MOD. 92|MODEL 1911|MOD.75 AUTO|MOD. 85|MOD. 914|ALARM|WARNING"
    "|COMPACT|SPECIAL|SUPER|POLICE|CUSTOM|SPORT|PATENT|NORINCO|IZHMASH|WINCHESTER|REMINGTON|MOSSBERG|LLAMA|STAR"
    "|ARMSCOR|IMBEL|CANIK|TISAS|SARSILMAZ|AUTOMATIC|CORP|EKOL|BRUNI|UMAREX|ROHM|RECK|PERFECTA|VALTRO|GAMO"
    "|FABRIQUE NATIONALE|NITRO|FREEDOM ARMS|READ MANUAL|CO2 BB|KAL. 9 MM|STEEL|PART NO|TYPE|LOT|EX|IP 67"
).split("|")
PATTERNS = (
    "AAA999|A999999|AA99999|9999999|AA-99999|AAA999999|99A-99999|A99999A|AA99A99999|9999-AAAA|9-99999|A-999999"
    "|9A9999A|AAAA99A|A9AAAAAA99-9999999|A9AAAAAA99-9999999|AA 999999|99/9999|AAA 9999999|A99AA99999|999A9AA9"
    "|99999|999999|999999|9999|999|99999999|A999|AA99|A9A9A9A9|AAAA9999A|9A-A99999|A9.99|99.999|A/99999"
    "|AA9999999|A9-A99999|A99AA99999|9A9999A|AAAA999|999A9AA9|AAAA99A99999|AAA99|A99A|99-A-999|AAAA-A 9999"
).split("|")
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _filled(pattern: str, source: random.Random) -> str:
    # O, I and Q are rare in serials; where they stand, only the maker's shape tells them from 0, 1.
    letters = CAPITALS if source.random() < 0.1 else LETTERS
    pick = {"A": letters, "9": DIGITS}
    return "".join(source.choice(pick[c]) if c in pick else c for c in pattern)


def _made_up(source: random.Random) -> str:
    """A word that could be one: letters alone, so that no list of words is learnt by heart."""
    word = ""
    while len(word) < source.randint(3, 11):
        word += source.choice("BCDFGHJKLMNPRSTVWXZ") + source.choice("AEIOUAEIOUY") * (source.random() < 0.85)
    return word


def _mixed(text: str) -> str:
    """Words in capitals beside words in small letters."""
    first, _, rest = text.partition(" ")
    return f"{first.capitalize()} {rest}" if rest else text.capitalize()


def sample(source: random.Random) -> str:
    """One line of text, perhaps with spaces; a quarter of them have small letters."""
    kind = source.random()
    maker = source.choice(list(MAKERS))
    shapes, models, calibres = MAKERS[maker]
    if kind < 0.24:
        text = _filled(source.choice(shapes), source)
    elif kind < 0.61:
        text = _filled(source.choice(PATTERNS), source)
    elif kind < 0.68:
        count = source.randint(3, 11)
        text = "".join(source.choice(LETTERS + DIGITS) for _ in range(count))
    elif kind < 0.72:
        text = "".join(source.choice(CAPITALS) for _ in range(source.randint(3, 9)))
    elif kind < 0.78:
        text = _made_up(source)
    elif kind < 0.93:
        text = source.choice(WORDS)
        if source.random() < 0.45:
            text += " " + source.choice((_made_up(source), source.choice(WORDS), str(source.randint(1, 2999))))
    else:
        words = [maker, source.choice(models), source.choice(calibres)]
        text = " ".join(source.sample(words, source.choice((1, 1, 2)))).upper()
    text = text.replace("&", "").replace("  ", " ")[:24].strip()
    if sum(c.isalpha() for c in text) > 2 and kind > 0.72 and source.random() < 0.6:
        text = source.choice((text.title(), text.title(), text.capitalize(), text.lower(), _mixed(text)))
    if kind >= 0.78 and "mm" in text.lower() and source.random() < 0.6:  # a calibre's unit is small beside capitals
        text = text.replace("MM", "mm").replace("Mm", "mm")
    return text.replace("x", "X") if source.random() < 0.5 else text
