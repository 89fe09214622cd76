"""Serial keys, the same on both sides: `exact` for equality, `skeleton` for what a reader confuses.

One fixed table decides, not Unicode normalisation: MicroPython has none. `raw` itself is never changed.
"""

from .compat import MICROPYTHON, TYPE_CHECKING

if TYPE_CHECKING or not MICROPYTHON:  # MicroPython's compiler knows these names by itself
    from .compat import micropython, ptr8

UNREAD = "?"

# Characters that look like a Latin one in a stamped mark (Directive 2019/68 allows all three scripts).
_LOOK_ALIKES = (
    ("АВЕЅІЈКМНОРСТХУԚԜҮ", "ABESIJKMHOPCTXYQWY"),  # Cyrillic
    ("авеѕіјкмнорстхуԛԝү", "ABESIJKMHOPCTXYQWY"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ", "ABEZHIKMNOPTYXC"),  # Greek
    ("αβεζηικμνορτυχϲ", "ABEZHIKMNOPTYXC"),
    ("ıİ", "II"),  # Turkish, with and without a dot
    ("٠١٢٣٤٥٦٧٨٩", "0123456789"),  # Arabic-Indic digits
    ("۰۱۲۳۴۵۶۷۸۹", "0123456789"),  # Persian digits
)
_FOLDS = (("0", "OQD"), ("1", "IL"), ("5", "S"), ("2", "Z"), ("8", "B"), ("6", "G"))

_SKELETON = {letter: digit for digit, letters in _FOLDS for letter in letters}


# By ASCII code: what a capital, a digit or `?` folds to; zero for all else, which takes the slower way.
_PLAIN = bytes([code if chr(code) in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ?" else 0 for code in range(128)])
_FOLDED = bytes([ord(_SKELETON.get(chr(code), chr(code))) if code else 0 for code in _PLAIN])


@micropython.viper
def _mapped(text: object, table: object, out: object, count: int) -> int:
    """Map so many bytes by a table of 128; 0 where one has no place in it."""
    source = ptr8(text)
    places = ptr8(table)
    target = ptr8(out)
    i = 0
    while i < count:
        code = int(source[i])
        if code > 127:
            return 0
        code = int(places[code])
        if code == 0:
            return 0
        target[i] = code
        i += 1
    return 1


def exact(raw: str) -> str:
    """Return the key for equality: upper case, separators dropped, look-alikes made Latin; `?` stays."""
    data = raw.encode()
    if _mapped(data, _PLAIN, bytearray(len(data)), len(data)):
        return raw
    return "".join([_exact_character(character) for character in raw])


def skeleton(raw: str) -> str:
    """Return the exact key with confusable characters folded: O Q D->0, I L->1, S->5, Z->2, B->8, G->6."""
    data = raw.encode()
    out = bytearray(len(data))
    if _mapped(data, _FOLDED, out, len(data)):
        return bytes(out).decode()
    return "".join([_SKELETON.get(character, character) for character in exact(raw)])


def unread_count(raw: str) -> int:
    """Return how many characters of `raw` are marked as unread."""
    return exact(raw).count(UNREAD)


def without_embedded_letters(raw: str) -> "str | None":
    """Return the exact key without the letters between its first and its last digit; None where there are none."""
    key = exact(raw)
    digits = [place for place, character in enumerate(key) if "0" <= character <= "9"]
    if not digits or digits[-1] - digits[0] + 1 == len(digits):
        return None
    first, last = digits[0], digits[-1]
    inner = [character for character in key[first:last] if "0" <= character <= "9" or character == UNREAD]
    shorter = key[:first] + "".join(inner) + key[last:]
    return shorter if shorter != key else None


def shape(raw: str) -> str:
    """Return the shape of a serial: `A` for a letter, `9` for a digit, `?` for an unread character."""
    return "".join([_shape_character(character) for character in exact(raw)])


def _shape_character(character: str) -> str:
    if character == UNREAD:
        return UNREAD
    return "9" if "0" <= character <= "9" else "A"


def _exact_character(character: str) -> str:
    code = ord(character)
    if 0xFF01 <= code <= 0xFF5E:  # full-width forms
        code -= 0xFEE0
        character = chr(code)
    if code < 0x80:
        if "a" <= character <= "z":
            return chr(code - 32)
        if "A" <= character <= "Z" or "0" <= character <= "9" or character == UNREAD:
            return character
        return ""  # every ASCII separator, sign and control character
    for sources, targets in _LOOK_ALIKES:  # searched as they lie: a table by character costs 8 KB on the handheld
        place = sources.find(character)
        if place >= 0:
            return targets[place]
    if _is_separator(code):
        return ""
    return chr(_upper(code))


def _is_separator(code: int) -> bool:
    # Latin-1 signs and spaces, general punctuation (dashes, thin and zero-width spaces, direction marks),
    # CJK space, byte-order mark, minus sign.
    return code < 0xC0 or 0x2000 <= code <= 0x206F or code in (0x00D7, 0x00F7, 0x1680, 0x180E, 0x2212, 0x3000, 0xFEFF)


def _upper(code: int) -> int:
    if 0xE0 <= code <= 0xFE or 0x430 <= code <= 0x44F:  # Latin-1; Cyrillic а-я
        return code - 0x20
    if 0x100 <= code <= 0x17E:  # Latin Extended-A: capitals and small letters in turn
        small_is_even = 0x139 <= code <= 0x148 or code >= 0x179
        return code - 1 if code % 2 != small_is_even and code not in (0x138, 0x149, 0x178) else code
    if code == 0x3C2:  # final sigma
        return 0x3A3
    if 0x3B1 <= code <= 0x3C9:  # Greek α-ω
        return code - 0x20
    if 0x450 <= code <= 0x45F:  # Cyrillic ѐ-џ
        return code - 0x50
    return code
