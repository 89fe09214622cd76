"""Serial numbers of the shapes that makers use: A is a letter, 9 a digit, all else itself."""

import numpy as np

# O, I and Q are left out, as makers do: they look like 0 and 1.
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
DIGITS = "0123456789"

# Maker: (serial shapes, models, calibres).
MAKERS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "GLOCK": (("AAAA999", "AAA999"), ("17 GEN4", "19", "26"), ("9x19",)),
    "SMITH & WESSON": (("AAA9999",), ("M&P 9", "MOD.686"), ("9 MM", "357 MAG")),
    "TAURUS": (("AAA999999",), ("PT 92", "G2C"), ("9 MM PARA",)),
    "BERETTA": (("A99999Z", "AA999999"), ("PX4 STORM", "92 FS"), ("9 PARA",)),
    "CZ": (("A999999", "A9999"), ("75 B", "P-10 C"), ("CAL 9 LUGER",)),
    "WALTHER": (("AA9999", "999999"), ("P99 AS", "PPK"), ("9x19",)),
    "SIG SAUER": (("99A999999", "AA999999"), ("P320", "P229"), ("9 MM PARA",)),
    "RUGER": (("999-99999", "99999999"), ("SR9", "LCP"), ("380 AUTO",)),
    "COLT": (("AA99999", "A999999"), ("GOVERNMENT", "DEFENDER"), ("45 AUTO",)),
    "ZASTAVA": (("A-999999", "999999"), ("M70", "M88 A"), ("7.62x39", "9 PARA")),
    "BROWNING": (("999AA99999", "999999"), ("HI POWER",), ("9 MM",)),
    "HECKLER & KOCH": (("999-99999", "99-999999"), ("USP", "P30"), ("9 MM x 19",)),
    "FN HERSTAL": (("AAA999999", "999999"), ("FIVE-SEVEN",), ("5.7x28",)),
}


def serial(rng: np.random.Generator, shape: str) -> str:
    """A serial of the given shape; the final Z of Beretta's shape is kept as it is."""
    pick = {"A": LETTERS, "9": DIGITS}
    return "".join(str(rng.choice(list(pick[c]))) if c in pick else c for c in shape)
