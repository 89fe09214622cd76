"""The single-stroke alphabet of marking machines, as polylines on a grid 4 wide and 6 high.

A glyph is polylines separated by `;`, each a row of points `xy` (x right, y down). A corner inside a
polyline may be rounded; where two polylines meet, the corner stays sharp.
"""

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]
Polyline = list[Point]

GRID_WIDTH = 4
GRID_HEIGHT = 6

# One glyph a line; further glyphs of the same character are alternates that machines also use.
GLYPHS: dict[str, tuple[str, ...]] = {
    "0": ("20 30 41 45 36 16 05 01 10 20",),
    "1": ("12 20;20 26", "12 20;20 26;16 36", "11 20;20 26"),
    "2": ("01 10 30 41 42 06;06 46", "01 10 30 41 42 33 14 05 06;06 46"),
    "3": ("01 10 30 41 42 33 23;23 33 44 45 36 16 05", "00 40;40 22;22 32 43 45 36 16 05"),
    "4": ("36 30;30 04;04 44",),
    "5": ("40 00;00 03;03 12 32 43 45 36 16 05", "40 10;10 03;03 12 32 43 45 36 16 05"),
    "6": ("41 30 10 01 05 16 36 45 44 33 13 04", "30 20 03 05 16 36 45 44 33 13 04"),
    "7": ("00 40;40 16", "00 40;40 23 26"),
    "8": ("23 13 02 01 10 30 41 42 33 23;23 33 44 45 36 16 05 04 13 23",),
    "9": ("05 16 36 45 41 30 10 01 02 13 33 42", "16 26 43 41 30 10 01 02 13 33 42"),
    "A": ("06 20;20 46;14 34", "06 02 20 42 46;04 44"),
    "B": ("00 06;00 30 41 42 33 03;33 44 45 36 06",),
    "C": ("41 30 10 01 05 16 36 45",),
    "D": ("00 06;00 20 42 44 26 06", "00 06;00 30 41 45 36 06"),
    "E": ("40 00;00 06;06 46;03 33",),
    "F": ("40 00;00 06;03 33",),
    "G": ("41 30 10 01 05 16 36 45;45 43;43 23",),
    "H": ("00 06;40 46;03 43",),
    "I": ("20 26", "20 26;10 30;16 36"),
    "J": ("40 45 36 16 05 04", "30 35 26 16 05"),
    "K": ("00 06;40 04;13 46", "00 06;40 03;03 46"),
    "L": ("00 06;06 46",),
    "M": ("06 00;00 23;23 40;40 46", "06 00;00 25;25 40;40 46"),
    "N": ("06 00;00 46;46 40",),
    "O": ("20 30 41 45 36 16 05 01 10 20",),
    "P": ("06 00;00 30 41 42 33 03",),
    "Q": ("20 30 41 45 36 16 05 01 10 20;34 46",),
    "R": ("06 00;00 30 41 42 33 03;23 46", "06 00;00 30 41 42 33 03;13 46"),
    "S": ("41 30 10 01 02 13 33 44 45 36 16 05",),
    "T": ("00 40;20 26",),
    "U": ("00 05 16 36 45 40",),
    "V": ("00 26;26 40",),
    "W": ("00 16;16 22;22 36;36 40", "00 16;16 20;20 36;36 40"),
    "X": ("00 46;40 06",),
    "Y": ("00 23;40 23;23 26",),
    "Z": ("00 40;40 06;06 46",),
    "-": ("13 33",),
    ".": ("26 26",),
    "/": ("06 40",),
    "&": ("46 12 11 20 31 32 04 05 16 26 44",),
    "x": ("02 46;42 06",),
}

# Width of a glyph's drawing, relative to the ordinary one.
RELATIVE_WIDTH = {"M": 1.2, "W": 1.3, "O": 1.15, "Q": 1.15, "-": 0.8, "/": 0.8}
# Side bearings taken away, in grid units, where a glyph does not use the whole grid.
NARROW = {"1": (0.6, 0.6), "I": (1.0, 1.0), ".": (1.4, 1.4), "-": (0.6, 0.6)}


def polylines(character: str, alternate: int = 0) -> list[Polyline]:
    """The polylines of one character in grid units; KeyError where the alphabet lacks it."""
    glyphs = GLYPHS[character]
    glyph = glyphs[alternate % len(glyphs)]
    return [[(float(p[0]), float(p[1])) for p in line.split()] for line in glyph.split(";")]


def rounded(line: Sequence[Point], times: int) -> Polyline:
    """The polyline with its inner corners cut `times` times (Chaikin); its ends stay."""
    points = list(line)
    for _ in range(times):
        if len(points) < 3:
            break
        cut = [points[0]]
        for (ax, ay), (bx, by) in pairwise(points):
            cut.append((ax * 0.75 + bx * 0.25, ay * 0.75 + by * 0.25))
            cut.append((ax * 0.25 + bx * 0.75, ay * 0.25 + by * 0.75))
        points = [*cut, points[-1]]
    return points
