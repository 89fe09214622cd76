"""How much a recorded serial differs from the one asked for, by what a hand or an eye does to a mark.

The costs are of a channel: what happens more often costs less. They were set on generated records, and rank
candidates; whether something is a hit or near is not decided by them.
"""

from rapidfuzz.distance import OSA, Levenshtein

from viewmark_protocol.serials import without_embedded_letters

from ...quickly import quick_skeleton

CONFUSED = 0.2  # one character for another that looks like it
SWAPPED, MISSING, EXTRA, OTHER = 0.6, 0.75, 0.85, 1.0
LETTERS = 0.5  # letters between digits left out, or put in
ALTERNATIVE = 0.3  # another reading of the mark
COMPONENT = 0.5  # the mark of another component than the frame
MAKER_DIFFERS, MODEL_DIFFERS, CALIBRE_DIFFERS = 1.2, 0.35, 0.35


Different = tuple[str, float]


def difference(asked: str, recorded: str) -> Different | None:
    """Return what matches two exact keys and its cost; None where they differ by more than one slip and confusions."""
    if asked == recorded:
        return "exact", 0.0
    first, second = quick_skeleton(asked), quick_skeleton(recorded)
    slips = OSA.distance(first, second, score_cutoff=1)
    confusions = CONFUSED * max(0, OSA.distance(asked, recorded) - slips)
    if slips == 0:
        return "skeleton", confusions
    if slips == 1:
        word, cost = _slip(first, second)
        return word, cost + confusions
    return ("letters", LETTERS) if _differ_by_letters(asked, recorded) else None


def _slip(asked: str, recorded: str) -> tuple[str, float]:
    if len(recorded) > len(asked):
        return "one-edit", MISSING
    if len(recorded) < len(asked):
        return "one-edit", EXTRA
    if Levenshtein.distance(asked, recorded) == 2:
        return "one-edit", SWAPPED
    return "other-character", OTHER


def _differ_by_letters(asked: str, recorded: str) -> bool:
    """Return whether both are one serial where letters between digits count for nothing (NCIC; TIME manual)."""
    one, other = without_embedded_letters(asked), without_embedded_letters(recorded)
    if one is None and other is None:
        return False
    return quick_skeleton(one or asked) == quick_skeleton(other or recorded)
