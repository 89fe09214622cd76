"""The starter table of makers: assigned codes, aliases and the serial shapes that each one uses.

A code is given once and never again to another maker: lists and records carry it. Shapes are written as
`serials.shape` prints them, and are known only in part: no shape means that nothing is known.
"""

from .serials import exact

UNKNOWN_MAKER = 0
FIRST_SHARED_CODE = 224  # 224..254: makers outside of the table, several to a code
SHARED_CODES = 31

# (code, name, aliases, serial shapes)
MAKERS = (
    (1, "GLOCK", ("GLOCK GMBH", "GLOCK INC"), ("AAAA999", "AAA999", "AA999")),
    (2, "SMITH & WESSON", ("S&W", "SW", "SMITH AND WESSON"), ("AAA9999", "A999999", "999999")),
    (3, "TAURUS", ("FORJAS TAURUS", "TAURUS ARMAS"), ("AAA999999", "AAA99999", "AA99999")),
    (4, "BERETTA", ("PIETRO BERETTA", "P BERETTA"), ("A99999A", "AA999999", "A999999A", "AA99999")),
    (5, "COLT", ("COLTS", "COLTS PT FA MFG CO"), ("AA99999", "999999A", "A999999", "AAA99999")),
    (6, "RUGER", ("STURM RUGER", "STURM RUGER & CO"), ("99999999", "999999999", "AAA99999")),
    (
        7,
        "SIG SAUER",
        ("SIGARMS", "SIG", "J P SAUER"),
        ("A999999", "AA999999", "99A999999", "AA99999"),
    ),
    (8, "CZ", ("CESKA ZBROJOVKA", "CZ UB"), ("A999999", "9999A", "A9999", "AA9999")),
    (9, "WALTHER", ("CARL WALTHER",), ("AA9999", "999999", "A999999", "AAA9999")),
    (10, "HECKLER & KOCH", ("HK", "H&K", "HECKLER AND KOCH"), ("99999999", "999999", "999999A")),
    (11, "FN HERSTAL", ("FN", "FABRIQUE NATIONALE"), ("AAA999999", "999999", "AA99999")),
    (12, "BROWNING", ("BROWNING ARMS",), ("999AA99999", "99999AA999", "A99999", "999999")),
    (
        13,
        "ZASTAVA",
        ("CRVENA ZASTAVA", "ZASTAVA ARMS"),
        ("A999999", "999999", "A99999", "AA999999"),
    ),
    (14, "WINCHESTER", (), ("999999", "A999999", "AA999999")),
    (15, "REMINGTON", ("REMINGTON ARMS",), ("A999999A", "AA99999A", "AA999999")),
    (16, "MOSSBERG", ("O F MOSSBERG",), ("A999999", "AA99999", "A9999999")),
    (17, "NORINCO", (), ()),
    (18, "IZHMASH", ("KALASHNIKOV", "IZHEVSK", "ИЖМАШ"), ()),
    (19, "TULA", ("TOZ", "ТОЗ"), ()),
    (20, "SPRINGFIELD ARMORY", ("SPRINGFIELD",), ("AA999999", "AAA99999")),
    (21, "SAVAGE", ("SAVAGE ARMS",), ()),
    (22, "MARLIN", (), ()),
    (23, "KIMBER", (), ()),
    (24, "SCCY", ("SCCY INDUSTRIES",), ("999999", "A99999")),
    (25, "HI-POINT", ("HIPOINT", "BEEMILLER"), ("A9999999", "AA9999999")),
    (26, "KEL-TEC", ("KELTEC",), ()),
    (27, "CANIK", ("SAMSUN YURT SAVUNMA", "CANIK55"), ()),
    (28, "SARSILMAZ", ("SAR ARMS",), ()),
    (29, "TISAS", ("TISAS TRABZON",), ()),
    (30, "GIRSAN", (), ()),
    (31, "ZORAKI", ("ATAK ARMS",), ()),
    (32, "EKOL", ("VOLTRAN",), ()),
    (33, "BLOW", ("UCYILDIZ",), ()),
    (34, "KIMAR", ("CHIAPPA", "BRUNI"), ()),
    (35, "BENELLI", (), ()),
    (36, "FRANCHI", (), ()),
    (37, "STEYR", ("STEYR MANNLICHER",), ("999999", "9999AA")),
    (38, "MAUSER", ("MAUSER WERKE",), ()),
    (39, "STAR", ("STAR BONIFACIO ECHEVERRIA",), ()),
    (40, "LLAMA", ("GABILONDO",), ()),
    (41, "ASTRA", ("ASTRA UNCETA",), ()),
    (42, "FEG", ("FEGARMY",), ()),
    (43, "RADOM", ("FB RADOM", "LUCZNIK"), ()),
    (44, "CUGIR", ("ROMARM",), ()),
    (45, "ARSENAL", ("ARSENAL BULGARIA", "ARSENAL JSCO"), ()),
    (46, "ARMSCOR", ("ROCK ISLAND ARMORY",), ()),
    (47, "IMBEL", (), ()),
    (48, "ROSSI", ("AMADEO ROSSI",), ()),
    (49, "BERSA", (), ()),
    (50, "DAEWOO", ("SN T MOTIV",), ()),
    (51, "IWI", ("ISRAEL WEAPON INDUSTRIES", "IMI"), ()),
    (52, "ARCUS", (), ()),
    (53, "GRAND POWER", (), ()),
    (54, "HS PRODUKT", ("HS",), ()),
    (55, "MANURHIN", (), ()),
    (56, "UNIQUE", (), ()),
    (57, "ROHM", ("ROEHM", "RÖHM"), ()),
    (58, "DIAMONDBACK", (), ()),
    (59, "DAN WESSON", (), ()),
    (60, "BUSHMASTER", (), ()),
)

