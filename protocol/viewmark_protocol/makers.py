"""The starter table of makers: assigned codes, names, aliases and the serial shapes that each one uses.

A code is given once and never again to another maker: lists and records carry it. The tables are texts, searched
as they lie: as tuples they would cost the handheld 40 KB of its memory.
"""

from .serials import exact

UNKNOWN_MAKER = 0
FIRST_SHARED_CODE = 224  # 224..254: makers outside of the table, several to a code
SHARED_CODES = 31

# code|name|exact keys of the name and its aliases|
MAKERS = """
1|GLOCK|GLOCK|GLOCKGMBH|GLOCKINC|
2|SMITH & WESSON|SMITHWESSON|SW|SMITHANDWESSON|
3|TAURUS|TAURUS|FORJASTAURUS|TAURUSARMAS|
4|BERETTA|BERETTA|PIETROBERETTA|PBERETTA|
5|COLT|COLT|COLTS|COLTSPTFAMFGCO|
6|RUGER|RUGER|STURMRUGER|STURMRUGERCO|
7|SIG SAUER|SIGSAUER|SIGARMS|SIG|JPSAUER|
8|CZ|CZ|CESKAZBROJOVKA|CZUB|
9|WALTHER|WALTHER|CARLWALTHER|
10|HECKLER & KOCH|HECKLERKOCH|HK|HECKLERANDKOCH|
11|FN HERSTAL|FNHERSTAL|FN|FABRIQUENATIONALE|
12|BROWNING|BROWNING|BROWNINGARMS|
13|ZASTAVA|ZASTAVA|CRVENAZASTAVA|ZASTAVAARMS|
14|WINCHESTER|WINCHESTER|
15|REMINGTON|REMINGTON|REMINGTONARMS|
16|MOSSBERG|MOSSBERG|OFMOSSBERG|
17|NORINCO|NORINCO|
18|IZHMASH|IZHMASH|KALASHNIKOV|IZHEVSK|ИЖMAШ|
19|TULA|TULA|TOZ|TOЗ|
20|SPRINGFIELD ARMORY|SPRINGFIELDARMORY|SPRINGFIELD|
21|SAVAGE|SAVAGE|SAVAGEARMS|
22|MARLIN|MARLIN|
23|KIMBER|KIMBER|
24|SCCY|SCCY|SCCYINDUSTRIES|
25|HI-POINT|HIPOINT|BEEMILLER|
26|KEL-TEC|KELTEC|
27|CANIK|CANIK|SAMSUNYURTSAVUNMA|CANIK55|
28|SARSILMAZ|SARSILMAZ|SARARMS|
29|TISAS|TISAS|TISASTRABZON|
30|GIRSAN|GIRSAN|
31|ZORAKI|ZORAKI|ATAKARMS|
32|EKOL|EKOL|VOLTRAN|
33|BLOW|BLOW|UCYILDIZ|
34|KIMAR|KIMAR|CHIAPPA|BRUNI|
35|BENELLI|BENELLI|
36|FRANCHI|FRANCHI|
37|STEYR|STEYR|STEYRMANNLICHER|
38|MAUSER|MAUSER|MAUSERWERKE|
39|STAR|STAR|STARBONIFACIOECHEVERRIA|
40|LLAMA|LLAMA|GABILONDO|
41|ASTRA|ASTRA|ASTRAUNCETA|
42|FEG|FEG|FEGARMY|
43|RADOM|RADOM|FBRADOM|LUCZNIK|
44|CUGIR|CUGIR|ROMARM|
45|ARSENAL|ARSENAL|ARSENALBULGARIA|ARSENALJSCO|
46|ARMSCOR|ARMSCOR|ROCKISLANDARMORY|
47|IMBEL|IMBEL|
48|ROSSI|ROSSI|AMADEOROSSI|
49|BERSA|BERSA|
50|DAEWOO|DAEWOO|SNTMOTIV|
51|IWI|IWI|ISRAELWEAPONINDUSTRIES|IMI|
52|ARCUS|ARCUS|
53|GRAND POWER|GRANDPOWER|
54|HS PRODUKT|HSPRODUKT|HS|
55|MANURHIN|MANURHIN|
56|UNIQUE|UNIQUE|
57|ROHM|ROHM|ROEHM|RÖHM|
58|DIAMONDBACK|DIAMONDBACK|
59|DAN WESSON|DANWESSON|
60|BUSHMASTER|BUSHMASTER|
"""

