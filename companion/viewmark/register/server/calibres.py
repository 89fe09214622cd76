"""Whether two calibre texts can be the same one: names overlap, so sets are compared, not strings.

A small table of common names; what is not in it is compared as text. "9 mm" alone names several cartridges.
"""

from viewmark_protocol.serials import exact

_FAMILIES = (
    ("9x19", "9X19 9PARA 9LUGER 9MMLUGER 9MMPARA 9MMPARABELLUM 9MMX19 9X19MM 9X19PARA 9MM 9"),
    ("9x17", "9X17 9KURZ 9MMKURZ 9SHORT 380 380ACP 380AUTO 9MMBROWNINGSHORT 9MM 9"),
    ("9x18", "9X18 9MAK 9MMMAK 9MMMAKAROV 9MAKAROV 9MM 9"),
    ("9x21", "9X21 9MM 9"),
    ("9 pak", "9PAK 9MMPAK 9MMPA 9PA"),
    ("7.65x17", "765 765MM 765X17 765BROWNING 32ACP 32AUTO 32"),
    ("6.35", "635 635MM 25ACP 25AUTO 25"),
    ("5.56x45", "556 556X45 556NATO 556MM 223 223REM"),
    ("7.62x51", "762X51 762NATO 308 308WIN 762"),
    ("7.62x39", "762X39 762"),
    ("7.62x54r", "762X54R 762X54 762"),
    ("7.62x25", "762X25 762TOKAREV 762"),
    (".45", "45 45ACP 45AUTO"),
    (".40", "40 40SW"),
    (".38", "38 38SPL 38SPECIAL"),
    (".357", "357 357MAG 357MAGNUM"),
    (".22", "22 22LR 22LONGRIFLE"),
    ("12 gauge", "12 12GA 12GAUGE 12X70 12X76"),
)
_NAMES: dict[str, set[str]] = {}
for _family, _spellings in _FAMILIES:
    for _spelling in _spellings.split():
        _NAMES.setdefault(_spelling, set()).add(_family)


def calibres_disagree(one: str, other: str) -> bool:
    """Return whether two calibre texts cannot mean the same cartridge."""
    first, second = _key(one), _key(other)
    if first == second:
        return False
    return _NAMES.get(first, {first}).isdisjoint(_NAMES.get(second, {second}))


def _key(text: str) -> str:
    key = exact(text).replace("CALIBRE", "").replace("CALIBER", "")
    return key[3:] if key.startswith("CAL") and len(key) > 3 else key