# Model names that are read where a serial was looked for; a starter table by experience.
MODEL_NAMES = (
    "P226 P228 P229 P220 P225 P210 P230 P232 P239 P320 P365 P99 PPK PPKS P38 P22 PPQ PDP CCP P5 P88 P7 P30 "
    "P2000 P9S VP9 VP40 VP70 USP MP5 MP5K MP7 G3 G36 HK416 HK417 G17 G19 G20 G21 G22 G23 G25 G26 G27 G28 G30 "
    "G34 G43 G43X G44 G45 G48 92FS 92F 96FS M9 M92 M92FS PX4 APX 84FS 85FS M1934 M1935 CZ50 CZ52 CZ70 CZ75 "
    "CZ75B CZ82 CZ83 CZ85 CZ99 CZ999 VZ24 VZ58 VZ61 M57 M70 M70AB2 M72 M76 M84 M88 M48 M59 TT33 PM63 AK47 AKM "
    "AKMS AK74 AKS74U AKSU SKS SVD RPK PKM M16 M16A1 M16A2 M16A4 M4 M4A1 AR15 M1911 M1911A1 1911A1 LCP LCR P85 "
    "P89 P90 P95 SR9 MK23 PT92 PT99 PT111 PT140 PT145 G2C G3C SW40 SW9VE MP9 MP40 FIVESEVEN FNP9 FNS9 FNX45 "
    "FNC FAL L1A1 HP35 P35 GP35 R1 MODEL10 MODEL19 MODEL29 870 590 500A 10-22 1022 MINI14 UZI GALIL TAVOR ZKR "
    "R92 F92 C75 M906"
).split()

_CODES = {exact(name): code for code, first, aliases, _ in MAKERS for name in (first,) + aliases}
_SHAPES = {code: shapes for code, _, _, shapes in MAKERS}
_NAMES = {code: name for code, name, _, _ in MAKERS}
_MODELS = {exact(name) for name in MODEL_NAMES}


def maker_code(name: "str | None") -> int:
    """Return the code of a maker by name or alias; 0 for none, 224..254 (shared) for one outside of the table."""
    key = exact(name or "")
    if not key:
        return UNKNOWN_MAKER
    if key in _CODES:
        return _CODES[key]
    total = 0
    for character in key:
        total = (total * 31 + ord(character)) & 0xFFFFFF
    return FIRST_SHARED_CODE + total % SHARED_CODES


def is_shared(code: int) -> bool:
    """Return whether several makers share `code`, so that equality of codes does not prove the maker."""
    return code >= FIRST_SHARED_CODE


def maker_name(code: int) -> "str | None":
    """Return the name that has the assigned `code`, None for the unknown and for shared codes."""
    return _NAMES.get(code)


def maker_shapes(code: int) -> "tuple[str, ...]":
    """Return the serial shapes known for a maker; empty where nothing is known."""
    return _SHAPES.get(code, ())


def is_model_name(raw: str) -> bool:
    """Return whether `raw` is the name of a common model."""
    return exact(raw) in _MODELS