# Shapes as `serials.shape` prints them, known only in part: no line means that nothing is known.
_SHAPES = """
1|AAAA999 AAA999 AA999
2|AAA9999 A999999 999999
3|AAA999999 AAA99999 AA99999
4|A99999A AA999999 A999999A AA99999
5|AA99999 999999A A999999 AAA99999
6|99999999 999999999 AAA99999
7|A999999 AA999999 99A999999 AA99999
8|A999999 9999A A9999 AA9999
9|AA9999 999999 A999999 AAA9999
10|99999999 999999 999999A
11|AAA999999 999999 AA99999
12|999AA99999 99999AA999 A99999 999999
13|A999999 999999 A99999 AA999999
14|999999 A999999 AA999999
15|A999999A AA99999A AA999999
16|A999999 AA99999 A9999999
20|AA999999 AAA99999
24|999999 A99999
25|A9999999 AA9999999
37|999999 9999AA
"""

# Exact keys of model names that are read where a serial was looked for; a starter table by experience.
_MODELS = """
1022 1911A1 500A 590 84FS 85FS 870 92F 92FS 96FS AK47 AK74 AKM AKMS AKS74U AKSU APX AR15 C75 CCP CZ50 CZ52
CZ70 CZ75 CZ75B CZ82 CZ83 CZ85 CZ99 CZ999 F92 FAL FIVESEVEN FNC FNP9 FNS9 FNX45 G17 G19 G20 G21 G22 G23 G25
G26 G27 G28 G2C G3 G30 G34 G36 G3C G43 G43X G44 G45 G48 GALIL GP35 HK416 HK417 HP35 L1A1 LCP LCR M16 M16A1
M16A2 M16A4 M1911 M1911A1 M1934 M1935 M4 M48 M4A1 M57 M59 M70 M70AB2 M72 M76 M84 M88 M9 M906 M92 M92FS MINI14
MK23 MODEL10 MODEL19 MODEL29 MP40 MP5 MP5K MP7 MP9 P2000 P210 P22 P220 P225 P226 P228 P229 P230 P232 P239 P30
P320 P35 P365 P38 P5 P7 P85 P88 P89 P90 P95 P99 P9S PDP PKM PM63 PPK PPKS PPQ PT111 PT140 PT145 PT92 PT99 PX4
R1 R92 RPK SKS SR9 SVD SW40 SW9VE TAVOR TT33 USP UZI VP40 VP70 VP9 VZ24 VZ58 VZ61 ZKR
"""


def maker_code(name: "str | None") -> int:
    """Return the code of a maker by name or alias; 0 for none, 224..254 (shared) for one outside of the table."""
    key = exact(name or "")
    if not key:
        return UNKNOWN_MAKER
    place = MAKERS.find("|" + key + "|")
    if place >= 0:
        line = MAKERS[MAKERS.rfind("\n", 0, place) + 1 : place]
        return int(line.split("|")[0])
    total = 0
    for character in key:
        total = (total * 37 + ord(character)) & 0xFFFFFF  # no multiple of 31, or the last character alone decides
    return FIRST_SHARED_CODE + total % SHARED_CODES


def is_shared(code: int) -> bool:
    """Return whether several makers share `code`, so that equality of codes does not prove the maker."""
    return code >= FIRST_SHARED_CODE


def maker_names() -> "list[str]":
    """Return the names of the makers in the table, in the order of their codes."""
    return [line.split("|")[1] for line in MAKERS.strip().split("\n")]


def maker_name(code: int) -> "str | None":
    """Return the name that has the assigned `code`, None for the unknown and for shared codes."""
    row = _row(MAKERS, code)
    return row.split("|")[0] if row else None


def maker_shapes(code: int) -> "tuple[str, ...]":
    """Return the serial shapes known for a maker; empty where nothing is known."""
    return tuple(_row(_SHAPES, code).split())


def is_model_name(raw: str) -> bool:
    """Return whether `raw` is the name of a common model."""
    key = exact(raw)
    return bool(key) and (" " + key + " ") in _MODELS.replace("\n", " ")


def _row(table: str, code: int) -> str:
    """Return what stands behind a code in a table, empty without a row."""
    head = "\n" + str(code) + "|"
    start = table.find(head)
    if start < 0:
        return ""
    start += len(head)
    return table[start : table.find("\n", start)]
