"""NCIC calibre codes of the calibres in the starter table, by the definitions of the public code list.

The codes are lossy: 9x17 stands under 380 and under 9, together with 9x19. So a calibre is a set of codes, and two
sets that overlap prove nothing but that the calibres may be one. No line: the list names no code for it.
"""

from viewmark_protocol.calibres import CALIBRES
from viewmark_protocol.serials import exact

# name as in the starter table|codes
_CODES = """
9x19|9
9x18|9
9x17|380 9
9x21|9
7.65x17|32 735
6.35x16|25 635
.22 LR|22
.38 Special|38
.357 Magnum|357
.40 S&W|40 10
.44 Magnum|44
.45 ACP|45
10 mm Auto|10 40
5.56x45|556 223 22
7.62x25|763
7.62x39|762
7.62x51|308 762
7.62x54R|762
.30-06|3006
12/70|12
12/76|12
16/70|16
20/70|20
.410|410
"""
_BY_NAME = {line.split("|")[0]: frozenset(line.split("|")[1].split()) for line in _CODES.strip().split("\n")}
_STARTER = [line.split("|") for line in CALIBRES.strip().split("\n")]
_BY_KEY = {key: name for name, *keys in _STARTER for key in (exact(name), *keys) if key}


def calibre_name(text: str) -> str | None:
    """Return the usual name of a calibre by any of its synonyms, None for one outside of the starter table."""
    return _BY_KEY.get(exact(text))


def codes_of_name(name: str) -> frozenset[str]:
    """Return the codes under which a calibre of the starter table stands; empty where the list has none."""
    return _BY_NAME.get(name, frozenset())
