"""What a definition in the make code list says: the maker's names, and whether the code stands for a maker at all.

The public list has one line of telegram style a code: name, synonyms, place, remarks. Names are cut out at the words
that begin a remark; what is not cut out is still found as a mention, which decides nothing.
"""

import re
from typing import NamedTuple

from viewmark_protocol.origins import COUNTRIES
from viewmark_protocol.serials import exact

MAKER, PLACE, SEVERAL = "maker", "place", "several-makers"

_PLACE = re.compile(r"[\s;,.]*\b(?:USE (?:THE )?)?(?:COUNTRY CODE|CODE BY COUNTRY)\b.*")
_SEVERAL = re.compile(r"\bVARIOUS\b|\bUNKNOWN\b|CODED: MAK/ZZZ|CODE ZZZ|SEE SEPARATE LIST")
_SQUASHED = re.compile(r"(?<=[A-Z.,)])(?=MF(?:R|G|D)S?\b)")  # "ZBROJOVKAMFR. OF FOX"
_NEGATED = re.compile(r"\b(?:NOT TO BE|DO NOT|NOT THE SAME|NOT SAME|NOT ASSOC\w*|NOT AFFIL\w*)\b.*")
_REMARK = re.compile(
    r"[;%_*(\[]|\s-\s|\s/\s|\b(?:ADDED|ASSIGNED|MF[RGD]S?|MADE|MODEL|IMPORT\w*|FORMERLY|ALSO|AKA|A\.K\.A|DBA|SEE|TRADE"
    r"|BRAND|NAME|NOT|VARIOUS|SOLD|COPY|USED?|MAKES|MAKERS?|SHIPPED|SUBSIDIARY|OWNED|FORMER)\b"
)
_SYNONYM = re.compile(
    r"\b(?:AKA|A\.K\.A\.?|DBA|\(DBA\)|ALSO KNOWN AS|FORMERLY KNOWN AS|FORMERLY|NAME CHANGED TO:?)[\s-]+([^;%_*()\[]+)"
)
_THROUGH = re.compile(r"\b(?:MODEL|MF[GD]|MADE|BRAND|TRADE NAME|COPY|OWNED)\.? (?:OF|BY|FOR) ([^;,%_*()\[]+)")
_FORM = re.compile(
    r"[\s,]*\b(?:INC|LLC|L\.L\.C|CO|CORP|CORPORATION|COMPANY|LTD|LIMITED|GMBH|A\.G|AG|S\.A|S\.P\.A|SPA|S\.R\.O|SRO)\b.*"
)
_JOINED = re.compile(r"[\s,&]*(?:\bAND)?\s*$")
_TRADE = (" FIREARMS", " ARMS")


class Names(NamedTuple):
    """What a code stands for, maker, place or several-makers, and exact keys: of its names, and of what is near them.

    `near` names no maker alone: a name without its country (Taurus of Brazil is not Taurus of the USA), the maker of a
    model that has a code of its own, a name that several makers used.
    """

    role: str
    keys: tuple[str, ...]
    near: tuple[str, ...]


def names_of(definition: str) -> Names:
    """Return what a definition says of whom its code stands for."""
    text = _SQUASHED.sub(" ", definition.upper())
    if _PLACE.search(text):
        text, alternative, _ = _PLACE.sub("", text).partition(" OR ")
        if not alternative or exact(text) in COUNTRY_KEYS:
            return Names(PLACE, (), ())
    text = _NEGATED.sub("", text)
    named = [_REMARK.split(text, maxsplit=1)[0], *_SYNONYM.findall(text)]
    keys: list[str] = []
    near: list[str] = []
    for name in (name for one in named for name in one.split("/")):
        own, bare = _keys(name)
        keys += own
        near += bare
    near += [key for name in _THROUGH.findall(text) for keys_of in _keys(name) for key in keys_of]
    if _SEVERAL.search(text):
        return Names(SEVERAL, (), tuple(dict.fromkeys(keys + near)))
    return Names(MAKER, tuple(dict.fromkeys(keys)), tuple(one for one in dict.fromkeys(near) if one not in keys))


def _keys(name: str) -> tuple[list[str], list[str]]:
    """Return the keys of a name, whole and without the company's form or its trade; and of it without its country."""
    short = _JOINED.sub("", _FORM.sub("", name)).strip()
    bare = short
    for word in _TRADE:
        bare = bare.removesuffix(word)
    first, _, last = bare.rpartition(" ")
    without = [exact(first)] if first and exact(last) in COUNTRY_KEYS else []
    return [key for key in (exact(one) for one in (name, short, bare)) if len(key) > 1], without


def mentions(definition: str, keys: frozenset[str]) -> bool:
    """Return whether whole words of a definition, one or several in a row, are one of these keys."""
    text = _NEGATED.sub("", _SQUASHED.sub(" ", definition.upper()))
    words = [key for key in (exact(one) for one in re.split(r"[\s/;,()%_*\-]+", text)) if key]
    longest = max(map(len, keys), default=0)
    for start in range(len(words)):
        joined = ""
        for word in words[start:]:
            joined += word
            if joined in keys:
                return True
            if len(joined) > longest:
                break
    return False


COUNTRY_KEYS = frozenset(key for line in COUNTRIES.strip().split("\n") for key in line.split("|")[1:] if key)
